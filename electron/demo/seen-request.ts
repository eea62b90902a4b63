/** The record of one request and its outcome, for tests. */

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface SeenRequest {
  readonly method: string;
  /** Path with query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The parsed body; null when there was none or it was not JSON. */
  readonly body: unknown;
  /** `open` until the response was sent or the client has left. */
  outcome: 'open' | 'answered' | 'client-gone';
  /** Status of the response, 0 while it is open. */
  status: number;
}

/** Starts the record and completes it when the response is closed. */
export function recordRequest(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  body: unknown,
): SeenRequest {
  const seen: SeenRequest = {
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: request.headers,
    bytes,
    body,
    outcome: 'open',
    status: 0,
  };
  response.once('close', () => {
    seen.outcome = response.writableFinished ? 'answered' : 'client-gone';
    seen.status = response.statusCode;
  });
  return seen;
}
