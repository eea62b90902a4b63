/** Error bodies of the API, and texts of errors that need a directive. */

import { errorType, type MessagesErrorBody } from '#shared/anthropic/errors.ts';
import type { ValidationRefusal } from '#shared/anthropic/validate/index.ts';
import type { Directives } from '../parse-directives.ts';

const messages: Readonly<Record<number, string>> = {
  401: 'invalid x-api-key',
  402: 'Your organization has a billing problem.',
  403: 'Your API key does not have permission to use the specified resource.',
  404: 'Not found',
  409: 'The request conflicts with the state of the resource.',
  413: 'Request exceeds the maximum size',
  429: "This request would exceed your organization's rate limit.",
  500: 'Internal server error',
  504: 'The request timed out.',
  529: 'Overloaded',
};

/** Ready-made errors for `error=NAME`. */
const named: Readonly<Record<string, ValidationRefusal>> = {
  'prompt-too-long': {
    status: 400,
    type: 'invalid_request_error',
    message: 'prompt is too long: 210000 tokens > 200000 maximum',
    errorCode: null,
  },
  'credit-balance': {
    status: 400,
    type: 'invalid_request_error',
    message:
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    errorCode: null,
  },
  'spend-limit': {
    status: 429,
    type: 'rate_limit_error',
    message: 'You have reached your specified API usage limits.',
    errorCode: 'enforced_spend_limit_reached',
  },
};

/** The error of the directives `status=` or `error=`, with `type=`, `message=` and `code=` overriding it; null for none. */
export function orderedError(directives: Directives): ValidationRefusal | null {
  const status = Number.parseInt(directives.get('status') ?? '', 10);
  const base = named[directives.get('error') ?? ''] ?? (status >= 400 ? errorFor(status) : null);
  return base === null ? null : adjusted(base, directives);
}

/** The error of an `error` event: overloaded by default. */
export const eventError = (directives: Directives): ValidationRefusal => adjusted(errorFor(529), directives);

export function errorFor(status: number, message = messages[status] ?? 'Internal server error'): ValidationRefusal {
  return {
    status,
    type: errorType(status),
    message,
    errorCode: null,
  };
}

const adjusted = (error: ValidationRefusal, directives: Directives): ValidationRefusal => ({
  status: error.status,
  type: directives.get('type') ?? error.type,
  message: directives.get('message') ?? error.message,
  errorCode: directives.get('code') ?? error.errorCode,
});

export function mockErrorBody({ type, message, errorCode }: ValidationRefusal, requestId: string): MessagesErrorBody {
  const error = errorCode === null ? { type, message } : { type, message, details: { error_code: errorCode } };
  return { type: 'error', error, request_id: requestId };
}
