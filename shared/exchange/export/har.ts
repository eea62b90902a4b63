/**
 * Exchanges as an HTTP archive: two entries for each, the client's first. Redacted (again).
 * HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/
 */

import type { Entry, Har, Header, Request, Response, Timings } from 'har-format';
import { isLoss } from '../../notes.ts';
import type { Exchange, HttpMessage, Timing } from '../record.ts';
import { redactExchange } from '../redact/redact-exchange.ts';
import { plainJson } from './plain-json.ts';
import { headerOf, requestTarget, type RequestSide } from './request-target.ts';

export interface HarOptions {
  /** The product's version. */
  readonly version: string;
  /** The proxy's own origin: `http://127.0.0.1:9080`. */
  readonly origin: string;
  /** Secrets to remove whatever their form. */
  readonly known?: readonly string[];
}

/** The archive as one value. For many exchanges use `harFragments`. */
export function harOf(exchanges: Iterable<Exchange>, options: HarOptions): Har {
  return { log: { ...head(options), entries: [...exchanges].flatMap((exchange) => harEntries(exchange, options)) } };
}

/** The same archive as chunks of JSON text, with at most one exchange in memory. */
export function* harFragments(exchanges: Iterable<Exchange>, options: HarOptions): Iterable<string> {
  yield harStart(options);
  let first = true;
  for (const exchange of exchanges) {
    yield harFragment(exchange, options, first);
    first = false;
  }
  yield HAR_END;
}

/** For asynchronous sources: `harStart`, then `harFragment` for each exchange, then `HAR_END`. */
export function harStart(options: HarOptions): string {
  return `${plainJson({ log: head(options) }).slice(0, -2)},"entries":[`;
}

export function harFragment(exchange: Exchange, options: HarOptions, first: boolean): string {
  const entries = harEntries(exchange, options).map((entry) => plainJson(entry));
  return (first ? '' : ',\n') + entries.join(',\n');
}

/** Epoch milliseconds. */
const LAST_DATE = 8.64e15;

export const HAR_END = ']}}\n';

function head({ version }: HarOptions): Omit<Har['log'], 'entries'> {
  return {
    version: '1.2',
    creator: { name: 'Dragoman', version },
    pages: [],
    comment: 'Secrets are redacted: each is "…" and its last four characters.',
  };
}

function harEntries(stored: Exchange, { origin, known = [] }: HarOptions): Entry[] {
  const exchange = redactExchange(stored, known);
  const entries: Entry[] = [];
  for (const side of ['client', 'upstream'] as const) {
    const entry = harEntry(exchange, side, origin);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

function harEntry(exchange: Exchange, side: RequestSide, origin: string): Entry | null {
  const target = requestTarget(exchange, side, origin);
  if (target === null) return null;
  const { summary, timing, notes } = exchange;
  const response = side === 'client' ? exchange.clientResponse : exchange.upstreamResponse;
  const offset = side === 'client' ? 0 : (timing.upstreamSent ?? 0);
  const timings = timingsOf(timing, side, summary.totalMs);
  const losses = notes.filter(isLoss).length;
  const about = side === 'client' ? 'client ↔ Dragoman' : 'Dragoman ↔ upstream';
  return {
    // An imported file may hold any number here; only some are valid dates.
    startedDateTime: new Date(Math.min(summary.startedAt + offset, LAST_DATE)).toISOString(),
    time: timings.wait + timings.receive,
    request: harRequest(target.method, target.url, target.side),
    response: harResponse(response, summary.status),
    cache: {},
    timings,
    comment: `Exchange ${summary.id}, ${about}; ${notes.length} notes, ${losses} of them losses.`,
  };
}

function timingsOf(timing: Timing, side: RequestSide, totalMs: number | null): Timings & { wait: number } {
  const start = side === 'client' ? 0 : (timing.upstreamSent ?? 0);
  const end = timing.done ?? totalMs ?? start;
  const first = side === 'client' ? (timing.firstEvent ?? end) : (timing.upstreamHeaders ?? end);
  return { send: 0, wait: Math.max(0, first - start), receive: Math.max(0, end - first) };
}

function harRequest(method: string, url: string, side: HttpMessage): Request {
  const request: Request = {
    method,
    url: uriOf(url),
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: harHeaders(side),
    queryString: queryOf(url),
    headersSize: -1,
    bodySize: side.bytes,
  };
  if (side.body === '') return request;
  const mimeType = headerOf(side, 'content-type') ?? 'application/json';
  return { ...request, postData: { mimeType, text: side.body, ...cut(side) } };
}

/** An exchange without a response has status 0, as browsers write it. */
function harResponse(side: HttpMessage | null, clientStatus: number | null): Response {
  const [first = '', ...words] = side === null ? [] : side.startLine.split(' ');
  const status = Number.parseInt(first, 10);
  const mimeType = (side === null ? null : headerOf(side, 'content-type')) ?? 'application/octet-stream';
  return {
    status: Number.isNaN(status) ? (side === null ? 0 : (clientStatus ?? 0)) : status,
    statusText: words.join(' '),
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: side === null ? [] : harHeaders(side),
    content: { size: side?.bytes ?? 0, mimeType, text: side?.body ?? '', ...(side === null ? {} : cut(side)) },
    redirectURL: '',
    headersSize: -1,
    bodySize: side?.bytes ?? -1,
  };
}

function cut(side: HttpMessage): { comment?: string } {
  return side.truncated ? { comment: 'The body was too long to keep whole: this is its beginning.' } : {};
}

function harHeaders(side: HttpMessage): Header[] {
  return Object.entries(side.headers).map(([name, value]) => ({ name, value }));
}

/** HAR readers require a URI: characters that a URI must not contain (the redaction mark included) are encoded. */
function uriOf(url: string): string {
  const [, origin = 'http://unknown.invalid', path = `/${url}`] =
    /^(https?:\/\/(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d+)?)(|[/?].*)$/is.exec(url) ?? [];
  const encoded = path
    .toWellFormed()
    .replaceAll(/[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%]+/gu, (text) => encodeURIComponent(text))
    .replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25');
  return origin + encoded;
}

function queryOf(url: string): Header[] {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return { name: decoded(name), value: decoded(value.join('=')) };
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
