import { APIError, AuthenticationError, InternalServerError, NotFoundError, RateLimitError } from 'openai';
import { describe, expect, it } from 'vitest';
import { RequestRefused } from '../../errors.ts';
import {
  failureBody,
  refusalBody,
  translateError,
  translateStreamError,
  type ErrorOptions,
} from './translate-error.ts';

const options: ErrorOptions = {
  locate: (path) => path.replace(/^messages\.(\d+).*/, (_, index) => `messages[${Number(index) + 1}]`),
  knownModels: ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5'],
};

interface Upstream {
  status: number;
  type?: string;
  message?: string;
  details?: object;
  headers?: Record<string, string>;
  text?: string;
}

function translate({ status, type = 'x_error', message = 'Said so.', details, headers = {}, text }: Upstream) {
  const body = text ?? JSON.stringify({ type: 'error', error: { type, message, details }, request_id: 'req_body' });
  return translateError({ status, body, headers }, options);
}

const prompt = 'prompt is too long: 210000 tokens > 200000 maximum';
const html = '<html>\n<head><title>413 Request Entity Too Large</title></head> cloudflare';

it('parses the paths and the limit of images that are too large', () => {
  const details = {
    error_code: 'image_dimensions_too_large',
    max_side_length_pixels: 2000,
    paths: ['messages.0.content.1', 'messages.2.content.0'],
  };
  const { error } = translate({ status: 400, message: 'Too large', details }).body;
  expect(error).toMatchObject({ code: 'image_dimensions_too_large', param: 'messages[1]' });
  expect(error.message).toContain('2000 pixels');
  expect(error.message).toContain('messages[1], messages[3]');
});

it.each([null, {}, { paths: 'no list', max_side_length_pixels: 'many' }])('accepts image details %j', (details) => {
  const detailed = { ...details, error_code: 'image_dimensions_too_large' };
  const { error } = translate({ status: 400, message: 'messages.1.content.0: too large', details: detailed }).body;
  expect(error).toMatchObject({ code: 'image_dimensions_too_large', param: 'messages[2]' });
  expect(error.message).toContain('Scale the image down, or leave it out.');
});

function raised(upstream: Upstream) {
  const response = translate(upstream);
  return APIError.generate(response.status, response.body, undefined, new Headers(response.headers));
}

