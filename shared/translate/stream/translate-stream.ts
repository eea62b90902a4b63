/**
 * Translates upstream events to chat completion chunks, in the exact sequence that an OpenAI client expects. Mutable inside, one
 * instance per response, which may span several upstream messages when a paused turn is resumed.
 */

import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import type { Usage } from '../../anthropic/types.ts';
import type { ErrorResponse } from '../../openai/errors.ts';
import type { FinishReason, ResponseChunkChoice, ResponseDelta } from '../../openai/chat-completion.ts';
import type { ChatCompletionChunk } from '../../openai/types.ts';
import { completionId } from '../response/chat-response-parts.ts';
import { createChunkWriter } from './chunk-writer.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import { endingOf } from '../response/finish-reason.ts';
import { createMessageReader, type StreamFailure, type StreamState } from './message-reader.ts';
import type { Note } from '../../notes.ts';
import { runToEnd, type Steps } from '../../steps.ts';
import { createBlockReader } from '../response/content-block-reader.ts';
import { serviceTier, translateUsage } from '../response/usage.ts';

export type { StreamFailure, StreamState } from './message-reader.ts';

export interface StreamEnd {
  /** Chunks still to be written, before the error frame if there is one. */
  readonly chunks: readonly ChatCompletionChunk[];
  /** Null: the response is complete, write `[DONE]`. Otherwise write the body as a last frame and no `[DONE]`. */
  readonly failure: StreamFailure | null;
}

export interface StreamTranslation {
  /**
   * After `done` or `failed` returns nothing.
   *
   * @returns the chunks that exactly this event produces. After the upstream's `error` event, `failure` is set; chunks that were
   * held back are still returned, to be written before the error frame
   */
  push(event: UpstreamEvent): readonly ChatCompletionChunk[];
  /** The same in steps, for the events of a whole message: a tool's input may have megabytes. */
  pushSteps(event: UpstreamEvent): Steps<readonly ChatCompletionChunk[]>;
  /** Ends the upstream's stream, or a paused turn that will not be resumed. */
  end(): StreamEnd;
  /** Reports a connection that broke during the response: returns the held-back chunks, to be written before the error frame. */
  fail(reason: ErrorResponse): readonly ChatCompletionChunk[];
  /** Once `done`, the finish chunk has been returned and `[DONE]` follows. */
  readonly state: StreamState;
  readonly failure: StreamFailure | null;
  readonly notes: readonly Note[];
  /** The upstream's counts so far, over all messages of this response; null before the first. */
  readonly usage: Usage | null;
}

const nothing: readonly ChatCompletionChunk[] = [];

/**
 * Specification of OpenAI's `ChatCompletionChunk` and `stream_options.include_usage`.
 *
 * @param responseContext from the request translation
 * @param created time of receipt in epoch seconds, the same in every chunk
 */
export function createStreamTranslation(responseContext: ResponseContext, created: number): StreamTranslation {
  let id = '';
  let tier: ReturnType<typeof serviceTier> = null;
  let out: ChatCompletionChunk[] = [];
  const notes: Note[] = [];

  function envelope(choices: ResponseChunkChoice[]): ChatCompletionChunk {
    const chunk: ChatCompletionChunk = {
      id,
      object: 'chat.completion.chunk',
      created,
      model: responseContext.requestedModel,
      choices,
    };
    if (tier !== null) chunk.service_tier = tier;
    if (responseContext.includeUsage) chunk.usage = null;
    return chunk;
  }

  function emit(delta: ResponseDelta, finishReason: FinishReason | null = null): ResponseChunkChoice {
    const choice: ResponseChunkChoice = { index: 0, delta, logprobs: null, finish_reason: finishReason };
    out.push(envelope([choice]));
    return choice;
  }

  const sink = createChunkWriter(responseContext, emit);
  const blocks = createBlockReader(responseContext, sink);
  const reader = createMessageReader(blocks, {
    begin(messageId, usage) {
      id = completionId(messageId);
      tier = serviceTier(usage);
      emit({ role: 'assistant', content: '', refusal: null });
    },
    *finish(stop) {
      const ending = endingOf(stop, blocks.toolCalls, responseContext);
      yield* sink.finish(ending, reader.container);
      notes.push(...sink.notes, ...ending.notes);
      const last = emit({}, ending.finishReason);
      if (stop.sequence) last.stop_sequence = stop.sequence;
      if (responseContext.includeUsage) out.push({ ...envelope([]), usage: translateUsage(reader.usage ?? {}) });
    },
    fail({ emitted }) {
      if (emitted) sink.flush();
    },
  });

  function take(): readonly ChatCompletionChunk[] {
    if (out.length === 0) return nothing;
    const taken = out;
    out = [];
    return taken;
  }

  function* pushSteps(event: UpstreamEvent): Steps<readonly ChatCompletionChunk[]> {
    yield* reader.push(event);
    return take();
  }

  return {
    pushSteps,
    push: (event) => runToEnd(pushSteps(event)),
    end() {
      runToEnd(reader.end());
      return { chunks: take(), failure: reader.failure };
    },
    fail(reason) {
      reader.fail(reason);
      return take();
    },
    get state() {
      return reader.state;
    },
    get failure() {
      return reader.failure;
    },
    get usage() {
      return reader.usage;
    },
    notes,
  };
}
