/**
 * One response at the level of messages: its start, usage, stop reason and failure. Blocks go to a block reader. A response may
 * span several upstream messages when a paused turn is resumed. Every OpenAI endpoint uses it.
 */

import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import type { Message, Usage } from '../../anthropic/types.ts';
import type { ErrorResponse } from '../../openai/errors.ts';
import { spliced, translateStreamError, truncated } from '../errors/translate-error.ts';
import type { Steps } from '../../steps.ts';
import type { Stop } from '../response/finish-reason.ts';
import type { BlockReader } from '../response/content-block-reader.ts';
import { addUsage, mergeUsage, noUsage } from '../response/usage.ts';

/**
 * `waiting`: nothing was emitted yet. `paused`: the turn may be resumed by pushing the events of a further message. `done`: the
 * response is complete. `failed`: see `failure`.
 */
export type StreamState = 'waiting' | 'open' | 'paused' | 'done' | 'failed';

export interface StreamFailure extends ErrorResponse {
  /** False when nothing was sent to the client: then it gets an HTTP error of this status, which SDKs retry. */
  readonly emitted: boolean;
}

export interface MessageHandlers {
  /** The first message of the response has started. */
  begin(messageId: string, usage: Usage, diagnostics: Message['diagnostics']): void;
  /** The response is complete; every block has ended. @returns why it is unusable all the same; else nothing */
  finish(stop: Stop): Steps<ErrorResponse | null | void>;
  /** The response broke off; `failure` states whether anything was emitted. */
  fail(failure: StreamFailure): void;
}

export interface MessageReader {
  /** Ignored after `done` or `failed`. Never throws. In steps: a tool's input may have megabytes. */
  push(event: UpstreamEvent): Steps<void>;
  /** Ends the upstream's stream, or a paused turn that will not be resumed. */
  end(): Steps<void>;
  /** Reports a broken connection: ends the response with a failure that did not come from an event. */
  fail(reason: ErrorResponse): void;
  readonly state: StreamState;
  readonly failure: StreamFailure | null;
  /** The upstream's counts so far, over all messages of this response; null before the first. */
  readonly usage: Usage | null;
  /** Where code ran, as the last message that names it has it. */
  readonly container: Message['container'];
}

const noStop: Stop = { reason: null, sequence: null, details: null };

export function createMessageReader(blocks: BlockReader, handlers: MessageHandlers): MessageReader {
  let state: StreamState = 'waiting';
  let failure: StreamFailure | null = null;
  let messageId: string | null = null;
  let earlierUsage: Usage | null = null;
  let messageUsage: Usage | null = null;
  let stop = noStop;
  let container: Message['container'] = null;

  function fail(reason: ErrorResponse): void {
    failure = { ...reason, emitted: state !== 'waiting' };
    state = 'failed';
    handlers.fail(failure);
  }

  function* finish(): Steps<void> {
    state = 'done';
    const problem = (yield* handlers.finish(stop)) ?? null;
    if (problem !== null) fail(problem);
  }

  function currentUsage(): Usage | null {
    return earlierUsage && messageUsage ? addUsage(earlierUsage, messageUsage) : (messageUsage ?? earlierUsage);
  }

  function startMessage({ id, usage, diagnostics, container: named }: Message): void {
    if (state === 'open') {
      if (id !== messageId) fail(spliced());
      return;
    }
    const first = state === 'waiting';
    messageId = id;
    messageUsage = mergeUsage({ ...noUsage }, usage);
    stop = noStop;
    container = named ?? container;
    state = 'open';
    if (first) handlers.begin(id, messageUsage, diagnostics ?? null);
  }

  function* stopMessage(): Steps<void> {
    yield* blocks.stopAll();
    if (stop.reason !== 'pause_turn') {
      yield* finish();
      return;
    }
    state = 'paused';
    earlierUsage = currentUsage();
    messageUsage = null;
  }

  function* handle(event: UpstreamEvent): Steps<void> {
    if (event.type === 'message_start') {
      startMessage(event.message);
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
        yield* blocks.stop(event.index, event);
        return;
      case 'message_delta':
        messageUsage = mergeUsage(messageUsage ?? { ...noUsage }, event.usage);
        container = event.delta.container ?? container;
        stop = {
          reason: event.delta.stop_reason ?? stop.reason,
          sequence: event.delta.stop_sequence ?? stop.sequence,
          details: event.delta.stop_details ?? stop.details,
        };
        return;
      case 'message_stop':
        yield* stopMessage();
        return;
      default:
        // `ping`, and types of events unknown to this version.
        return;
    }
  }

  return {
    *push(event) {
      if (state !== 'done' && state !== 'failed') yield* handle(event);
    },
    *end() {
      if (state === 'paused') yield* finish();
      else if (state !== 'done' && state !== 'failed') fail(truncated());
    },
    fail(reason) {
      if (state !== 'done' && state !== 'failed') fail(reason);
    },
    get state() {
      return state;
    },
    get failure() {
      return failure;
    },
    get usage() {
      return currentUsage();
    },
    get container() {
      return container;
    },
  };
}