describe('an upstream error', () => {
  it.each<[Upstream, number, string, string | null]>([
    [{ status: 400, message: prompt }, 400, 'invalid_request_error', 'context_length_exceeded'],
    [
      { status: 400, message: 'input length and `max_tokens` exceed context limit: 1 + 2 > 2' },
      400,
      'invalid_request_error',
      'context_length_exceeded',
    ],
    [
      { status: 400, message: 'Your credit balance is too low to access the API.' },
      402,
      'insufficient_quota',
      'insufficient_quota',
    ],
    [
      { status: 400, message: 'You have reached your specified API usage limits.' },
      402,
      'insufficient_quota',
      'insufficient_quota',
    ],
    [
      { status: 400, details: { error_code: 'tool_reference_unresolved' } },
      400,
      'invalid_request_error',
      'tool_reference_unresolved',
    ],
    [
      { status: 400, message: 'foo: Extra inputs are not permitted' },
      400,
      'invalid_request_error',
      'unsupported_parameter',
    ],
    [{ status: 400, message: 'Something else' }, 400, 'invalid_request_error', null],
    [{ status: 401, message: 'invalid x-api-key' }, 401, 'invalid_request_error', 'invalid_api_key'],
    [{ status: 402 }, 402, 'insufficient_quota', 'insufficient_quota'],
    [{ status: 403 }, 403, 'invalid_request_error', 'permission_denied'],
    [{ status: 404, message: 'model: claude-sonet-5-5' }, 404, 'invalid_request_error', 'model_not_found'],
    [{ status: 404, message: 'Not Found' }, 404, 'invalid_request_error', 'not_found'],
    [{ status: 409 }, 409, 'invalid_request_error', 'conflict'],
    [{ status: 413 }, 413, 'invalid_request_error', 'request_too_large'],
    [{ status: 413, text: html }, 413, 'invalid_request_error', 'request_too_large'],
    [
      { status: 429, headers: { 'anthropic-ratelimit-requests-remaining': '0' } },
      429,
      'requests',
      'rate_limit_exceeded',
    ],
    [
      { status: 429, headers: { 'anthropic-ratelimit-input-tokens-remaining': '0' } },
      429,
      'tokens',
      'rate_limit_exceeded',
    ],
    [{ status: 429, details: { error_code: 'ramp_limit_exceeded' } }, 429, 'requests', 'rate_limit_exceeded'],
    [
      { status: 429, details: { error_code: 'enforced_spend_limit_reached' } },
      429,
      'insufficient_quota',
      'enforced_spend_limit_reached',
    ],
    [{ status: 500 }, 500, 'server_error', 'api_error'],
    [{ status: 503, details: { error_code: 'cmek_key_unreachable' } }, 503, 'server_error', 'cmek_key_unreachable'],
    [{ status: 504 }, 504, 'server_error', 'timeout'],
    [{ status: 529 }, 503, 'server_error', 'overloaded_error'],
    [{ status: 529, text: '' }, 503, 'server_error', 'overloaded_error'],
    [{ status: 502, text: '<html>Bad gateway</html>' }, 502, 'server_error', 'upstream_invalid_response'],
    [{ status: 401, text: '' }, 401, 'server_error', 'upstream_invalid_response'],
    [
      { status: 200, text: '<html>Welcome to the hotel Wi-Fi</html>' },
      502,
      'server_error',
      'upstream_invalid_response',
    ],
    [{ status: 422, text: '{"error":"model not loaded"}' }, 422, 'invalid_request_error', null],
    [{ status: 200, type: 'overloaded_error' }, 503, 'server_error', 'overloaded_error'],
    [{ status: 200, type: 'authentication_error' }, 401, 'invalid_request_error', 'invalid_api_key'],
    [{ status: 200, type: 'nobody_knows_error' }, 502, 'server_error', 'nobody_knows_error'],
    [{ status: 302, text: '{"error":{"message":"moved","code":"moved"}}' }, 502, 'server_error', 'moved'],
  ])('%o becomes %i %s %s', (upstream, status, type, code) => {
    const response = translate(upstream);
    expect(response.status).toBe(status);
    expect(response.body.error).toMatchObject({ type, code });
    expect(Object.keys(response.body.error)).toEqual(expect.arrayContaining(['message', 'type', 'param', 'code']));
    // The official client turns it into a readable error.
    expect(raised(upstream).message).toContain(response.body.error.message);
    expect(raised(upstream).code).toBe(code);
  });

  it('raises the expected SDK error class', () => {
    expect(raised({ status: 401 })).toBeInstanceOf(AuthenticationError);
    expect(raised({ status: 429 })).toBeInstanceOf(RateLimitError);
    expect(raised({ status: 529 })).toBeInstanceOf(InternalServerError);
    expect(raised({ status: 404 })).toBeInstanceOf(NotFoundError);
  });

  it('sets param to the client’s own field', () => {
    const { body } = translate({ status: 400, message: 'messages.2.content.0.image.source.base64: bad' });
    expect(body.error.param).toBe('messages[3]');
  });

  it.each([
    ['`temperature` is deprecated for this model.', 'temperature'],
    ['max_tokens: 9 > 8, which is the maximum', 'max_tokens'],
    ['"thinking.type.enabled" is not supported for this model.', 'thinking.type.enabled'],
    ['tools.0.custom.name: String should match', 'tools[0].custom.name'],
    ['tool_choice.any may only be specified while providing tools', 'tool_choice.any'],
    ['Schema is too complex for compilation.', null],
    ['error: something', null],
  ])('finds the path in %j', (message, param) => {
    const body = JSON.stringify({ error: { type: 'invalid_request_error', message } });
    const response = translateError({ status: 400, body, headers: {} }, { ...options, locate: null });
    expect(response.body.error.param).toBe(param);
  });

  it('suggests models close to the requested one', () => {
    const { body } = translate({ status: 404, message: 'model: claude-sonet-5-5' });
    expect(body.error.message).toMatch(/`claude-sonet-5-5`.*Nearest: claude-sonnet-5-5/);
    expect(body.error.param).toBe('model');
    expect(translate({ status: 404, message: 'model: gpt-4o' }).body.error.hint).toMatch(/v1\/models/);
  });

  it('sends x-should-retry false for errors that a retry cannot solve', () => {
    expect(translate({ status: 402 }).headers['x-should-retry']).toBe('false');
    expect(translate({ status: 429, details: { error_code: 'contract_spend_limit_reached' } }).headers).toMatchObject({
      'x-should-retry': 'false',
    });
    expect(translate({ status: 429 }).headers['x-should-retry']).toBeUndefined();
    expect(translate({ status: 400, headers: { 'x-should-retry': 'false' } }).headers['x-should-retry']).toBe('false');
  });

  it('has the request id, from the header or the body', () => {
    expect(translate({ status: 400, headers: { 'request-id': 'req_1' } }).headers['x-request-id']).toBe('req_1');
    expect(translate({ status: 400 }).headers['x-request-id']).toBe('req_body');
  });

  it('keeps the upstream’s error in error.anthropic', () => {
    const details = { error_code: 'image_dimensions_too_large', paths: ['messages.0'] };
    expect(translate({ status: 400, type: 'invalid_request_error', details }).body.error.anthropic).toEqual({
      type: 'invalid_request_error',
      error_code: 'image_dimensions_too_large',
      details,
      request_id: 'req_body',
    });
  });

  it('bounds message, details and ids', () => {
    const long = 'usage limit '.repeat(12_000);
    const body = {
      type: 'error',
      error: { type: long, message: long, code: long, details: { error_code: long, paths: [long] } },
      request_id: `req\n${long}`,
    };
    const result = translateError({ status: 400, body: JSON.stringify(body), headers: {} }, options);
    expect(JSON.stringify(result).length).toBeLessThan(30_000);
    expect(result.headers['x-request-id']).toBeUndefined();
  });

  it('does not serialise details that nest 100,000 levels', () => {
    const details = '['.repeat(100_000) + ']'.repeat(100_000);
    const body = `{"type":"error","error":{"type":"invalid_request_error","message":"no","details":${details}}}`;
    expect(translateError({ status: 400, body, headers: {} }, options)).toMatchObject({
      status: 400,
      body: { error: { code: 'upstream_invalid_response' } },
    });
  });

  it('does not parse what is longer than a million characters, and quotes its beginning', () => {
    const body = JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'x'.repeat(2e6) } });
    const result = translateError({ status: 400, body, headers: {} }, options);
    expect(result).toMatchObject({ status: 400, body: { error: { code: 'upstream_invalid_response' } } });
    expect(result.body.error.message).toMatch(/not an API error: \{"type":"error"/);
    expect(result.body.error.message.length).toBeLessThan(500);
  });

  it('quotes only the beginning of a body that is not an API error', () => {
    const { body } = translate({ status: 502, text: `<p>${'x'.repeat(10_000)}` });
    expect(body.error.message).toContain('<p>xxx');
    expect(body.error.message.length).toBeLessThan(500);
  });

  it('a 401 names the API key configured in Dragoman', () => {
    const { body } = translate({ status: 401, message: 'invalid x-api-key' });
    expect(body.error.message).toMatch(/key configured in Dragoman.*invalid x-api-key/);
    expect(body.error.hint).toBeDefined();
  });
});

