/**
 * One WebSocket on `/v1/responses`: takes the client's messages in their order, and lets each `response.create` run in its lane.
 * A refused message gets an error frame; the connection stays open.
 */

import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import { RequestRefused } from '#shared/errors.ts';
import {
  type ClientEvent,
  errorFrame,
  laneOf,
  readClientEvent,
  type SteerEvent,
  steerFailed,
} from '#shared/responses-api/websocket/client-event.ts';
import { recordFailure, toErrorResponse } from '../http/error-response.ts';
import { readStrictJson } from '../http/strict-json.ts';
import { recordRequestedModel } from '../recording/exchange-recording.ts';
import { createLaneQueue } from './lane-queue.ts';
import { runTurn } from './response-turn.ts';
import type { SocketContext } from './socket-context.ts';
import { openSocketExchange, type SocketExchange } from './socket-exchange.ts';

export interface ResponsesSocket {
  /** Messages that are not fully answered. */
  readonly active: number;
  /** When the client connected: milliseconds of the server's clock. */
  readonly openedAt: number;
  /** Pings since the client was heard last. */
  readonly unansweredPings: number;
  /**
   * Refuses further messages with that error, and closes once the running responses have ended.
   *
   * @param error sent as a last message
   */
  endWhenIdle(error: Error): void;
  /** Aborts running responses, upstream included, because the proxy is stopping. */
  abortAll(): void;
  ping(): void;
  /** Cuts the connection. */
  terminate(): void;
}

export interface ResponsesSocketOptions extends SocketContext {
  readonly client: WebSocket;
  /** The connection beneath. */
  readonly connection: Socket;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Called when `active` changes. */
  readonly onActive: () => void;
  readonly onClosed: (socket: ResponsesSocket) => void;
}

/** Unread messages at which no more are read; each holds a recording, and up to the body limit. */
const MAX_UNREAD = 16;
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;

/** RFC 6455, section 7.4.1: an endpoint is going away. Clients connect again. */
const GOING_AWAY = 1001;

export function openResponsesSocket(options: ResponsesSocketOptions): ResponsesSocket {
  const { client, connection, channel, responses, now, onActive } = options;
  const openedAt = now();
  const exchanges = new Set<SocketExchange>();
  const lanes = createLaneQueue();
  let unansweredPings = 0;
  let unread = 0;
  let unreadBytes = 0;
  let reading: Promise<void> = Promise.resolve();
  let ending: Error | null = null;

  function receive(data: RawData, isBinary: boolean): void {
    unansweredPings = 0;
    // The type of messages is set to Buffer below.
    const message = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
    const exchange = openSocketExchange(options, message);
    exchanges.add(exchange);
    onActive();
    unread += 1;
    unreadBytes += message.length;
    if (unread >= MAX_UNREAD || unreadBytes >= MAX_UNREAD_BYTES) client.pause();
    const refusal = isBinary ? binaryMessage() : refusalBy(exchange);
    reading = readAfter(reading, exchange, message, refusal);
  }

  async function readAfter(
    before: Promise<void>,
    exchange: SocketExchange,
    message: Buffer,
    refusal: unknown,
  ): Promise<void> {
    await before;
    await read(exchange, message, refusal);
    unread -= 1;
    unreadBytes -= message.length;
    if (unread === 0 && client.isPaused) client.resume();
  }

  async function read(exchange: SocketExchange, message: Buffer, refusal: unknown): Promise<void> {
    try {
      if (refusal !== null) throw ending ?? refusal;
      const value = await readStrictJson(message, exchange.context.signal);
      exchange.lane = laneOf(value);
      exchange.context.recording.lane = exchange.lane;
      if (ending !== null) throw ending;
      await act(exchange, readClientEvent(value));
    } catch (error) {
      await exchange.fail(error);
      finish(exchange);
    }
  }

  async function act(exchange: SocketExchange, event: ClientEvent): Promise<void> {
    if (event.type === 'response.steer') {
      await refuseSteering(exchange, event);
      finish(exchange);
      return;
    }
    recordRequestedModel(exchange.context.recording, event.body);
    lanes.add(event.streamId, async () => {
      if (ending !== null) await exchange.fail(ending);
      else if (!exchange.context.signal.aborted) await runTurn(options, exchange, event);
      finish(exchange);
    });
  }

  async function refuseSteering(exchange: SocketExchange, event: SteerEvent): Promise<void> {
    const target = [...exchanges].find(({ responseId }) => responseId !== null && responseId === event.responseId);
    const failed = steerFailed(event, target?.lane ?? null);
    recordFailure(exchange.context, toErrorResponse(new RequestRefused(failed.error)));
    await exchange.reply(400, failed);
  }

  function finish(exchange: SocketExchange): void {
    exchange.end();
    exchanges.delete(exchange);
    onActive();
    closeIfIdle();
  }

  function closeIfIdle(): void {
    if (ending === null || exchanges.size > 0 || channel.closed) return;
    const frame = errorFrame(toErrorResponse(ending), null);
    channel.openStream(() => undefined).end(`${JSON.stringify(frame)}\n`);
    client.close(GOING_AWAY, ending.message.slice(0, 100));
  }

  /** What waits ends at once: by the error of the connection's end, or unsent when the client has left. */
  function endWaiting(): void {
    for (const job of lanes.takeWaiting()) void job();
  }

  const socket: ResponsesSocket = {
    get active() {
      return exchanges.size;
    },
    openedAt,
    get unansweredPings() {
      return unansweredPings;
    },
    endWhenIdle(error) {
      if (ending !== null) return;
      ending = error;
      endWaiting();
      closeIfIdle();
    },
    abortAll() {
      for (const exchange of exchanges) exchange.abort(true);
    },
    ping() {
      // Nothing is added for a client that does not read.
      if (channel.closed || channel.full) return;
      unansweredPings += 1;
      client.ping();
    },
    terminate: () => client.terminate(),
  };

  client.binaryType = 'nodebuffer';
  client.on('message', receive);
  const heard = (): void => {
    unansweredPings = 0;
  };
  client.on('ping', heard);
  client.on('pong', heard);
  // Faults of the protocol: `ws` sends the close frame (1002, 1007, 1009), and `close` follows.
  client.on('error', () => undefined);
  // The connection's own end, which comes also when no closing handshake does.
  connection.once('close', () => {
    for (const exchange of exchanges) exchange.abort(false);
    endWaiting();
    responses.clear();
    options.onClosed(socket);
  });
  return socket;
}

/** The error with which a message is refused before it is read; null for none. */
function refusalBy(exchange: SocketExchange): unknown {
  try {
    exchange.admit();
    return null;
  } catch (error) {
    return error;
  }
}

function binaryMessage(): RequestRefused {
  return new RequestRefused({
    code: 'binary_message',
    message: 'Binary messages are not known here.',
    hint: 'Send JSON as a text message.',
  });
}
