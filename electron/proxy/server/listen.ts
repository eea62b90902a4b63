/** Listens on both loopback addresses, so that `localhost` reaches us over IPv4 and IPv6. */

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { MAX_HEADER_BYTES } from '../http/request-guards.ts';
import { replayRequest } from './replay-request.ts';

export interface ListenLimits {
  /** Maximum connections per address; further ones are dropped. */
  readonly connections: number;
  /** From the first byte, or from connecting, to the end of the headers. */
  readonly headersMs: number;
  /** For the whole request with its body; does not limit the response. */
  readonly requestMs: number;
  /** Keep-alive timeout. */
  readonly keepAliveMs: number;
  /** Interval at which the two timeouts above are checked. */
  readonly checkMs: number;
}

export const defaultLimits: ListenLimits = {
  connections: 2_048,
  headersMs: 10_000,
  requestMs: 120_000,
  keepAliveMs: 75_000,
  checkMs: 2_000,
};

/**
 * Takes over the connection of a request that asks for an upgrade.
 *
 * @param head bytes that came after the header section
 * @returns false: the request is served as one without an upgrade
 */
export type UpgradeListener = (request: IncomingMessage, socket: Socket, head: Buffer) => boolean;

export interface Listener {
  readonly port: number;
  readonly addresses: readonly string[];
  /** Accepts no new connections and requests; resolves when the running ones have ended. */
  close(): Promise<void>;
  /** Destroys open connections. */
  cut(): void;
}

/**
 * Listens on 127.0.0.1 and, where the system has it, on ::1. `port` 0 takes a free one.
 * Rejects with the system's error (`EADDRINUSE`, `EACCES`) and leaves nothing open.
 */
export async function listen(
  port: number,
  onRequest: RequestListener,
  limits: ListenLimits = defaultLimits,
  onUpgrade: UpgradeListener = () => false,
): Promise<Listener> {
  for (let attempt = 0; ; attempt += 1) {
    const first = buildServer(onRequest, limits, onUpgrade);
    await listenOn(first, port, '127.0.0.1');
    const chosen = addressOf(first).port;
    const second = buildServer(onRequest, limits, onUpgrade);
    try {
      await listenOn(second, chosen, '::1');
      return joinServers(chosen, [first, second]);
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') return joinServers(chosen, [first]);
      // Another program on ::1 receives the requests of clients that prefer IPv6, so this is a port conflict.
      await closeServer(first);
      if (port !== 0 || attempt >= 20) throw error;
    }
  }
}

function buildServer(handle: RequestListener, limits: ListenLimits, onUpgrade: UpgradeListener): Server {
  const openResponses = new WeakMap<Socket, Set<ServerResponse>>();
  const onRequest: RequestListener = (request, response) => {
    const { socket } = request;
    const underway = openResponses.get(socket) ?? new Set();
    openResponses.set(socket, underway.add(response));
    response.once('close', () => underway.delete(response));
    handle(request, response);
  };
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
      insecureHTTPParser: false,
      // The guards check this and respond in JSON.
      requireHostHeader: false,
      noDelay: true,
    },
    onRequest,
  );
  server.maxConnections = limits.connections;
  server.on('clientError', (error, socket: Socket) => {
    // The client would parse this error as part of the response that has begun.
    const begun = [...(openResponses.get(socket) ?? [])].some(({ headersSent }) => headersSent);
    if (begun) socket.destroy();
    else refuseUnreadable(error, socket);
  });
  // Unknown expectations are ignored (Node would respond 417 without a body before the guards run).
  server.on('checkExpectation', onRequest);
  // `Expect: 100-continue` is confirmed only after the guards have passed the request.
  server.on('checkContinue', onRequest);
  server.on('upgrade', (request, socket, head) => {
    // Always: the type allows for servers of other transports.
    if (!(socket instanceof Socket)) return;
    const take = (): void => {
      if (!onUpgrade(request, socket, head)) replayRequest(server, request, socket, head);
    };
    afterResponses(openResponses.get(socket), socket, take);
  });
  return server;
}

function ignore(): void {
  // `close` follows.
}

/** Responses to earlier requests of the connection (pipelining) are sent first. */
function afterResponses(underway: Set<ServerResponse> | undefined, socket: Socket, proceed: () => void): void {
  const [first] = underway ?? [];
  if (first === undefined) {
    proceed();
    return;
  }
  // Node has taken its own listener off.
  socket.on('error', ignore);
  first.once('close', () => {
    socket.off('error', ignore);
    if (!socket.destroyed) setImmediate(() => afterResponses(underway, socket, proceed));
  });
}

const UNREADABLE: Readonly<Record<string, readonly [status: string, code: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'headers_too_large',
    'The request headers are larger than 16 kB.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'request_timeout', 'The request took too long to arrive.'],
};

/** Sends a JSON error and closes the connection when the HTTP parser fails. */
function refuseUnreadable(error: Error, socket: Socket): void {
  if (codeOf(error) === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, message] = UNREADABLE[codeOf(error)] ?? [
    '400 Bad Request',
    'malformed_request',
    'This is not a well-formed HTTP request.',
  ];
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } });
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `x-content-type-options: nosniff\r\ncache-control: no-store\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
  );
  socket.once('finish', () => socket.destroy());
}

function listenOn(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, exclusive: true, ipv6Only: host === '::1' }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function joinServers(port: number, servers: readonly Server[]): Listener {
  return {
    port,
    addresses: servers.map((server) => addressOf(server).address),
    async close() {
      await Promise.all(servers.map(closeServer));
    },
    cut() {
      for (const server of servers) server.closeAllConnections();
    },
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
  return address;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
