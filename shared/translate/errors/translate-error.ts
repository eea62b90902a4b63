/**
 * Translates upstream errors to OpenAI's format, so that official clients raise the expected class and retry where that helps.
 * https://platform.claude.com/docs/en/api/errors
 */

import type { ErrorEvent } from '../../anthropic/stream-events.ts';
import { errorBody, type ErrorResponse, type OpenAIErrorBody } from '../../openai/errors.ts';
import {
  codeFor,
  isBillingCode,
  isContextLength,
  isOutOfCredit,
  modelIn,
  pathIn,
  parseImageSizeError,
} from './error-patterns.ts';
import { retryHeaders, type UpstreamHeaders } from '../response/response-headers.ts';

import { retirementError } from '../../models/model-lifecycle.ts';
import { nearestModels } from '../../models/nearest-models.ts';
import { parseUpstreamError, type UpstreamError } from './parse-upstream-error.ts';

export { failureBody, refusalBody, spliced, truncated, type FailureName } from './proxy-errors.ts';

export interface ErrorOptions {
  /** Upstream JSON path (`messages.3.content.0`) -> the path in the client's own body; null when nothing was translated. */
  readonly locate: ((path: string) => string | null) | null;
  /** Ids to suggest when a model does not exist. */
  readonly knownModels: readonly string[];
  /** Epoch milliseconds: with it, the error for a model that has ended names its successor. */
  readonly now?: number;
}

interface Verdict {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly message?: string;
  readonly hint: string;
  readonly param?: string | null;
  /** Retrying does not help: a header tells clients not to. */
  readonly final?: boolean;
}

/** The client's fields are unknown here: no `param` is better than a wrong one. */
const anywhere: ErrorOptions = { locate: () => null, knownModels: [] };

/**
 * @param upstream a failed upstream response, its body as text (JSON, HTML or empty), header names in lower case
 * @returns the client's response. `headers` are those that steer retries; rate limits come from `translateHeaders`
 */
export function translateError(
  upstream: { readonly status: number; readonly body: string; readonly headers: UpstreamHeaders },
  options: ErrorOptions,
): { status: number; body: OpenAIErrorBody; headers: Record<string, string> } {
  const fault = parseUpstreamError(upstream);
  const verdict = translateBody(fault, options, upstream.headers);
  const headers = retryHeaders(upstream.headers);
  if (fault.requestId !== null) headers['x-request-id'] ??= fault.requestId;
  if (verdict.final) headers['x-should-retry'] = 'false';
  return { ...responseFor(fault, verdict), headers };
}

/** Translates an `error` event: its type determines the HTTP status it would have had. */
export function translateStreamError(event: ErrorEvent, options: ErrorOptions = anywhere): ErrorResponse {
  const fault = parseUpstreamError({ status: null, body: event, headers: {} });
  return responseFor(fault, translateBody(fault, options, {}));
}

function responseFor(fault: UpstreamError, verdict: Verdict): ErrorResponse {
  return {
    status: verdict.status,
    body: errorBody({
      message: verdict.message ?? fault.message,
      type: verdict.type,
      code: verdict.code,
      param: verdict.param ?? null,
      hint: verdict.hint,
      anthropic: {
        type: fault.type,
        error_code: fault.errorCode,
        details: fault.details,
        request_id: fault.requestId,
      },
    }),
  };
}

function translateBody(fault: UpstreamError, options: ErrorOptions, headers: UpstreamHeaders): Verdict {
  const { status, message, errorCode } = fault;
  if (!fault.understood && !speaksForItself.has(status)) {
    return {
      status,
      type: 'server_error',
      code: 'upstream_invalid_response',
      hint: 'Check the endpoint in Settings, and whether a proxy or sign-in page stands between here and the upstream.',
    };
  }
  switch (status) {
    case 400:
      return translateInvalid(fault, options);
    case 401:
      return {
        ...invalid(
          401,
          'invalid_api_key',
          'Enter a valid Anthropic API key in Dragoman’s settings; the key of your tool does not matter.',
        ),
        message: `The upstream refused the Anthropic key configured in Dragoman: ${message}`,
      };
    case 402:
      return outOfQuota(402, 'insufficient_quota');
    case 403:
      return invalid(403, 'permission_denied', 'Check what the key’s workspace may use in the Anthropic Console.');
    case 404:
      return translateMissing(fault, options);
    case 409:
      return invalid(409, 'conflict', 'Send the request again.');
    case 413:
      return invalid(
        413,
        'request_too_large',
        'Send less: fewer or smaller images and documents, or a shorter history.',
      );
    case 429:
      if (isBillingCode(errorCode)) return outOfQuota(429, errorCode ?? 'insufficient_quota');
      return {
        status: 429,
        type: exhausted(headers, message),
        code: 'rate_limit_exceeded',
        hint: 'Wait a little, then send the request again; the Anthropic Console shows the limits of the key.',
      };
    case 500:
      return { status: 500, type: 'server_error', code: errorCode ?? 'api_error', hint: AGAIN };
    case 503:
      return { status: 503, type: 'server_error', code: errorCode ?? 'service_unavailable', hint: AGAIN };
    case 504:
      return {
        status: 504,
        type: 'server_error',
        code: 'timeout',
        hint: 'Send the request again as a stream, or ask for less: long answers arrive in pieces then.',
      };
    case 529:
      return {
        // A status that OpenAI's clients know.
        status: 503,
        type: 'server_error',
        code: 'overloaded_error',
        hint: 'Anthropic is overloaded at the moment; try again in a little while.',
      };
    default:
      return status < 500
        ? invalid(status, errorCode ?? fault.type, COMPARE)
        : { status, type: 'server_error', code: errorCode ?? fault.type, hint: AGAIN };
  }
}

