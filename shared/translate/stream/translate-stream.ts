/**
 * Upstream events in, chat completion chunks out: the exact sequence an OpenAI client expects. Mutable inside, one instance for
 * one answer, which may span several upstream messages when a paused turn is resumed.
 */

import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import type { Usage } from '../../anthropic/types.ts';
import type { ErrorResponse } from '../../openai/errors.ts';
import type { FinishReason, ResponseChunkChoice, ResponseDelta } from '../../openai/chat-completion.ts';
import type { ChatCompletionChunk } from '../../openai/types.ts';
import { completionId } from '../response/chat-response-parts.ts';
import { createChunkWriter } from './chunk-writer.ts';
import type { ResponseContext } from '../core/context.ts';
import { endingOf } from '../response/finish-reason.ts';
import { createMessageReader, type StreamFailure, type StreamState } from './message-reader.ts';
import type { Note } from '../core/notes.ts';
import { createBlockReader } from '../response/content-block-reader.ts';
import { serviceTier, translateUsage } from '../response/usage.ts';

export type { StreamFailure, StreamState } from './message-reader.ts';

export interface StreamEnd {
  /** Chunks that still have to go out, before the error frame if there is one. */
  readonly chunks: readonly ChatCompletionChunk[];
  /** Null: the answer is complete, write `[DONE]`. Otherwise write the body as a last frame and no `[DONE]`. */
  readonly failure: StreamFailure | null;
}

export interface StreamTranslation {
  /**
   * Out: the chunks caused by exactly this event. When it was the upstream's `error` event, `failure` is set afterwards; chunks
   * that were held back are still returned, to be written before the error frame. After `done` or `failed` nothing comes.
   */
  push(event: UpstreamEvent): readonly ChatCompletionChunk[];
  /** The upstream's bytes have ended, or a paused turn will not be resumed. */
  end(): StreamEnd;
  /** The connection broke after the answer had begun: the chunks that were held back, to be written before the error frame. */
  fail(reason: ErrorResponse): readonly ChatCompletionChunk[];
  /** Once `done`, the finish chunk has been returned and `[DONE]` follows. */
  readonly state: StreamState;
  readonly failure: StreamFailure | null;
  readonly notes: readonly Note[];
  /** The upstream's counts so far, over all messages of this answer; null before the first. */
  readonly usage: Usage | null;
}

const nothing: readonly ChatCompletionChunk[] = [];

/**
 * Specification of OpenAI's `ChatCompletionChunk` and `stream_options.include_usage`.
 * In: what the request side left for us, and the time of receipt in epoch seconds, the same in every chunk.
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
    finish(stop) {
      const ending = endingOf(stop, blocks.toolCalls, responseContext);
      sink.finish(ending);
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

  return {
    push(event) {
      reader.push(event);
      return take();
    },
    end() {
      reader.end();
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
