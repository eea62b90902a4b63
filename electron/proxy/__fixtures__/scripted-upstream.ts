/** An upstream whose bytes the test controls, for faults that a correct server cannot produce. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Script = (request: Received, response: ServerResponse, count: number) => void;

export interface ScriptedUpstream {
  readonly endpoint: string;
  /** Requests for messages; `models` handles the model list, with 404 unless a test sets it, and it is not counted. */
  readonly received: readonly Received[];
  script: Script;
  /** Handles requests for the model list. */
  models: Script;
  /** Resolves when the connection of the latest request is closed. */
  disconnected(): Promise<void>;
  close(): Promise<void>;
}

export async function startScriptedUpstream(script: Script): Promise<ScriptedUpstream> {
  const received: Received[] = [];
  let gone: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: Received = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      if (one.url.includes('/models')) {
        upstream.models(one, response, 0);
        return;
      }
      received.push(one);
      gone = new Promise((resolve) => response.once('close', resolve));
      upstream.script(one, response, received.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  const upstream: ScriptedUpstream = {
    endpoint: `http://127.0.0.1:${String(port)}/v1/messages`,
    received,
    script,
    models: (_request, response) => void response.writeHead(404).end(),
    disconnected: () => gone,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return upstream;
}

export const eventStream = { 'content-type': 'text/event-stream', 'request-id': 'req_test' };
export const json = { 'content-type': 'application/json', 'request-id': 'req_test' };

type Json = Record<string, unknown>;

export function message(text: string, changes: Json = {}): Json {
  return {
    id: 'msg_01',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 5 },
    ...changes,
  };
}

export function event(data: { type: string } & Json, newline = '\n'): string {
  return `event: ${data.type}${newline}data: ${JSON.stringify(data)}${newline}${newline}`;
}

/** The events of a message in `fragments`, each as the text of one event. */
export function textEvents(parts: readonly string[], newline = '\n'): string[] {
  const start = message('', { content: [], stop_reason: null });
  return [
    event({ type: 'message_start', message: start }, newline),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }, newline),
    ...parts.map((text) =>
      event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }, newline),
    ),
    event({ type: 'content_block_stop', index: 0 }, newline),
    event(
      { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 5 } },
      newline,
    ),
    event({ type: 'message_stop' }, newline),
  ];
}
