/** A WebSocket client for tests: JSON messages out, JSON messages in, each read once and in order. */

import { type ClientOptions, WebSocket } from 'ws';

export type SocketEvent = Record<string, unknown> & { readonly type: string };

export interface SocketClient {
  readonly socket: WebSocket;
  /** Sends a value as JSON text, or a text unchanged. */
  send(value: object | string): void;
  /** The next message. Rejects when the connection closes before. */
  next(): Promise<SocketEvent>;
  /** Reads messages up to the first one that `matches`, which is the last of the result. */
  until(matches: (event: SocketEvent) => boolean): Promise<SocketEvent[]>;
  /** Code and reason of the close frame; 1006 without one. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  close(): Promise<void>;
}

const ENDS = new Set(['response.completed', 'response.incomplete', 'response.failed', 'error']);

/** The last message of a turn. */
export const isEnd = (event: SocketEvent): boolean => ENDS.has(event.type);

/** A `response.create` of the default lane. */
export const create = (fields: object = {}): object => ({
  type: 'response.create',
  model: 'gpt-4',
  store: false,
  input: 'Bonjour?',
  ...fields,
});

/** Resolves once the connection is open; rejects with the response's status when it is refused. */
export function openSocket(
  port: number,
  options: ClientOptions & { readonly protocols?: string[]; readonly path?: string } = {},
): Promise<SocketClient> {
  const { protocols = [], path = '/v1/responses', ...rest } = options;
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}${path}`, protocols, rest);
  const received: SocketEvent[] = [];
  const readers: { resolve: (event: SocketEvent) => void; reject: (error: Error) => void }[] = [];
  let over: Error | null = null;
  socket.on('message', (data: Buffer) => {
    const event: SocketEvent = JSON.parse(data.toString());
    const reader = readers.shift();
    if (reader === undefined) received.push(event);
    else reader.resolve(event);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      over = new Error(`closed with ${String(code)} ${reason.toString()}`);
      for (const { reject } of readers.splice(0)) reject(over);
      resolve({ code, reason: reason.toString() });
    });
  });
  const client: SocketClient = {
    socket,
    send: (value) => socket.send(typeof value === 'string' ? value : JSON.stringify(value)),
    next() {
      const event = received.shift();
      if (event !== undefined) return Promise.resolve(event);
      if (over !== null) return Promise.reject(over);
      return new Promise((resolve, reject) => readers.push({ resolve, reject }));
    },
    async until(matches) {
      const events: SocketEvent[] = [];
      for (;;) {
        const event = await client.next();
        events.push(event);
        if (matches(event)) return events;
      }
    },
    closed,
    async close() {
      socket.close();
      await closed;
    },
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(client));
    socket.once('unexpected-response', (_request, response) => {
      reject(new Error(`refused with ${String(response.statusCode)}`));
      response.resume();
    });
    socket.on('error', reject);
  });
}
