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
    name: 'a prompt above the context window',
    status: 400,
    error: invalid('prompt is too long: 210000 tokens > 200000 maximum'),
    expected: { status: 400, type: 'invalid_request_error', code: 'context_length_exceeded', param: 'messages' },
  },
  {
    name: 'insufficient credit',
    status: 400,
    error: invalid('Your credit balance is too low to access the Anthropic API.'),
    expected: { status: 402, type: 'insufficient_quota', code: 'insufficient_quota' },
    sentHeaders: quota,
  },
  {
    name: 'error_code before the wording',
    status: 400,
    error: invalid('whatever it says', { error_code: 'tool_reference_unresolved' }),
    expected: { status: 400, type: 'invalid_request_error', code: 'tool_reference_unresolved' },
  },
  {
    name: 'param is the client’s own path',
    status: 400,
    error: invalid('messages.2.content.0.image.source.base64: bad'),
    expected: { status: 400, type: 'invalid_request_error', code: null, param: 'messages[3].content[0]' },
  },
  {
    name: '401: the configured API key',
    status: 401,
    error: { type: 'authentication_error', message: 'invalid x-api-key' },
    expected: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  },
  {
    name: '402 billing_error',
    status: 402,
    error: { type: 'billing_error', message: 'x' },
    expected: { status: 402, type: 'insufficient_quota', code: 'insufficient_quota' },
    sentHeaders: quota,
  },
  {
    name: '403 permission_error',
    status: 403,
    error: { type: 'permission_error', message: 'x' },
    expected: { status: 403, type: 'invalid_request_error', code: 'permission_denied' },
  },
  {
    name: '404 unknown model',
    status: 404,
    error: { type: 'not_found_error', message: 'model: claude-opus-9' },
    expected: { status: 404, type: 'invalid_request_error', code: 'model_not_found', param: 'model' },
  },
  {
    name: '409',
    status: 409,
    error: { type: 'conflict_error', message: 'x' },
    expected: { status: 409, type: 'invalid_request_error', code: 'conflict' },
  },
  {
    name: '413 as an HTML page',
    status: 413,
    text: '<html>cloudflare',
    expected: { status: 413, type: 'invalid_request_error', code: 'request_too_large' },
  },
  {
    name: '429 for requests',
    status: 429,
    error: { type: 'rate_limit_error', message: 'slow down' },
    headers: { 'retry-after': '7', 'anthropic-ratelimit-requests-remaining': '0', 'request-id': 'req_1' },
    expected: { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
    sentHeaders: { 'retry-after': '7', 'x-request-id': 'req_1' },
  },
  {
    name: '429 for tokens',
    status: 429,
    error: { type: 'rate_limit_error', message: 'slow down' },
    headers: { 'anthropic-ratelimit-input-tokens-remaining': '0' },
    expected: { status: 429, type: 'tokens', code: 'rate_limit_exceeded' },
  },
  {
    name: '429 for a spend limit',
    status: 429,
    error: { type: 'rate_limit_error', message: 'x', details: { error_code: 'enforced_spend_limit_reached' } },
    expected: { status: 429, type: 'insufficient_quota', code: 'enforced_spend_limit_reached' },
    sentHeaders: quota,
  },
  {
    name: '500 api_error',
    status: 500,
    error: { type: 'api_error', message: 'x' },
    expected: { status: 500, type: 'server_error', code: 'api_error' },
  },
  {
    name: '503 with an error_code',
    status: 503,
    error: { type: 'api_error', message: 'x', details: { error_code: 'maintenance' } },
    expected: { status: 503, type: 'server_error', code: 'maintenance' },
  },
  {
    name: '504 timeout',
    status: 504,
    error: { type: 'timeout_error', message: 'x' },
    expected: { status: 504, type: 'server_error', code: 'timeout' },
  },
  {
    name: '529 overloaded_error',
    status: 529,
    error: { type: 'overloaded_error', message: 'Overloaded' },
    expected: { status: 503, type: 'server_error', code: 'overloaded_error' },
  },
  {
    name: 'a body that is not an API error',
    status: 500,
    text: '<html>proxy</html>',
    expected: { status: 500, type: 'server_error', code: 'upstream_invalid_response' },
  },
  {
    name: 'x-should-retry of the upstream',
    status: 400,
    error: invalid('nope'),
    headers: { 'x-should-retry': 'false' },
    expected: { status: 400, type: 'invalid_request_error', code: null },
    sentHeaders: quota,
  },
];
