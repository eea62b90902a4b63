/** One interface for the stream translators of all APIs: upstream events in, event texts for the client out. */

import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import { textCompletionChunk } from '../../completions/completion-response.ts';
import type { ChatCompletionChunk, ResponsesEvent } from '../../openai/types.ts';
import { createResponsesStream } from '../../responses-api/responses-stream.ts';
import type { ResponseContext } from '../../translate/core/translation-interface.ts';
import { createStreamTranslation } from '../../translate/stream/translate-stream.ts';
import type { ResponseTarget } from './retranslate.ts';
import { writeJson } from '../../json/exact-number.ts';

export interface ClientEventStream {
  /** `data` of the events that this upstream event produces, in order. */
  push(event: UpstreamEvent): readonly string[];
  /** The same for the end of the upstream's stream. */
  end(): readonly string[];
}

/**
 * @param target what the request translation passes to the response translation
 * @param created time of receipt in epoch seconds
 */
export function createClientEventStream(target: ResponseTarget, created: number): ClientEventStream {
  if (target.kind === 'responses') return responsesEventStream(target.responsesContext, created);
  const shape = target.kind === 'completions' ? textCompletionChunk : (chunk: ChatCompletionChunk): object => chunk;
  return chatEventStream(target.responseContext, created, shape);
}

const DONE = '[DONE]';

function chatEventStream(
  responseContext: ResponseContext,
  created: number,
  shape: (chunk: ChatCompletionChunk) => object | null,
): ClientEventStream {
  const stream = createStreamTranslation(responseContext, created);
  let closed = false;
  const encode = (chunks: readonly ChatCompletionChunk[]): string[] => {
    const data = chunks.map(shape).filter((chunk) => chunk !== null);
    return data.map((chunk) => writeJson(chunk));
  };
  const close = (data: string[]): string[] => {
    if (closed) return data;
    if (stream.failure !== null) {
      closed = true;
      return stream.failure.emitted ? [...data, writeJson(stream.failure.body)] : data;
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

function responsesEventStream(
  responsesContext: Extract<ResponseTarget, { kind: 'responses' }>['responsesContext'],
  created: number,
): ClientEventStream {
  const stream = createResponsesStream({ ...responsesContext, createdAt: created });
  return {
    push: (event) => encodeEvents(stream.push(event)),
    end: () => encodeEvents(stream.end()),
  };
}

function encodeEvents(events: readonly ResponsesEvent[]): string[] {
  return events.map((event) => writeJson(event));
}
