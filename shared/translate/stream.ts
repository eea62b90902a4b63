/**
 * Upstream events in, chat completion chunks out: the exact sequence an OpenAI client expects. Mutable inside, one instance for
 * one answer, which may span several upstream messages when a paused turn is resumed.
 */

import type { UpstreamEvent } from '../anthropic/events.ts';
import type { Usage } from '../anthropic/types.ts';
import type { ErrorReply } from '../openai/errors.ts';
import type { FinishReason, ReplyChunkChoice, ReplyDelta } from '../openai/reply.ts';
import type { ChatCompletionChunk } from '../openai/types.ts';
import { completionId } from './chat-answer.ts';
import { createChunkSink } from './chunk-sink.ts';
import type { ReplyContext } from './context.ts';
import { spliced, translateStreamError, truncated } from './errors.ts';
import { endingOf, type Stop } from './finish.ts';
import type { Note } from './notes.ts';
import { createBlockReader } from './reply-blocks.ts';
import { addUsage, mergeUsage, noUsage, serviceTier, translateUsage } from './usage.ts';

/**
 * `waiting`: nothing was emitted yet. `paused`: the turn may be resumed by pushing the events of a further message.
 * `done`: the finish chunk is out, `[DONE]` follows. `failed`: see `failure`.
 */
export type StreamState = 'waiting' | 'open' | 'paused' | 'done' | 'failed';

export interface StreamFailure extends ErrorReply {
  /** False when the client has been sent nothing: then it gets a real HTTP error of this status, which SDKs retry. */
  readonly emitted: boolean;
}

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
  readonly state: StreamState;
  readonly failure: StreamFailure | null;
  readonly notes: readonly Note[];
  /** The upstream's counts so far, over all messages of this answer; null before the first. */
  readonly usage: Usage | null;
}

const nothing: readonly ChatCompletionChunk[] = [];

/** In: what the request side left for us, and the time of receipt in epoch seconds, the same in every chunk. */
export function createStreamTranslation(reply: ReplyContext, created: number): StreamTranslation {
  let state: StreamState = 'waiting';
  let failure: StreamFailure | null = null;
  let messageId: string | null = null;
  let chunkId = '';
  let tier: ReturnType<typeof serviceTier> = null;
  let earlierUsage: Usage | null = null;
  let messageUsage: Usage | null = null;
  let stop: Stop = { reason: null, sequence: null, details: null };
  let out: ChatCompletionChunk[] = [];
  const notes: Note[] = [];

  const sink = createChunkSink(reply, (delta) => emit(delta, null));
  const blocks = createBlockReader(reply, sink);

  function envelope(choices: ReplyChunkChoice[]): ChatCompletionChunk {
    const chunk: ChatCompletionChunk = {
      id: chunkId,
      object: 'chat.completion.chunk',
      created,
      model: reply.requestedModel,
      choices,
    };
    if (tier !== null) chunk.service_tier = tier;
    if (reply.includeUsage) chunk.usage = null;
    return chunk;
  }

  function emit(delta: ReplyDelta, finishReason: FinishReason | null): void {
    const choice: ReplyChunkChoice = { index: 0, delta, logprobs: null, finish_reason: finishReason };
    if (finishReason !== null && stop.sequence) choice.stop_sequence = stop.sequence;
    out.push(envelope([choice]));
  }

  function fail(reason: ErrorReply): void {
    failure = { ...reason, emitted: state !== 'waiting' };
    if (state !== 'waiting') sink.flush();
    state = 'failed';
  }

  function currentUsage(): Usage | null {
    return earlierUsage && messageUsage ? addUsage(earlierUsage, messageUsage) : (messageUsage ?? earlierUsage);
  }

  function startMessage(id: string, usage: Usage | null | undefined): void {
    if (state === 'open') {
      if (id !== messageId) fail(spliced());
      return;
    }
    messageId = id;
    messageUsage = mergeUsage(noUsage, usage);
    stop = { reason: null, sequence: null, details: null };
    const first = state === 'waiting';
    state = 'open';
    if (!first) return;
    chunkId = completionId(id);
    tier = serviceTier(messageUsage);
    emit({ role: 'assistant', content: '', refusal: null }, null);
  }

  function finish(): void {
    const ending = endingOf(stop, blocks.toolCalls, reply);
    sink.finish(ending);
    notes.push(...sink.notes, ...ending.notes);
    emit({}, ending.finishReason);
    if (reply.includeUsage) out.push({ ...envelope([]), usage: translateUsage(currentUsage() ?? {}) });
    state = 'done';
  }

  function stopMessage(): void {
    blocks.stopAll();
    if (stop.reason !== 'pause_turn') {
      finish();
      return;
    }
    state = 'paused';
    earlierUsage = currentUsage();
    messageUsage = null;
  }

  function handle(event: UpstreamEvent): void {
    if (event.type === 'message_start') {
      startMessage(event.message.id, event.message.usage);
      return;
    }
    if (event.type === 'error') {
      fail(translateStreamError(event));
      return;
    }
    if (state !== 'open') return;
    switch (event.type) {
      case 'content_block_delta':
        blocks.delta(event.index, event.delta);
        return;
      case 'content_block_start':
        blocks.start(event.index, event.content_block);
        return;
      case 'content_block_stop':
        blocks.stop(event.index);
        return;
      case 'message_delta':
        messageUsage = mergeUsage(messageUsage ?? noUsage, event.usage);
        stop = {
          reason: event.delta.stop_reason ?? stop.reason,
          sequence: event.delta.stop_sequence ?? stop.sequence,
          details: event.delta.stop_details ?? stop.details,
        };
        return;
      case 'message_stop':
        stopMessage();
        return;
      default:
        // `ping`, and kinds of events that did not exist when this was written.
        return;
    }
  }

  function take(): readonly ChatCompletionChunk[] {
    if (out.length === 0) return nothing;
    const taken = out;
    out = [];
    return taken;
  }

  return {
    push(event) {
      if (state === 'done' || state === 'failed') return nothing;
      handle(event);
      return take();
    },
    end() {
      if (state === 'paused') finish();
      else if (state !== 'done' && state !== 'failed') fail(truncated());
      return { chunks: take(), failure };
    },
    get state() {
      return state;
    },
    get failure() {
      return failure;
    },
    get notes() {
      return notes;
    },
    get usage() {
      return currentUsage();
    },
  };
}
