/** The response headers of the mock server: ids, rate limits, and by directive those of a middlebox. */

import type { Directives } from '../parse-directives.ts';

export type MockHeaders = Readonly<Record<string, string | readonly string[]>>;

const limits = { requests: 4000, 'input-tokens': 2_000_000, 'output-tokens': 400_000, tokens: 2_400_000 };

/** `used`: requests since the start, so that the remaining limits decrease. */
export function mockResponseHeaders(requestId: string, used: number, now: number, directives: Directives): MockHeaders {
  const reset = new Date(now + 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const rates = Object.entries(limits).flatMap(([name, limit]): [string, string][] => [
    [`anthropic-ratelimit-${name}-limit`, String(limit)],
    [`anthropic-ratelimit-${name}-remaining`, String(Math.max(0, limit - (name === 'requests' ? used : used * 500)))],
    [`anthropic-ratelimit-${name}-reset`, reset],
  ]);
  return {
    'request-id': requestId,
    'anthropic-organization-id': 'dragoman-demo',
    'x-dragoman-stand-in': '1',
    ...Object.fromEntries(rates),
    ...ordered(directives),
  };
}

function ordered(directives: Directives): MockHeaders {
  const headers: Record<string, string | readonly string[]> = {};
  const copy = (directive: string, header: string): void => {
    const value = directives.get(directive);
    if (value !== undefined) headers[header] = value;
  };
  copy('retry-after', 'retry-after');
  copy('retry-after-ms', 'retry-after-ms');
  copy('should-retry', 'x-should-retry');
  if (directives.has('set-cookie')) headers['set-cookie'] = ['__cf_bm=demo; path=/; HttpOnly', 'session=demo'];
  if (directives.has('alt-svc')) headers['alt-svc'] = 'h3=":443"; ma=86400';
  return headers;
}
