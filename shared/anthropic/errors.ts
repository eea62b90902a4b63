/**
 * Error bodies of the Messages API, for its own clients.
 * https://platform.claude.com/docs/en/api/errors
 */

export interface MessagesErrorBody {
  readonly type: 'error';
  readonly error: {
    readonly type: string;
    readonly message: string;
    readonly details?: { readonly error_code: string; readonly hint?: string };
  };
  readonly request_id: string;
}

const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** The error type that belongs to an HTTP status. */
export function errorType(status: number): string {
  return types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
}

/** `code` is placed where the API puts its own code; `hint`, also the end of `message`, is an extension beside it. */
export function messagesError(
  status: number,
  { message, code, hint }: { readonly message: string; readonly code: string | null; readonly hint: string },
  requestId: string,
): MessagesErrorBody {
  const type = errorType(status);
  return {
    type: 'error',
    error: { type, message, details: { error_code: code ?? type, hint } },
    request_id: requestId,
  };
}
