/** Worked cases: upstream errors and their translation. */

import type { WorkedError } from './worked-case.ts';

const invalid = (message: string, details?: object): object => ({
  type: 'invalid_request_error',
  message,
  ...(details === undefined ? {} : { details }),
});
const quota = { 'x-should-retry': 'false' };

export const errorCases: readonly WorkedError[] = [
  {
    name: 'a prompt that is too long',
    status: 400,
    error: invalid('prompt is too long: 210000 tokens > 200000 maximum'),
    told: { status: 400, type: 'invalid_request_error', code: 'context_length_exceeded', param: 'messages' },
  },
  {
    name: 'credit that is used up',
    status: 400,
    error: invalid('Your credit balance is too low to access the Anthropic API.'),
    told: { status: 402, type: 'insufficient_quota', code: 'insufficient_quota' },
    sentHeaders: quota,
  },
  {
    name: 'a stable code before the wording',
    status: 400,
    error: invalid('whatever it says', { error_code: 'tool_reference_unresolved' }),
    told: { status: 400, type: 'invalid_request_error', code: 'tool_reference_unresolved' },
  },
  {
    name: 'the client’s own place of what is wrong',
    status: 400,
    error: invalid('messages.2.content.0.image.source.base64: bad'),
    told: { status: 400, type: 'invalid_request_error', code: null, param: 'messages[3].content[0]' },
  },
  {
    name: 'a wrong key is ours',
    status: 401,
    error: { type: 'authentication_error', message: 'invalid x-api-key' },
    told: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  },
  {
    name: 'a bill that was not paid',
    status: 402,
    error: { type: 'billing_error', message: 'x' },
    told: { status: 402, type: 'insufficient_quota', code: 'insufficient_quota' },
    sentHeaders: quota,
  },
  {
    name: 'what the key may not do',
    status: 403,
    error: { type: 'permission_error', message: 'x' },
    told: { status: 403, type: 'invalid_request_error', code: 'permission_denied' },
  },
  {
    name: 'a model that there is not',
    status: 404,
    error: { type: 'not_found_error', message: 'model: claude-opus-9' },
    told: { status: 404, type: 'invalid_request_error', code: 'model_not_found', param: 'model' },
  },
  {
    name: 'a conflict',
    status: 409,
    error: { type: 'conflict_error', message: 'x' },
    told: { status: 409, type: 'invalid_request_error', code: 'conflict' },
  },
  {
    name: 'a page of HTML at the edge',
    status: 413,
    text: '<html>cloudflare',
    told: { status: 413, type: 'invalid_request_error', code: 'request_too_large' },
  },
  {
    name: 'too many requests',
    status: 429,
    error: { type: 'rate_limit_error', message: 'slow down' },
    headers: { 'retry-after': '7', 'anthropic-ratelimit-requests-remaining': '0', 'request-id': 'req_1' },
    told: { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
    sentHeaders: { 'retry-after': '7', 'x-request-id': 'req_1' },
  },
  {
    name: 'too many tokens',
    status: 429,
    error: { type: 'rate_limit_error', message: 'slow down' },
    headers: { 'anthropic-ratelimit-input-tokens-remaining': '0' },
    told: { status: 429, type: 'tokens', code: 'rate_limit_exceeded' },
  },
  {
    name: 'a limit of money',
    status: 429,
    error: { type: 'rate_limit_error', message: 'x', details: { error_code: 'enforced_spend_limit_reached' } },
    told: { status: 429, type: 'insufficient_quota', code: 'enforced_spend_limit_reached' },
    sentHeaders: quota,
  },
  {
    name: 'a fault of the upstream',
    status: 500,
    error: { type: 'api_error', message: 'x' },
    told: { status: 500, type: 'server_error', code: 'api_error' },
  },
  {
    name: 'one that was named',
    status: 503,
    error: { type: 'api_error', message: 'x', details: { error_code: 'maintenance' } },
    told: { status: 503, type: 'server_error', code: 'maintenance' },
  },
  {
    name: 'a time that ran out',
    status: 504,
    error: { type: 'timeout_error', message: 'x' },
    told: { status: 504, type: 'server_error', code: 'timeout' },
  },
  {
    name: 'an upstream that has too much to do',
    status: 529,
    error: { type: 'overloaded_error', message: 'Overloaded' },
    told: { status: 503, type: 'server_error', code: 'overloaded_error' },
  },
  {
    name: 'something that is no error of the API',
    status: 500,
    text: '<html>proxy</html>',
    told: { status: 500, type: 'server_error', code: 'upstream_invalid_response' },
  },
  {
    name: 'the upstream’s word on trying again',
    status: 400,
    error: invalid('nope'),
    headers: { 'x-should-retry': 'false' },
    told: { status: 400, type: 'invalid_request_error', code: null },
    sentHeaders: quota,
  },
];
