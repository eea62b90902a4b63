import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { prepareSecrets } from '#shared/known-secrets/known-secrets.ts';
import { createByteRedactor } from './redaction/redact-key.ts';
import { defaultResponseLimits } from './response-limits.ts';
import { retriesFor, retryAfter, sendWithRetry } from './retry.ts';
import type { UpstreamResponse } from './upstream-client.ts';
import { UpstreamFailure } from './upstream-failure.ts';

interface Answer {
  status: number;
  headers?: Record<string, string>;
}

function upstreamResponse({ status, headers = {} }: Answer): UpstreamResponse {
  return {
    status,
    headers,
    body: Readable.from([]),
    decoded: false,
    unreadable: false,
    redactor: () => createByteRedactor(prepareSecrets([])),
    limits: defaultResponseLimits,
    hold: () => undefined,
    text: () => Promise.resolve(''),
    describe: () => new UpstreamFailure('upstream_interrupted', '', null, false),
    discard: () => undefined,
  };
}

const unreachable = new UpstreamFailure('upstream_unreachable', 'nobody there', null, true);

/** Plays the attempts in order; returns the final status and the wait before each retry. */
async function play(
  attempts: readonly (Answer | UpstreamFailure)[],
  retries = 2,
): Promise<{ result: number | string; waits: number[]; sent: number }> {
  const waits: number[] = [];
  let sent = 0;
  const send = (): Promise<UpstreamResponse> => {
    const attempt = attempts[sent];
    sent += 1;
    if (attempt === undefined) throw new Error('More was sent than the test expects.');
    return attempt instanceof UpstreamFailure ? Promise.reject(attempt) : Promise.resolve(upstreamResponse(attempt));
  };
  const wait = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  const signal = new AbortController().signal;
  const result = await sendWithRetry(send, { retries, signal, wait }).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof UpstreamFailure ? error.code : 'something else'),
  );
  return { result, waits, sent };
}

describe('retries', () => {
  it.each([
    ['a 200 is returned', [{ status: 200 }], { result: 200, waits: [], sent: 1 }],
    ['a client error is taken', [{ status: 400 }], { result: 400, waits: [], sent: 1 }],
    ['overload passes', [{ status: 529 }, { status: 200 }], { result: 200, waits: [500], sent: 2 }],
    ['a refused connection passes', [unreachable, { status: 200 }], { result: 200, waits: [500], sent: 2 }],
    [
      'the wait grows and ends',
      [{ status: 500 }, { status: 502 }, { status: 503 }],
      { result: 503, waits: [500, 1000], sent: 3 },
    ],
    [
      'retry-after is obeyed',
      [{ status: 429, headers: { 'retry-after': '7' } }, { status: 200 }],
      { result: 200, waits: [7000], sent: 2 },
    ],
    [
      'too long is the client’s to wait',
      [{ status: 429, headers: { 'retry-after': '31' } }],
      { result: 429, waits: [], sent: 1 },
    ],
    ['a 429 without retry-after is returned', [{ status: 429 }], { result: 429, waits: [], sent: 1 }],
    [
      'x-should-retry false is obeyed',
      [{ status: 500, headers: { 'x-should-retry': 'false' } }],
      { result: 500, waits: [], sent: 1 },
    ],
    [
      'the upstream stays unreachable',
      [unreachable, unreachable, unreachable],
      { result: 'upstream_unreachable', waits: [500, 1000], sent: 3 },
    ],
  ])('%s', async (_what, attempts, expected) => {
    expect(await play(attempts)).toEqual(expected);
  });

  it('no retry after a partial response or a timeout', async () => {
    const timeout = new UpstreamFailure('upstream_timeout', 'late', null, false);
    expect(await play([timeout])).toEqual({ result: 'upstream_timeout', waits: [], sent: 1 });
  });

  it('no retry for a client that retries by itself (x-stainless-retry-count)', async () => {
    expect(retriesFor({ 'x-stainless-retry-count': '0' })).toBe(0);
    expect(retriesFor({})).toBe(2);
    expect(await play([{ status: 529 }], 0)).toEqual({ result: 529, waits: [], sent: 1 });
  });

  it('ends when the client disconnects while waiting', async () => {
    const controller = new AbortController();
    const send = (): Promise<UpstreamResponse> => {
      setImmediate(() => controller.abort());
      return Promise.resolve(upstreamResponse({ status: 529, headers: { 'retry-after': '20' } }));
    };
    await expect(sendWithRetry(send, { retries: 2, signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});

describe('retry-after', () => {
  const now = Date.parse('2026-11-01T12:00:00Z');
  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '120', 'retry-after': '3' }, 120],
    [{ 'retry-after': 'Sun, 01 Nov 2026 12:00:10 GMT' }, 10_000],
    [{ 'retry-after': 'Sun, 01 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('%o is %s ms', (headers, expected) => {
    expect(retryAfter(headers, now)).toBe(expected);
  });
});