const AGAIN = 'Send the request again in a moment; status.claude.com shows whether the API has a fault.';
const COMPARE = 'Correct what the message names; Dragoman’s window shows the request as it was sent.';

/** What to do about a 400, by the code that its wording has. */
const HINTS: Readonly<Record<string, string>> = {
  unsupported_parameter: 'Leave the field out, or choose a model that takes it.',
  unsupported_value: 'Send another value, or choose a model that takes this one.',
  image_too_large: 'Scale the image down, or leave it out.',
  invalid_thinking_block: 'Send the thinking back as it came, or leave it out of the history.',
};

/** Statuses with a fixed meaning even when an edge server sent HTML or no body. */
const speaksForItself = new Set([413, 429, 503, 504, 529]);

function translateInvalid(fault: UpstreamError, options: ErrorOptions): Verdict {
  const { message, errorCode } = fault;
  if (isOutOfCredit(message) || isBillingCode(errorCode)) return outOfQuota(402, 'insufficient_quota');
  const param = clientPath(message, options.locate);
  if (errorCode === 'image_dimensions_too_large') return translateImageSize(fault.details, param, options.locate);
  if (isContextLength(message)) {
    return {
      ...invalid(400, 'context_length_exceeded', 'Shorten the conversation, or use a model with a larger context.'),
      param: param ?? located('messages', options.locate),
    };
  }
  const code = errorCode ?? codeFor(message);
  return { ...invalid(400, code, HINTS[code ?? ''] ?? COMPARE), param };
}

function translateImageSize(details: unknown, param: string | null, locate: ErrorOptions['locate']): Verdict {
  const { paths, limit } = parseImageSizeError(details);
  const [first] = paths;
  const images = paths.map((path) => located(path, locate) ?? path);
  const which = images.length > 1 ? ` It is about ${images.join(', ')}.` : '';
  const size = limit === null ? '' : ` to at most ${limit} pixels a side`;
  return {
    ...invalid(400, 'image_dimensions_too_large', `Scale the image down${size}, or leave it out.${which}`),
    param: first === undefined ? param : located(first, locate),
  };
}

function translateMissing(fault: UpstreamError, options: ErrorOptions): Verdict {
  const modelId = modelIn(fault.message);
  if (modelId === null) return invalid(404, fault.errorCode ?? 'not_found', 'Check the endpoint in Settings.');
  const retired = options.now === undefined ? null : retirementError(modelId, options.now);
  const near = nearestModels(modelId, options.knownModels);
  const hint = near.length > 0 ? `Nearest: ${near.join(', ')}.` : 'GET /v1/models lists the models this key can use.';
  const missing = invalid(404, 'model_not_found', hint);
  if (retired !== null) return { ...missing, ...retired, param: 'model' };
  return {
    ...missing,
    message: `The model \`${modelId}\` does not exist or this key has no access to it`,
    param: 'model',
  };
}

function invalid(status: number, code: string | null, hint: string): Verdict {
  return { status, type: 'invalid_request_error', code, hint };
}

function outOfQuota(status: number, code: string): Verdict {
  return {
    status,
    type: 'insufficient_quota',
    code,
    hint: 'Check credit and spend limits in the Anthropic Console under Billing.',
    final: true,
  };
}

/** OpenAI uses the exceeded limit as the error's type. */
function exhausted(headers: UpstreamHeaders, message: string): 'tokens' | 'requests' {
  if (headers['anthropic-ratelimit-requests-remaining'] === '0') return 'requests';
  const tokensGone = ['tokens', 'input-tokens', 'output-tokens'].some(
    (kind) => headers[`anthropic-ratelimit-${kind}-remaining`] === '0',
  );
  return tokensGone || /\btokens?\b/i.test(message) ? 'tokens' : 'requests';
}

function clientPath(message: string, locate: ErrorOptions['locate']): string | null {
  const path = pathIn(message);
  return path === null ? null : located(path, locate);
}

function located(path: string, locate: ErrorOptions['locate']): string | null {
  return locate === null ? path.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]') : locate(path);
}