describe('an error event', () => {
  it.each([
    ['overloaded_error', 503, 'overloaded_error'],
    ['api_error', 500, 'api_error'],
    ['rate_limit_error', 429, 'rate_limit_exceeded'],
    ['invalid_request_error', 400, 'context_length_exceeded'],
    ['nobody_knows_error', 500, 'api_error'],
  ])('of type %s has the status of the HTTP error', (type, status, code) => {
    const response = translateStreamError({ type: 'error', error: { type, message: prompt } });
    expect(response).toMatchObject({ status, body: { error: { code } } });
  });

  it('has param null', () => {
    const error = { type: 'invalid_request_error', message: 'messages.3.content.0: bad' };
    expect(translateStreamError({ type: 'error', error }).body.error.param).toBeNull();
  });

  it('without any content is still an error', () => {
    expect(translateStreamError({ type: 'error' })).toMatchObject({ status: 500, body: { error: { param: null } } });
  });
});

describe('an error of the proxy itself', () => {
  it('has the hint in message and in hint', () => {
    const response = failureBody('upstream_unreachable', 'The upstream cannot be reached', 'Check the network.');
    expect(response).toEqual({
      status: 502,
      body: {
        error: {
          message: 'The upstream cannot be reached. Check the network.',
          type: 'server_error',
          param: null,
          code: 'upstream_unreachable',
          hint: 'Check the network.',
        },
      },
    });
  });

  it('names the field of a refused request', () => {
    const refused = new RequestRefused({ code: 'unsupported_value', message: 'No.', hint: 'Send 1.', param: 'n' });
    expect(refusalBody(refused)).toEqual({
      status: 400,
      body: {
        error: {
          message: 'No. Send 1.',
          type: 'invalid_request_error',
          param: 'n',
          code: 'unsupported_value',
          hint: 'Send 1.',
        },
      },
    });
  });
});
