import { describe, expect, it } from 'vitest';
import { jsonOf, useDirectedServer } from './__fixtures__/directed-server.ts';

const { post } = useDirectedServer();

describe('a directed error', () => {
  it.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [402, 'billing_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [409, 'conflict_error'],
    [413, 'request_too_large'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [503, 'api_error'],
    [504, 'timeout_error'],
    [529, 'overloaded_error'],
  ])('of status %i is of type %s', async (status, type) => {
    const result = await post(`status=${status}`);
    expect(result.status).toBe(status);
    expect(jsonOf(result)).toMatchObject({ type: 'error', error: { type }, request_id: result.headers['request-id'] });
  });

  it('carries the headers, code and text of the directive', async () => {
    const result = await post(
      'status=429 retry-after=2 should-retry=false code=ramp_limit_exceeded message="Slow down"',
    );
    expect(result.headers).toMatchObject({ 'retry-after': '2', 'x-should-retry': 'false' });
    expect(jsonOf(result)).toMatchObject({
      error: { message: 'Slow down', details: { error_code: 'ramp_limit_exceeded' } },
    });
  });

  it.each([
    ['prompt-too-long', 400, 'prompt is too long'],
    ['credit-balance', 400, 'credit balance is too low'],
    ['spend-limit', 429, 'usage limits'],
  ])('named %s has its own text', async (name, status, text) => {
    const result = await post(`error=${name}`);
    expect(result.status).toBe(status);
    expect(result.text).toContain(text);
  });

  it('expires after times=N', async () => {
    const statuses = [
      await post('status=529 times=2'),
      await post('status=529 times=2'),
      await post('status=529 times=2'),
    ];
    expect(statuses.map((result) => result.status)).toEqual([529, 529, 200]);
  });
});
