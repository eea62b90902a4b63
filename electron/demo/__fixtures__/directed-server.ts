/** A mock server, and requests to it whose message holds directives. */

import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createMockServer, type MockServer } from '#electron/demo/index.ts';

/** What a raw HTTP client received. */
export interface DirectedResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  readonly chunks: number;
  /** False when the connection was cut. */
  readonly complete: boolean;
}


export interface DirectedServer {
  readonly mockServer: MockServer;
  endpoint: string;
  /** Sends a message with this directive. */
  readonly post: (directive: string, fields?: Readonly<Record<string, unknown>>) => Promise<DirectedResponse>;
  /** The same for a streamed response. */
  readonly stream: (directive: string) => Promise<DirectedResponse>;
}

/** Starts the server before the tests and resets it before each. */
export function useDirectedServer(): DirectedServer {
  const mockServer = createMockServer();
  const server: DirectedServer = {
    mockServer,
    endpoint: '',
    post: (directive, fields) => post(server.endpoint, directive, fields),
    stream: (directive) => post(server.endpoint, directive, { stream: true }),
  };
  beforeAll(async () => {
    ({ endpoint: server.endpoint } = await mockServer.start());
  });
  beforeEach(() => mockServer.reset());
  afterAll(() => mockServer.close());
  return server;
}

export const jsonOf = (result: DirectedResponse): Record<string, unknown> => JSON.parse(result.text);
export const eventTypes = (result: DirectedResponse): readonly string[] =>
  [...result.text.matchAll(/^event: (\S+)\r?$/gm)].map(([, type = '']) => type);

/** A raw HTTP client that hides no faults. */
function post(
  endpoint: string,
  directive: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<DirectedResponse> {
  const body = JSON.stringify({
    model: 'claude-opus-4-8',
    max_tokens: 4000,
    messages: [{ role: 'user', content: `Hello [[mock: ${directive}]]` }],
    ...fields,
  });
  return new Promise((resolve, reject) => {
    const headers = { 'x-api-key': 'k', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' };
    let breakOff = reject;
    const outgoing = httpRequest(endpoint, { method: 'POST', headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      const finish = (complete: boolean): void => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          text: bytes.toString(),
          chunks: chunks.length,
          complete,
        });
      };
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => finish(true));
      breakOff = () => finish(false);
      response.on('error', breakOff);
    });
    outgoing.on('error', (error) => breakOff(error));
    outgoing.end(body);
  });
}
