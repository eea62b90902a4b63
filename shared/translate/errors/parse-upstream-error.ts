/** Parses an error from anything that an upstream sends: the API's own error body, another gateway's, HTML, or nothing. */

import { parseBounded } from '../../json/bounded-json.ts';
import { requestIdOf, type UpstreamHeaders } from '../response/response-headers.ts';

export interface UpstreamError {
  /** The HTTP status; for a stream's error event, or an error with a 2xx status, the status of its type. */
  readonly status: number;
  readonly type: string | null;
  /** Never empty. */
  readonly message: string;
  readonly errorCode: string | null;
  readonly details: unknown;
  readonly requestId: string | null;
  /** False when there was no readable error body. */
  readonly understood: boolean;
}

const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

const excerptLength = 200;

/** In characters. The API's own messages are sentences; a longer text would be searched by patterns, shown in lists and sent on. */
const MAX_MESSAGE = 8_000;
const MAX_NAME = 256;
/** In characters. Nothing longer is an API error; a page of another server is only quoted, from its beginning. */
const MAX_BODY = 1024 * 1024;
/** In characters of JSON. The API's details of a fault contain some paths of the request. */
const MAX_DETAILS = 64 * 1024;

/** @param upstream `status` is null for an event; `body` is text, or already parsed */
export function parseUpstreamError(upstream: {
  readonly status: number | null;
  readonly body: unknown;
  readonly headers: UpstreamHeaders;
}): UpstreamError {
  const body = typeof upstream.body === 'string' ? parse(upstream.body) : upstream.body;
  const error = field(body, 'error');
  const type = text(field(error, 'type'), MAX_NAME);
  const details = boundedDetails(field(error, 'details'));
  const message =
    text(field(error, 'message'), MAX_MESSAGE) ?? text(error, MAX_MESSAGE) ?? text(field(body, 'message'), MAX_MESSAGE);
  const status = statusFor(upstream.status, type);
  return {
    status,
    type,
    message: message ?? silence(upstream.status ?? status, upstream.body),
    errorCode: text(field(details, 'error_code'), MAX_NAME) ?? text(field(error, 'code'), MAX_NAME),
    details,
    requestId: requestIdOf(field(body, 'request_id')) ?? requestIdOf(upstream.headers['request-id']),
    understood: message !== null,
  };
}

/** An event has no status of its own, and the error's type overrides a 2xx status. */
function statusFor(status: number | null, type: string | null): number {
  if (status !== null && status >= 400) return status;
  return statusOfType[type ?? ''] ?? (status === null ? 500 : 502);
}

function silence(status: number, body: unknown): string {
  const excerpt =
    typeof body === 'string'
      ? body
          .slice(0, 4 * excerptLength)
          .replaceAll(/\s+/g, ' ')
          .trim()
      : '';
  if (excerpt === '') return `The upstream answered ${status} without saying why`;
  return `The upstream answered ${status} with something that is not an API error: ${excerpt.slice(0, excerptLength)}`;
}

function parse(body: string): unknown {
  return body.length > MAX_BODY ? null : (parseBounded(body) ?? null);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown, longest: number): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.length > longest ? `${value.slice(0, longest)}…` : value;
}

function boundedDetails(details: unknown): unknown {
  if (typeof details === 'string') return text(details, MAX_MESSAGE);
  if (typeof details !== 'object' || details === null) return details ?? null;
  return JSON.stringify(details).length > MAX_DETAILS ? null : details;
}
