/** All WebSockets of one listener: the handshake, pings, the limit of their age, and their end when the proxy stops. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { RequestRefused } from '#shared/errors.ts';
import { STALLED_MS } from '../../sse/backpressure.ts';
import { type GuardPolicy, MAX_BODY_BYTES } from '../http/request-guards.ts';
import type { ProxyDeps } from '../http/proxy-deps.ts';
import { chooseProtocol } from '../http/websocket-protocols.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import { createFrameChannel } from './frame-channel.ts';
import { openResponsesSocket, type ResponsesSocket } from './responses-socket.ts';

/** Interval of pings, which also keep the connection open in proxies between. */
export const PING_EVERY_MS = 30_000;
/** OpenAI's guide "WebSocket mode": a connection lives at most 60 minutes. */
export const MAX_AGE_MS = 60 * 60_000;

/** The time of connections, so that tests own it. */
export interface SocketClock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls `tick` at that interval. @returns the function that ends it */
  every(intervalMs: number, tick: () => void): () => void;
}

const systemClock: SocketClock = {
  now: () => performance.now(),
  every(intervalMs, tick) {
    const timer = setInterval(tick, intervalMs);
    timer.unref();
    return () => clearInterval(timer);
  },
};

export interface ResponsesSocketsOptions {
  readonly deps: ProxyDeps;
  readonly demo: boolean;
  readonly policy: () => GuardPolicy;
  /** Called when `active` changes. */
  readonly onActive: () => void;
  readonly onUnexpected: (error: unknown) => void;
  readonly clock?: SocketClock | undefined;
}

export interface ResponsesSockets {
  /** Open connections. */
  readonly size: number;
  /** Messages that are not fully answered, on all of them. */
  readonly active: number;
  /** Completes a handshake that the guards have passed. @param head bytes that came after it */
  accept(request: IncomingMessage, connection: Socket, head: Buffer): void;
  /** Closes idle connections now, the others once their responses have ended. */
  beginStopping(): void;
  /** Aborts running responses, upstream included. */
  abortAll(): void;
  /** Cuts all connections. */
  cut(): void;
}

export function createResponsesSockets(options: ResponsesSocketsOptions): ResponsesSockets {
  const { deps, demo, policy, onActive, onUnexpected, clock = systemClock } = options;
  const sockets = new Set<ResponsesSocket>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_BODY_BYTES,
    handleProtocols: chooseProtocol,
  });
  let stopping = false;
  let endTicks: (() => void) | null = null;

  function tick(): void {
    const time = clock.now();
    for (const socket of sockets) {
      if (time - socket.openedAt >= MAX_AGE_MS) socket.endWhenIdle(tooOld());
      // Counted in pings: after a sleep of the machine much time has passed, and nobody had a chance to answer.
      if (socket.unansweredPings >= STALLED_MS / PING_EVERY_MS) socket.terminate();
      else socket.ping();
    }
  }

  return {
    get size() {
      return sockets.size;
    },
    get active() {
      let active = 0;
      for (const socket of sockets) active += socket.active;
      return active;
    },
    accept(request, connection, head) {
      // That of the handshake: its Host header stays when the proxy listens on another port.
      const { port } = policy();
      server.handleUpgrade(request, connection, head, (client) => {
        const socket = openResponsesSocket({
          // Short enough to be typed as a filter.
          id: randomUUID().slice(-12),
          request,
          client,
          connection,
          deps,
          demo,
          policy: () => ({ ...policy(), port }),
          channel: createFrameChannel(client, connection),
          responses: deps.laneResponses.open(),
          now: () => clock.now(),
          onActive,
          onUnexpected,
          onClosed(closed) {
            sockets.delete(closed);
            if (sockets.size > 0) return;
            endTicks?.();
            endTicks = null;
          },
        });
        sockets.add(socket);
        endTicks ??= clock.every(PING_EVERY_MS, tick);
        if (stopping) socket.endWhenIdle(shuttingDown());
      });
    },
    beginStopping() {
      stopping = true;
      for (const socket of sockets) socket.endWhenIdle(shuttingDown());
    },
    abortAll() {
      for (const socket of sockets) socket.abortAll();
    },
    cut() {
      for (const socket of sockets) socket.terminate();
    },
  };
}

function shuttingDown(): Error {
  return new UpstreamFailure('aborted', 'The proxy is stopping.', null, false);
}

function tooOld(): Error {
  return new RequestRefused({
    code: 'websocket_connection_limit_reached',
    message: 'A connection lives 60 minutes, and this one has reached the limit.',
    hint: 'Open another connection and send the whole input.',
  });
}
