/** Errors of the proxy itself, in OpenAI's format: refused requests, and failures between the client and the upstream. */

import type { RequestRefused } from '../../errors.ts';
import { errorBody, type ErrorResponse } from '../../openai/errors.ts';

interface FailureKind {
  readonly status: number;
  readonly type: 'invalid_request_error' | 'server_error';
  /** Where it differs from the kind's name. */
  readonly code?: string;
}

const kinds = {
  upstream_unreachable: { status: 502, type: 'server_error' },
  upstream_invalid_response: { status: 502, type: 'server_error' },
  upstream_truncated: { status: 502, type: 'server_error' },
  upstream_response_too_large: { status: 502, type: 'server_error' },
  upstream_timeout: { status: 504, type: 'server_error' },
  compaction_failed: { status: 502, type: 'server_error' },
  compaction_ignored: { status: 502, type: 'server_error' },
  /** Another try would end in the same way. */
  compaction_incomplete: { status: 400, type: 'invalid_request_error' },
  no_key: { status: 401, type: 'invalid_request_error', code: 'no_api_key' },
  invalid_token: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  forbidden: { status: 403, type: 'invalid_request_error' },
  invalid_json: { status: 400, type: 'invalid_request_error' },
  invalid_request: { status: 400, type: 'invalid_request_error' },
  unsupported_endpoint: { status: 400, type: 'invalid_request_error' },
  not_found: { status: 404, type: 'invalid_request_error' },
  method_not_allowed: { status: 405, type: 'invalid_request_error' },
  request_too_large: { status: 413, type: 'invalid_request_error' },
  unsupported_media_type: { status: 415, type: 'invalid_request_error' },
  shutting_down: { status: 503, type: 'server_error' },
  proxy_overloaded: { status: 503, type: 'server_error' },
  internal_error: { status: 500, type: 'server_error' },
} as const satisfies Record<string, FailureKind>;

export type FailureName = keyof typeof kinds;

/**
 * @param message what happened, one sentence
 * @param hint what to do about it
 * @returns status and body; the code is the kind's name unless the kind has another
 */
export function failureBody(name: FailureName, message: string, hint: string): ErrorResponse {
  const kind: FailureKind = kinds[name];
  return { status: kind.status, body: errorBody({ message, hint, type: kind.type, code: kind.code ?? name }) };
}

/** The body of a refusal by the proxy itself. */
export function refusalBody(refused: RequestRefused): ErrorResponse {
  const { message, hint, code, param, status } = refused;
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  return { status, body: errorBody({ message, hint, type, code, param }) };
}

/** The upstream's stream ended before the response was complete. */
export function truncated(): ErrorResponse {
  return failureBody(
    'upstream_truncated',
    'The connection to the upstream ended before the answer was complete',
    'Send the request again; what came so far is not the whole answer.',
  );
}

/** A second message began inside the first: two responses were mixed in transit, so neither can be trusted. */
export function spliced(): ErrorResponse {
  return failureBody(
    'upstream_invalid_response',
    'The upstream began another answer in the middle of this one',
    'Send the request again. If it happens again, something between here and the upstream mixes up responses.',
  );
}
