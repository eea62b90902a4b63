/** Retries upstream calls that failed before anything reached the client, with back-off; never when the client retries by itself. */

import type { UpstreamResponse } from './upstream-client.ts';
import { UpstreamFailure } from './upstream-failure.ts';

export interface RetryPolicy {
  /** Number of retries; 0 sends once. */
  readonly retries: number;
  readonly signal: AbortSignal;
  /** Resolves after the milliseconds, rejects when aborted. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export const MAX_RETRIES = 2;
const MAX_WAIT_MS = 30_000;
const FIRST_WAIT_MS = 500;

/** The official SDKs retry by themselves and say so in a header, also at the first try. */
export function retriesFor(clientHeaders: Readonly<Record<string, string | string[] | undefined>>): number {
  return clientHeaders['x-stainless-retry-count'] === undefined ? MAX_RETRIES : 0;
}

export async function sendWithRetry(
  send: () => Promise<UpstreamResponse>,
  policy: RetryPolicy,
): Promise<UpstreamResponse> {
  const wait = policy.wait ?? waitFor;
  for (let attempt = 0; ; attempt += 1) {
    const last = attempt >= policy.retries;
    try {
      const upstreamResponse = await send();
      if (last || !isRetryable(upstreamResponse)) return upstreamResponse;
      const delay = retryAfter(upstreamResponse.headers) ?? FIRST_WAIT_MS * 2 ** attempt;
      // A longer pause is the client's decision: it receives the response with its `retry-after`.
      if (delay > MAX_WAIT_MS) return upstreamResponse;
      upstreamResponse.discard();
      await wait(delay, policy.signal);
    } catch (error) {
      if (last || !(error instanceof UpstreamFailure) || !error.retryable || policy.signal.aborted) throw error;
      await wait(FIRST_WAIT_MS * 2 ** attempt, policy.signal);
    }
  }
}

function isRetryable(upstreamResponse: UpstreamResponse): boolean {
  if (upstreamResponse.headers['x-should-retry'] === 'false') return false;
  // A temporary limit has `retry-after`; a permanent one (spend limit) has none.
  if (upstreamResponse.status === 429) return retryAfter(upstreamResponse.headers) !== null;
  return upstreamResponse.status >= 500;
}

/** Milliseconds from `retry-after-ms`, or `retry-after` in seconds or as a date; null without a valid one. */
export function retryAfter(headers: Readonly<Record<string, string>>, now = Date.now()): number | null {
  const milliseconds = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  const value = headers['retry-after'];
  if (value === undefined) return null;
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : null;
}

function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new UpstreamFailure('aborted', 'The request was cancelled.', null, false));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
