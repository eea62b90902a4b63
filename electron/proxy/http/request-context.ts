/** The context of one client request: what routes receive and how they respond. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { estimateJsonSize } from '#shared/json/json-size.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { whenDrained } from '../../sse/backpressure.ts';
import { jsonChunks } from '#shared/json/json-chunks.ts';
import type { MemoryShare } from './memory-budget.ts';
import type { Recording } from '../recording/exchange-recording.ts';
import { appendText, captureMessage, setBody, statusLine } from '../recording/captured-message.ts';
import { writeJson } from '#shared/json/exact-number.ts';

/** One exchange, whatever its transport: what translating a request and calling the upstream need of it. */
export interface ExchangeContext {
  /** The HTTP request; for an exchange over a WebSocket, the one that opened the connection. */
  readonly request: Pick<IncomingMessage, 'headers'>;
  readonly recording: Recording;
  /** Snapshot at receipt: later changes do not affect this request. */
  readonly settings: Settings;
  /** Counts the bytes of bodies held for this request; released at its end. */
  readonly memory: MemoryShare;
  /** Aborted when the client disconnects or the drain time is over. */
  readonly signal: AbortSignal;
  readonly demo: boolean;
}

/** An exchange over HTTP. */
export interface RequestContext extends ExchangeContext {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Headers of every response: CORS for an allowed origin. */
  readonly headers: Readonly<Record<string, string>>;
  /** True once the proxy is stopping: responses then close their connection. */
  readonly stopping: () => boolean;
  /** Called once the route has recorded everything. */
  readonly settle: () => void;
}

/** Sends status line and headers; upstream headers arrive only through `headers`. */
export function beginResponse(
  context: RequestContext,
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  const { recording, response } = context;
  const all: Record<string, string> = {
    ...context.headers,
    'x-dragoman-exchange': recording.id,
    // OpenAI's clients read only this header; it carries the upstream's request id where there is one.
    'x-request-id': recording.id,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
  };
  if (context.demo) all['x-dragoman-demo'] = '1';
  if (context.stopping()) all['connection'] = 'close';
  for (const [name, value] of Object.entries(all)) all[name] = headerValue(value);
  recording.status = status;
  recording.clientResponse = captureMessage(statusLine(status), all);
  response.writeHead(status, all);
}

/**
 * Header values hold visible ASCII only (RFC 9110, section 5.5): other characters of names from users and upstreams are
 * percent-encoded, so that no name makes the response throw.
 */
function headerValue(value: string): string {
  return /[^\t\x20-\x7e]/.test(value)
    ? value.toWellFormed().replaceAll(/[^\t\x20-\x7e]+/g, (other) => encodeURIComponent(other))
    : value;
}

/** Sends one JSON document. @param body a value for `JSON.stringify`, or JSON text */
export function sendJson(
  context: RequestContext,
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (typeof body !== 'string' && estimateJsonSize(body, MAX_WHOLE_JSON) > MAX_WHOLE_JSON) {
    sendJsonChunks(context, status, body, headers);
    return;
  }
  const text = typeof body === 'string' ? body : writeJson(body);
  beginResponse(context, status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  });
  const capture = context.recording.clientResponse;
  if (capture !== null) setBody(capture, text);
  endAfterRequestBody(context, text);
}

/** In characters. Up to here a response is written as one text, with its length declared. */
const MAX_WHOLE_JSON = 1024 * 1024;

/** As fast as the client reads: the response is never in memory as a whole, neither as text nor as bytes. */
function sendJsonChunks(
  context: RequestContext,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>>,
): void {
  const { response } = context;
  beginResponse(context, status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  const chunks = jsonChunks(body);
  const write = (): void => {
    if (response.destroyed) return;
    const { value: chunk, done } = chunks.next();
    if (done === true) {
      response.end();
      return;
    }
    recordSentText(context, chunk);
    // Other clients get their turn between two chunks: a fast reader drains them without a turn of the event loop.
    if (response.write(chunk)) setImmediate(write);
    else whenDrained(response, () => setImmediate(write));
  };
  write();
}

/** Limit for reading the rest of a refused request's body. */
const UNREAD_BODY_TIMEOUT_MS = 5_000;

/** Reads the rest of the body first: closing while the client still sends would reset the connection before it reads the response. */
function endAfterRequestBody({ request, response }: RequestContext, text: string): void {
  if (request.complete) {
    response.end(text);
    return;
  }
  response.write(text);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, UNREAD_BODY_TIMEOUT_MS);
  request.once('end', end);
  response.once('close', () => clearTimeout(timer));
  request.resume();
}

/** Sends a response without a body (204, HEAD). */
export function sendEmpty(
  context: RequestContext,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  beginResponse(context, status, headers);
  context.response.end();
}

/** The head of an event stream; the body follows through an event writer. */
export function beginEventStream(context: RequestContext, headers: Readonly<Record<string, string>>): void {
  beginResponse(context, 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-store',
    'x-accel-buffering': 'no',
    ...headers,
  });
  const capture = context.recording.clientResponse;
  if (capture !== null) capture.events = true;
  // Small events must leave at once, not wait for the acknowledgement of the one before.
  context.response.socket?.setNoDelay(true);
}

/** Records the streamed text sent to the client. */
export function recordSentText(context: ExchangeContext, text: string): void {
  const capture = context.recording.clientResponse;
  if (capture !== null) appendText(capture, text);
}
