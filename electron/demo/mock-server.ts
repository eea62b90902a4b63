/**
 * The built-in mock server of Anthropic's API: validates requests like the real API and responds without a model. Used by
 * the demo, tests and the bench.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPromptDiagnostics } from './prompt-diagnostics.ts';
import { handleRequest } from './handle-request.ts';
import type { MockState } from './handle-request.ts';
import { createDirectiveQueue } from './collect-directives.ts';
import type { ScriptedDirectives } from './collect-directives.ts';
import { createPromptCache } from './prompt-cache.ts';
import type { SeenRequest } from './seen-request.ts';

export interface MockServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Directives beyond those in the text; README.md lists them. */
  readonly script?: ScriptedDirectives;
  /** Milliseconds between two events of a stream, so that a demo streams visibly. Default 0. */
  readonly pace?: number;
  /** Number of latest requests kept for inspection. Default 200. */
  readonly keep?: number;
}

export interface MockServer {
  /** `url` is the base (`http://127.0.0.1:PORT`), `endpoint` the messages endpoint below it. Rejects when the port is taken. */
  start(): Promise<{ url: string; endpoint: string }>;
  /** Destroys every connection at once. */
  close(): Promise<void>;
  /** The latest requests, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Clears requests, cached prompts and directive counts. */
  reset(): void;
}

export function createMockServer(options: MockServerOptions = {}): MockServer {
  const requests: SeenRequest[] = [];
  const orders = createDirectiveQueue(options.script);
  let cache = createPromptCache(Date.now);
  let diagnosis = createPromptDiagnostics();
  let count = 0;
  const state: MockState = {
    get cache() {
      return cache;
    },
    get diagnosis() {
      return diagnosis;
    },
    orders,
    pace: options.pace ?? 0,
    remember: (seen) => {
      requests.push(seen);
      if (requests.length > (options.keep ?? 200)) requests.shift();
      count += 1;
      return count;
    },
  };
  const server = createServer((request, response) => {
    handleRequest(request, response, state).catch((error: unknown) => {
      // The client disconnected while sending its body: no response is possible.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  // Longer than any client's keep-alive, so that no request meets a closing socket.
  server.keepAliveTimeout = 120_000;

  return {
    requests,
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, '127.0.0.1', () => {
          server.off('error', reject);
          const url = `http://127.0.0.1:${portOf(server.address())}`;
          resolve({ url, endpoint: `${url}/v1/messages` });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    reset: () => {
      requests.length = 0;
      orders.reset();
      cache = createPromptCache(Date.now);
      diagnosis = createPromptDiagnostics();
    },
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;
