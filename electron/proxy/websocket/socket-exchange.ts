/** The exchange of one client message on a WebSocket: its recording, its share of the memory, and how it ends. */

import { RequestRefused } from '#shared/errors.ts';
import { errorFrame } from '#shared/responses-api/websocket/client-event.ts';
import { createPendingText, encodeInParts } from '../chat/pending-text.ts';
import { errorHeaders, keepStatus, recordFailure, toErrorResponse } from '../http/error-response.ts';
import { type ExchangeContext, recordSentText } from '../http/request-context.ts';
import { guardRequest, shownTokens } from '../http/request-guards.ts';
import { captureMessage, setBody, statusLine } from '../recording/captured-message.ts';
import { countsAsRefused } from '../recording/refused-log.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { EventSink } from '../../sse/event-sink.ts';
import type { SocketContext } from './socket-context.ts';

export interface SocketExchange {
  readonly context: ExchangeContext;
  /** `stream_id` of the message; null is the default lane. */
  lane: string | null;
  /** Once its response has begun. */
  responseId: string | null;
  /** In bytes, of the client's message. */
  readonly size: number;
  /**
   * Counts the message, and checks its sender again: allowed hosts, origins and the token may have changed since the handshake.
   *
   * @throws RequestRefused, MemoryBudgetExceeded
   */
  admit(): void;
  /** Where its response is written. */
  openStream(): EventSink;
  /** Sends one message that is no response. Resolves when the client has taken it. */
  reply(status: number, value: object): Promise<void>;
  /** Sends the error frame, unless the client has left. Never rejects: nothing is left to answer a second failure. */
  fail(error: unknown): Promise<void>;
  /** @param stopped the proxy is stopping; otherwise the client has left */
  abort(stopped: boolean): void;
  /** Writes it to the log. */
  end(): void;
}

/** @param message as received */
export function openSocketExchange(socket: SocketContext, message: Buffer): SocketExchange {
  const { deps, request, channel, demo } = socket;
  const recording = deps.recorder.open(request, demo);
  setBody(recording.client, message);
  recording.endpoint = 'responses';
  recording.socket = socket.id;
  const memory = deps.memory.open();
  const controller = new AbortController();
  let stopped = false;
  const context: ExchangeContext = {
    request,
    recording,
    settings: deps.settings(),
    memory,
    signal: controller.signal,
    demo,
  };

  function begin(status: number): void {
    if (recording.clientResponse !== null) return;
    recording.status = status;
    recording.clientResponse = captureMessage(statusLine(status), {});
    recording.clientResponse.events = true;
  }

  function openStream(status = 200): EventSink {
    return channel.openStream((text) => {
      begin(status);
      if (recording.state === 'open') deps.recorder.streaming(recording);
      recordSentText(context, text);
    });
  }

  async function reply(status: number, value: object): Promise<void> {
    const pending = createPendingText();
    pending.add(encodeInParts('', value, '\n'));
    await pending.writeTo(openStream(status));
  }

  const exchange: SocketExchange = {
    context,
    lane: null,
    responseId: null,
    size: message.length,
    admit() {
      memory.admit(message.length);
      const { method = '', url = '', headers, rawHeaders } = request;
      const policy = socket.policy();
      const verdict = guardRequest({ method, url, headers, rawHeaders }, policy);
      if (policy.token !== null && verdict.kind === 'pass') recording.secrets.push(...shownTokens(headers));
      if (verdict.kind !== 'refuse') return;
      if (countsAsRefused(verdict.refusal)) deps.refused.record(request, verdict.refusal);
      throw new RequestRefused(verdict.refusal);
    },
    openStream: () => openStream(),
    reply,
    async fail(error) {
      if (!stopped && controller.signal.aborted) return;
      const reason = stopped ? new UpstreamFailure('aborted', 'The proxy is stopping.', null, false) : error;
      if (isUnexpected(reason)) socket.onUnexpected(reason);
      const errorResponse = keepStatus(context, toErrorResponse(reason));
      recordFailure(context, errorResponse);
      const frame = errorFrame(errorResponse, exchange.lane, errorHeaders(reason));
      try {
        await reply(errorResponse.status, frame);
      } catch (failure) {
        socket.onUnexpected(failure);
      }
    },
    abort(byProxy) {
      stopped = byProxy && !controller.signal.aborted;
      controller.abort();
    },
    end() {
      memory.release();
      const aborted = controller.signal.aborted && !stopped;
      recording.state = recording.error !== null ? 'failed' : aborted ? 'aborted' : 'done';
      deps.recorder.close(recording);
    },
  };
  return exchange;
}

function isUnexpected(error: unknown): boolean {
  return !(error instanceof Error) || !('code' in error) || !('hint' in error);
}
