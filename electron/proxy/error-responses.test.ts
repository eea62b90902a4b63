import { describe, expect, it } from 'vitest';
import { failure, streamOf, useFaultProxy } from './__fixtures__/fault-proxy.ts';
import { event, eventStream, json, message, type Script } from './__fixtures__/scripted-upstream.ts';

const faults = useFaultProxy();

const limits = {
  'request-id': 'req_limits',
  'retry-after': '7',
  'anthropic-ratelimit-requests-limit': '50',
  'anthropic-ratelimit-requests-remaining': '0',
  'anthropic-ratelimit-requests-reset': '+63s',
};
const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

describe('an upstream error', () => {
  it.each<[what: string, script: Script, status: number]>([
    [
      'with a status of its own',
      (_request, response) =>
        void response
          .writeHead(429, { ...json, ...limits })
          .end(JSON.stringify({ type: 'error', error: { type: 'rate_limit_error', message: 'Slow down' } })),
      429,
    ],
    [
      'under a status of success',
      (_request, response) => void response.writeHead(200, { ...json, ...limits }).end(JSON.stringify(overloaded)),
      503,
    ],
    ['as the first event of a stream', streamOf([event(overloaded)], { ...eventStream, ...limits }), 503],
  ])('%s has rate limits and request id under OpenAI’s names', async (_what, script, status) => {
    faults.upstream.script = script;
    const error = await failure(
      faults.client.chat.completions.create({
        model: 'gpt-4',
        max_tokens: 100,
        messages: [{ role: 'user', content: 'Hi' }],
        stream: true,
      }),
    );
    expect(error).toMatchObject({ status, requestID: 'req_limits' });
    const headers = error instanceof Error && 'headers' in error ? error.headers : null;
    if (!(headers instanceof Headers)) throw new Error('The error has no headers.');
    expect(Object.fromEntries(headers)).toMatchObject({
      'retry-after': '7',
      'x-ratelimit-limit-requests': '50',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1m3s',
      'openai-version': '2020-10-01',
      'openai-processing-ms': expect.stringMatching(/^\d+$/),
    });
  });

  it('includes a message with invalid content', async () => {
    faults.upstream.script = (_request, response) =>
      void response.writeHead(200, json).end(JSON.stringify(message('', { content: [null] })));
    expect(await failure(faults.whole())).toMatchObject({ status: 502, code: 'upstream_invalid_response' });
  });
});

it.each([
  [false, 503],
  [true, 529],
])('an overload with keepStatus529 %s has status %i', async (keepStatus529, status) => {
  const settings = faults.testProxy.settings.get();
  faults.testProxy.settings.save({ ...settings, translation: { ...settings.translation, keepStatus529 } });
  faults.upstream.script = (_request, response) => void response.writeHead(529, json).end(JSON.stringify(overloaded));
  expect(await failure(faults.whole())).toMatchObject({ status, code: 'overloaded_error' });
  faults.upstream.script = streamOf([event(overloaded)]);
  expect(await faults.streamed()).toMatchObject({ error: { status, code: 'overloaded_error' } });
  faults.testProxy.settings.save(settings);
});

describe('an invalid token count', () => {
  it.each(['<html>Sign in</html>', '{}', '{"input_tokens":"many"}'])('(%s) is an upstream error', async (body) => {
    faults.upstream.script = (_request, response) => void response.writeHead(200, json).end(body);
    const count = faults.client.responses.inputTokens.count({ model: 'gpt-4', input: 'Hi' });
    expect(await failure(count)).toMatchObject({ status: 502, code: 'upstream_invalid_response' });
  });
});

describe('a response of the proxy itself', () => {
  it.each([
    [
      'a refusal',
      '/v1/chat/completions',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
    ],
    ['no such endpoint', '/v1/nowhere', {}],
  ])('(%s) has the headers of OpenAI’s errors', async (_what, path, request) => {
    const { headers } = await fetch(`${faults.testProxy.origin}${path}`, request);
    expect(headers.get('x-request-id')).toBe(headers.get('x-dragoman-exchange'));
    expect(headers.get('openai-version')).toBe('2020-10-01');
    expect(headers.get('openai-processing-ms')).toMatch(/^\d+$/);
  });

  it('(the list of models) names the request as well', async () => {
    const { headers } = await fetch(`${faults.testProxy.origin}/v1/models`);
    expect(headers.get('x-request-id')).toBe(headers.get('x-dragoman-exchange'));
  });
});
