/** The pure stream translator of each API behind one face: upstream events in, the event texts that the client was sent out. */

import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import { textCompletionChunk } from '../../completions/completion-response.ts';
import type { ChatCompletionChunk, ResponsesEvent } from '../../openai/types.ts';
import { createResponsesStream } from '../../responses-api/responses-stream.ts';
import type { ReplyContext } from '../../translate/core/context.ts';
import { createStreamTranslation } from '../../translate/stream/translate-stream.ts';
import type { ReplyFront } from './retranslate.ts';

export interface FrontStream {
  /** `data` of the events that this upstream event causes, in order. */
  push(event: UpstreamEvent): readonly string[];
  /** The same for the end of the upstream's bytes. */
  end(): readonly string[];
}

/** In: what the request side left, and the time of receipt in epoch seconds. */
export function createFrontStream(front: ReplyFront, created: number): FrontStream {
  if (front.kind === 'responses') return responsesFront(front.answer, created);
  const shape = front.kind === 'completions' ? textCompletionChunk : (chunk: ChatCompletionChunk): object => chunk;
  return chatFront(front.reply, created, shape);
}

const DONE = '[DONE]';

function chatFront(
  reply: ReplyContext,
  created: number,
  shape: (chunk: ChatCompletionChunk) => object | null,
): FrontStream {
  const stream = createStreamTranslation(reply, created);
  let closed = false;
  const encode = (chunks: readonly ChatCompletionChunk[]): string[] => {
    const data = chunks.map(shape).filter((chunk) => chunk !== null);
    return data.map((chunk) => JSON.stringify(chunk));
  };
  const close = (data: string[]): string[] => {
    if (closed) return data;
    if (stream.failure !== null) {
      closed = true;
      return stream.failure.emitted ? [...data, JSON.stringify(stream.failure.body)] : data;
    }
    if (stream.state !== 'done') return data;
    closed = true;
    return [...data, DONE];
  };
  return {
    push: (event) => close(encode(stream.push(event))),
    end: () => (closed ? [] : close(encode(stream.end().chunks))),
  };
}

function responsesFront(answer: Extract<ReplyFront, { kind: 'responses' }>['answer'], created: number): FrontStream {
  const stream = createResponsesStream({ ...answer, createdAt: created });
  return {
    push: (event) => encodeEvents(stream.push(event)),
    end: () => encodeEvents(stream.end()),
  };
}

function encodeEvents(events: readonly ResponsesEvent[]): string[] {
  return events.map((event) => JSON.stringify(event));
}
