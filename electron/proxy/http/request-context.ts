/** One client's request on its way through the house: what routes are handed, and how they answer. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { estimateJsonSize } from '#shared/json/json-size.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { whenDrained } from '../../sse/backpressure.ts';
import { jsonPieces } from './json-pieces.ts';
import type { MemoryShare } from './memory-budget.ts';
import type { Recording } from '../recording/exchange-recording.ts';
import { appendText, captureMessage, setBody, statusLine } from '../recording/captured-message.ts';

export interface RequestContext {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly recording: Recording;
  /** As they were when the request came: a change in the middle does not touch it. */
  readonly settings: Settings;
  /** Counts the bytes of bodies that are kept for this request; given back when it is over. */
  readonly memory: MemoryShare;
  /** Aborted when the client leaves or the proxy gives up waiting. */
  readonly signal: AbortSignal;
  readonly demo: boolean;
  /** Headers for every answer: CORS for an allowed origin. */
  readonly headers: Readonly<Record<string, string>>;
  /** True once the proxy is stopping: answers then close their connection. */
  readonly stopping: () => boolean;
  /** Called once the route has nothing more to write down. */
  readonly settle: () => void;
}

/** Sends the status line and headers; nothing of the upstream's headers gets here except through `headers`. */
export function beginResponse(
  context: RequestContext,
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  const { recording, response } = context;
  const all: Record<string, string> = {
    ...context.headers,
    'x-dragoman-exchange': recording.id,
    // OpenAI's clients read only this one; where the upstream named the request, its name stands here.
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
 * Names that users and upstreams choose stand in headers, which hold visible ASCII (RFC 9110, section 5.5): everything else is
 * percent-encoded, so that no name ends a response with an exception.
 */
function headerValue(value: string): string {
  return /[^\t\x20-\x7e]/.test(value)
    ? value.toWellFormed().replaceAll(/[^\t\x20-\x7e]+/g, (other) => encodeURIComponent(other))
    : value;
}

/** Answers with one JSON document. `body` is what `JSON.stringify` takes, or JSON text as it is to be sent. */
export function sendJson(
  context: RequestContext,
  status: number,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (typeof body !== 'string' && estimateJsonSize(body, MAX_WHOLE_JSON) > MAX_WHOLE_JSON) {
    sendJsonPieces(context, status, body, headers);
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
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
function sendJsonPieces(
  context: RequestContext,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>>,
): void {
  const { response } = context;
  beginResponse(context, status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  const pieces = jsonPieces(body);
  const write = (): void => {
    if (response.destroyed) return;
    const { value: piece, done } = pieces.next();
    if (done === true) {
      response.end();
      return;
    }
    recordSentText(context, piece);
    // Other clients get their turn between two pieces.
    if (response.write(piece)) setImmediate(write);
    else whenDrained(response, write);
  };
  write();
}

/** How long a client that was refused may go on sending. */
const UNREAD_BODY_TIMEOUT_MS = 5_000;

/** A client that is still sending its body when the connection closes meets a reset instead of the answer: it is heard out first. */
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

/** Answers without a body (204, or the answer to HEAD). */
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

/** Notes down what the client is sent of a stream. */
export function recordSentText(context: RequestContext, text: string): void {
  const capture = context.recording.clientResponse;
  if (capture !== null) appendText(capture, text);
}
