/** Maps every failure of a request to the client's error response. */

import type { IncomingMessage } from 'node:http';
import { messagesError } from '#shared/anthropic/errors.ts';
import { RequestRefused } from '#shared/errors.ts';
import type { ErrorResponse } from '#shared/openai/errors.ts';
import { failureBody, refusalBody } from '#shared/translate/errors/translate-error.ts';
import { MemoryBudgetExceeded } from './memory-budget.ts';
import { pathOf } from './request-guards.ts';
import { forwardedHeaders } from '../upstream/forwarded-headers.ts';
import { normaliseTarget } from './normalize-path.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import { beginResponse, type ExchangeContext, sendJson, type RequestContext } from './request-context.ts';
import { UpstreamRefused } from '../upstream/upstream-refused.ts';

/** Status and body for any thrown value. Messages of foreign errors are dropped: they may hold anything. */
export function toErrorResponse(error: unknown): ErrorResponse {
  if (error instanceof RequestRefused) return refusalBody(error);
  if (error instanceof UpstreamRefused) return error.errorResponse;
  if (error instanceof UpstreamFailure) {
    const hint = error.hint ?? 'Send the request again.';
    switch (error.code) {
      case 'upstream_timeout':
        return failureBody('upstream_timeout', error.message, hint);
      case 'upstream_interrupted':
        return failureBody('upstream_truncated', error.message, hint);
      case 'upstream_response_too_large':
        return failureBody('upstream_response_too_large', error.message, hint);
      case 'upstream_invalid_response':
        return failureBody('upstream_invalid_response', error.message, hint);
      case 'aborted':
        return failureBody('shutting_down', 'The proxy is stopping.', 'Send the request again when it runs.');
      default:
        return failureBody('upstream_unreachable', error.message, hint);
    }
  }
  if (error instanceof MemoryBudgetExceeded)
    return failureBody('proxy_overloaded', error.message, error.hint ?? 'Send the request again.');
  return failureBody('internal_error', 'Something went wrong inside Dragoman.', 'Look at its log; please report it.');
}

/** Sends the error response and records it. A response that has begun is cut instead. */
export function sendError(context: RequestContext, error: unknown): void {
  const { recording, response } = context;
  // The client disconnected: the aborted upstream call is not a failure.
  if (context.signal.aborted || response.destroyed) {
    response.destroy();
    return;
  }
  const errorResponse = keepStatus(context, toErrorResponse(error));
  recordFailure(context, errorResponse);
  if (response.writableEnded) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const headers: Record<string, string> = {
    ...errorHeaders(error),
    'openai-processing-ms': String(Math.round(recording.elapsed())),
  };
  // The rest of an unread body must not be parsed as the next request.
  if (!context.request.complete) headers['connection'] = 'close';
  if (context.request.method === 'HEAD') {
    beginResponse(context, errorResponse.status, headers);
    response.end();
    return;
  }
  if (!speaksMessages(context.request)) {
    sendJson(context, errorResponse.status, errorResponse.body, headers);
    return;
  }
  headers['request-id'] = recording.id;
  sendJson(
    context,
    errorResponse.status,
    messagesError(errorResponse.status, errorResponse.body.error, recording.id),
    headers,
  );
}

/** Headers that belong to an error: the upstream's rate limits, and when to try again. */
export function errorHeaders(error: unknown): Record<string, string> {
  return {
    ...(error instanceof UpstreamRefused ? error.headers : forwardedHeaders({ headers: {} })),
    ...(error instanceof MemoryBudgetExceeded ? { 'retry-after': String(error.retryAfter) } : {}),
  };
}

/** With the status 529 where the user wants the upstream's own. */
export function keepStatus({ settings }: ExchangeContext, errorResponse: ErrorResponse): ErrorResponse {
  const kept = settings.translation.keepStatus529 && errorResponse.body.error.code === 'overloaded_error';
  return kept ? { ...errorResponse, status: 529 } : errorResponse;
}

/** The Messages API has other error types. */
function speaksMessages(request: IncomingMessage): boolean {
  const path = normaliseTarget(pathOf(request.url ?? ''));
  return /^\/v1\/messages(?:\/|$)/.test(path) || (isModels(path) && speaksAnthropic(request));
}

function isModels(path: string): boolean {
  return /^\/v1\/models(?:\/|$)/.test(path);
}

/** Selects the response shape for paths that both APIs share. */
export function speaksAnthropic(request: IncomingMessage): boolean {
  return request.headers['anthropic-version'] !== undefined;
}

export function recordFailure(context: ExchangeContext, errorResponse: ErrorResponse): void {
  const { code, type, message, hint } = errorResponse.body.error;
  context.recording.error = { code: code ?? type, message, hint };
}
