/** Upstream responses that exceed the limits, and the limits scaled down so that a test moves little. */

import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll } from 'vitest';
import type { ResponseLimits } from '../upstream/response-limits.ts';
import { createUpstream } from '../upstream/upstream-client.ts';
import { type Script, type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts';
import { startTestProxy, type TestProxy } from './test-proxy.ts';

const kB = 1024;

export const smallLimits: ResponseLimits = {
  response: 256 * kB,
  kept: 192 * kB,
  event: 128 * kB, ratioFrom: 64 * kB, ratio: 200 };

const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const spaces = Buffer.alloc(32 * kB * kB, ' ');

const bombs = {
  br: brotliCompressSync(spaces, quality),
  gzip: gzipSync(spaces),
  deflate: deflateSync(spaces),
};

/** Writes `chunk` until the connection closes. */
export function endless(head: Record<string, string>, chunk: string, status = 200): Script {
  return (_request, response) => {
    response.writeHead(status, head);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };
}

export function send(head: Record<string, string>, body: string | Buffer, status = 200): Script {
  return (_request, response) => void response.writeHead(status, head).end(body);
}

/** Bodies that exceed a limit, whatever their status and content type. */
export const tooLarge: readonly (readonly [what: string, make: (head: Record<string, string>, status: number) => Script])[] = [
  ['32 MB in some bytes of brotli', (head, status) => send({ ...head, 'content-encoding': 'br' }, bombs.br, status)],
  ['32 MB of gzip', (head, status) => send({ ...head, 'content-encoding': 'gzip' }, bombs.gzip, status)],
  ['32 MB of deflate', (head, status) => send({ ...head, 'content-encoding': 'deflate' }, bombs.deflate, status)],
  ['an endless text', (head, status) => endless(head, 'x'.repeat(16 * kB), status)],
  ['endless white space', (head, status) => endless(head, ' '.repeat(16 * kB), status)],
  [
    'an announced length',
    (head, status) => (_request, response) => {
      response.writeHead(status, { ...head, 'content-length': String(smallLimits.response + 1) });
      response.write('{');
    },
  ],
];


interface LimitedProxy {
  readonly upstream: ScriptedUpstream;
  readonly testProxy: TestProxy;
  /** Like a client that retries by itself (`x-stainless-retry-count`). */
  readonly post: (path: string, body: object) => Promise<Response>;
}

/** One proxy with small limits, and its upstream, for all tests of a file. */
export function useLimitedProxy(memoryLimit?: number): LimitedProxy {
  let started: { upstream: ScriptedUpstream; testProxy: TestProxy } | null = null;
  const current = (): { upstream: ScriptedUpstream; testProxy: TestProxy } => {
    if (started === null) throw new Error('It is there only while tests run.');
    return started;
  };
  beforeAll(async () => {
    const upstream = await startScriptedUpstream(() => undefined);
    const testProxy = await startTestProxy({
      overrides: { endpoint: upstream.endpoint },
      upstream: createUpstream({ connect: 60_000, headers: 60_000, idle: 60_000 }, {}, smallLimits),
      ...(memoryLimit === undefined ? {} : { memoryLimit }),
    });
    started = { upstream, testProxy };
  });
  afterAll(async () => {
    await started?.testProxy.close();
    await started?.upstream.close();
  });
  return {
    get upstream() {
      return current().upstream;
    },
    get testProxy() {
      return current().testProxy;
    },
    post: async (path, body) =>
      await fetch(`${current().testProxy.origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-stainless-retry-count': '0' },
        body: JSON.stringify(body),
      }),
  };
}
