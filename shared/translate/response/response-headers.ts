/**
 * Translates response headers: which upstream headers reach the client, under OpenAI's names. Header names in and out are lower
 * case.
 * https://platform.claude.com/docs/en/api/rate-limits#response-headers
 */

import type { Note } from '../../notes.ts';

export type UpstreamHeaders = Readonly<Record<string, string | undefined>>;

const unchanged = ['retry-after', 'retry-after-ms', 'x-should-retry'];

/** In characters. Ids, dates and numbers are far shorter; longer values are not sent, let alone under two names. */
const MAX_HEADER = 256;

/** The value of an upstream header for the client; undefined for one that is absent or longer than 256 characters. */
export function boundedHeader(value: string | undefined): string | undefined {
  return value === undefined || value.length > MAX_HEADER ? undefined : value;
}

/** A request id that is valid in a header, from a header or a body; null for anything else. */
export function requestIdOf(value: unknown): string | null {
  return typeof value === 'string' && value.length <= MAX_HEADER && /^[\x21-\x7e]+$/.test(value) ? value : null;
}

/** The headers that control a client's retries and identify the request; needs no clock. */
export function retryHeaders(upstream: UpstreamHeaders): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of unchanged) {
    const value = boundedHeader(upstream[name]);
    if (value !== undefined) headers[name] = value;
  }
  const requestId = requestIdOf(upstream['request-id']) ?? requestIdOf(upstream['x-request-id']);
  if (requestId !== null) headers['x-request-id'] = requestId;
  return headers;
}

/**
 * Resets are dates upstream and durations at OpenAI.
 *
 * @param upstream the upstream's headers
 * @param time when they were received (epoch milliseconds)
 * @returns the headers for the client, without content headers
 */
export function translateHeaders(upstream: UpstreamHeaders, time: { readonly now: number }): Record<string, string> {
  const headers: Record<string, string> = { 'openai-version': '2020-10-01', ...retryHeaders(upstream) };
  addLimits(headers, upstream, 'requests', 'requests', time.now);
  addLimits(headers, upstream, tokenKind(upstream), 'tokens', time.now);
  return headers;
}

function addLimits(
  headers: Record<string, string>,
  upstream: UpstreamHeaders,
  kind: string,
  name: string,
  now: number,
): void {
  for (const part of ['limit', 'remaining', 'reset'] as const) {
    const value = boundedHeader(upstream[`anthropic-ratelimit-${kind}-${part}`]);
    if (value === undefined) continue;
    const translated = part === 'reset' ? resetDuration(value, now) : value;
    if (translated !== null) headers[`x-ratelimit-${part}-${name}`] = translated;
  }
}

/** OpenAI has one token limit: the combined one if there is one, otherwise the one with fewer tokens left. */
function tokenKind(upstream: UpstreamHeaders): string {
  if (upstream['anthropic-ratelimit-tokens-limit'] !== undefined) return 'tokens';
  if (upstream['anthropic-ratelimit-tokens-remaining'] !== undefined) return 'tokens';
  const left = (kind: string) => Number(upstream[`anthropic-ratelimit-${kind}-remaining`] ?? Number.POSITIVE_INFINITY);
  return left('input-tokens') <= left('output-tokens') ? 'input-tokens' : 'output-tokens';
}

/**
 * @param reset an RFC 3339 date, or seconds from now as some gateways write it
 * @returns OpenAI's notation, null when unreadable
 */
function resetDuration(reset: string, now: number): string | null {
  const seconds = /^\+?(\d+(?:\.\d+)?)s?$/.exec(reset);
  if (seconds) return formatDuration(Number(seconds[1]) * 1000);
  const at = Date.parse(reset);
  return Number.isNaN(at) ? null : formatDuration(at - now);
}

/** `1h2m3s`, `6m0s`, `12s`, `340ms`; rounded up, so that a client that waits this long has waited long enough. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds <= 0) return '0s';
  if (milliseconds < 1000) return `${Math.ceil(milliseconds)}ms`;
  const total = Math.ceil(milliseconds / 1000);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = `${total % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

const longestNotesHeader = 1024;

/** The value of `x-dragoman-notes`: the codes, each once, comma-separated, cut between codes at 1 KB. Empty without notes. */
export function notesHeader(notes: readonly Note[]): string {
  let value = '';
  for (const code of new Set(notes.map((note) => note.code))) {
    const next = value === '' ? code : `${value},${code}`;
    if (next.length > longestNotesHeader) break;
    value = next;
  }
  return value;
}
