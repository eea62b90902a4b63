import Anthropic from '@anthropic-ai/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventStream, startScriptedUpstream, textEvents } from './__fixtures__/scripted-upstream.ts';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';
import { startTestProxy, TEST_KEY } from './__fixtures__/test-proxy.ts';

const served = useMockServerProxy();

let client: Anthropic;

beforeAll(() => {
  client = new Anthropic({ baseURL: served.testProxy.origin, apiKey: 'sk-of-the-client', maxRetries: 0 });
});

const request = {
  model: 'claude-sonnet-5-5',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

describe('the official Anthropic client', () => {
  it('returns a message', async () => {
    const message = await client.messages.create(request);
    expect(message).toMatchObject({ type: 'message', role: 'assistant' });
  });

  it('streams', async () => {
    const message = await client.messages.stream(request).finalMessage();
    expect(message.content.map((block) => block.type)).toContain('text');
  });

  it('counts tokens', async () => {
    const { max_tokens: _limit, ...rest } = request;
    expect((await client.messages.countTokens(rest)).input_tokens).toBeGreaterThan(0);
  });

  it('lists models in its own shape', async () => {
    const page = await client.models.list();
    expect(page.data[0]).toMatchObject({ type: 'model', id: expect.any(String) });
  });

  it('returns the upstream’s errors unchanged', async () => {
    const error: unknown = await client.messages
      .create({ ...request, max_tokens: -1 })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error).toMatchObject({ status: 400, requestID: expect.stringMatching(/^req_/) });
  });

  it.each<[what: string, ask: () => Promise<unknown>, status: number, type: string]>([
    ['a model that does not exist', () => client.models.retrieve('claude-none'), 404, 'not_found_error'],
    ['an endpoint that is not served', () => client.messages.batches.list(), 404, 'not_found_error'],
    ['a body that is no JSON', () => client.post('/v1/messages', { body: '{"a":' }), 400, 'invalid_request_error'],
    [
      'a poisoned prototype',
      () => client.messages.create({ ...request, ...JSON.parse('{"constructor":{"prototype":1}}') }),
      400,
      'invalid_request_error',
    ],
  ])('gets the error class of %s', async (_what, ask, status, type) => {
    const error: unknown = await ask().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(error).toMatchObject({
      status,
      type,
      error: { type: 'error', error: { message: expect.any(String) }, request_id: expect.any(String) },
      requestID: expect.any(String),
    });
  });

  it('gets an error when the upstream is unreachable; the log has our error code', async () => {
    const lost = await startTestProxy({ overrides: { endpoint: 'http://127.0.0.1:1/v1/messages' } });
    const direct = new Anthropic({ baseURL: lost.origin, apiKey: 'any', maxRetries: 0 });
    const error: unknown = await direct.messages.create(request).catch((reason: unknown) => reason);
    const details = { error_code: 'upstream_unreachable' };
    expect(error).toMatchObject({ status: 502, type: 'api_error', error: { error: { details } } });
    expect((await lost.finished()).summary).toMatchObject({ state: 'failed', errorCode: 'upstream_unreachable' });
    await lost.close();
  });

  it('receives an error for a redirect, which is never followed', async () => {
    const elsewhere = await startScriptedUpstream((_request, response) => response.end('{}'));
    const upstream = await startScriptedUpstream((_request, response) => {
      response.writeHead(307, { location: elsewhere.endpoint }).end();
    });
    const other = await startTestProxy({ overrides: { endpoint: upstream.endpoint } });
    const direct = new Anthropic({ baseURL: other.origin, apiKey: 'any', maxRetries: 0 });
    const error: unknown = await direct.messages.create(request).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 502, type: 'api_error' });
    expect(String(error)).toContain('307');
    expect(elsewhere.received).toEqual([]);
    for (const one of [other, upstream, elsewhere]) await one.close();
  });

  it('sends its version and betas with our key', async () => {
    await client.beta.messages.create({ ...request, betas: ['context-management-2025-06-27'] });
    const sent = served.mockServer.requests.findLast((one) => one.method === 'POST');
    expect(sent?.headers).toMatchObject({
      'anthropic-version': expect.any(String),
      'x-api-key': TEST_KEY,
      'anthropic-beta': 'context-management-2025-06-27',
    });
    expect(sent?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(sent?.headers)).not.toContain('sk-of-the-client');
  });
});

it('forwards bodies byte for byte in both directions', async () => {
  const events = textEvents(['Bon', 'jöur 🌍'], '\r\n').join('') + ': a comment at the end';
  const upstream = await startScriptedUpstream((_request, response) => {
    response.writeHead(200, { ...eventStream, 'anthropic-organization-id': 'org', 'set-cookie': 'a=b' });
    response.end(events);
  });
  const other = await startTestProxy({ overrides: { endpoint: upstream.endpoint } });
  const body = '{ "model" : "claude-x", "messages":[ ],\n "stream": true, "unknown": 1.50 }';
  const response = await fetch(`${other.origin}/v1/messages/?beta=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', cookie: 'c=d' },
    body,
  });
  expect(await response.text()).toBe(events);
  expect(response.headers.get('anthropic-organization-id')).toBe('org');
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(upstream.received[0]).toMatchObject({ body, url: '/v1/messages?beta=true' });
  expect(upstream.received[0]?.headers).not.toHaveProperty('cookie');
  const exchange = await other.finished();
  expect(exchange.summary).toMatchObject({ endpoint: 'messages', state: 'done', modelUsed: 'claude-x', stream: true });
  expect(exchange.summary.tokens).toMatchObject({ input: 10, output: 5 });
  expect(exchange.upstreamResponse?.body).toBe(events);
  await other.close();
  await upstream.close();
});

it('a truncated upstream stream is truncated for the client', async () => {
  const upstream = await startScriptedUpstream((_request, response) => {
    response.writeHead(200, eventStream);
    response.write(textEvents(['Bonjour']).slice(0, 3).join(''), () => response.destroy());
  });
  const other = await startTestProxy({ overrides: { endpoint: upstream.endpoint } });
  const direct = new Anthropic({ baseURL: other.origin, apiKey: 'any', maxRetries: 0 });
  await expect(direct.messages.stream(request).finalMessage()).rejects.toBeInstanceOf(Error);
  const exchange = await other.finished();
  expect(exchange.summary).toMatchObject({ state: 'failed', errorCode: 'upstream_truncated' });
  await other.close();
  await upstream.close();
});
