/** Notes on retiring models; the test controls the proxy's clock. */

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { json, message, type ScriptedUpstream, startScriptedUpstream } from './__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy } from './__fixtures__/test-proxy.ts';

let upstream: ScriptedUpstream;
let served: TestProxy;
const clock = { now: 0 };

beforeAll(async () => {
  upstream = await startScriptedUpstream((_request, response) => void response.writeHead(404).end());
  served = await startTestProxy({ overrides: { endpoint: upstream.endpoint }, now: () => clock.now });
});
beforeEach(() => {
  clock.now = Date.parse('2026-11-29');
});
afterAll(async () => {
  await served.close();
  await upstream.close();
});

const expectRefusals = (): void => {
  upstream.script = (_request, response) => void response.writeHead(200, json).end(JSON.stringify(message('Hi.')));
};
const isGone = (): void => {
  upstream.script = (request, response) => {
    const error = { type: 'not_found_error', message: `model: ${String(JSON.parse(request.body).model)}` };
    return void response.writeHead(404, json).end(JSON.stringify({ type: 'error', error }));
  };
};

async function post(path: string, model: string) {
  const body = path.endsWith('responses') ? { input: 'Hi' } : { messages: [{ role: 'user', content: 'Hi' }] };
  const response = await fetch(`${served.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, max_tokens: 16, ...body }),
  });
  return { headers: response.headers, body: JSON.parse(await response.text()) };
}

it.each([
  ['/v1/chat/completions', 'claude-sonnet-4-5', '2026-11-29', 'model-deprecated'],
  ['/v1/chat/completions', 'claude-sonnet-4-5-20250929', '2026-11-30', 'model-ended'],
  ['/v1/chat/completions', 'claude-opus-4-5', '2026-11-30', 'model-deprecated'],
  ['/v1/responses', 'claude-opus-4-5', '2027-01-22', 'model-ended'],
])('a request to %s for %s on %s has the note %s', async (path, model, day, code) => {
  clock.now = Date.parse(day);
  expectRefusals();
  const { headers } = await post(path, model);
  expect(headers.get('x-dragoman-notes')).toContain(code);
});

it('a passed-through request has the note in the log', async () => {
  expectRefusals();
  await post('/v1/messages', 'claude-opus-4-5');
  const { summary, notes } = await served.finished(({ summary: { endpoint } }) => endpoint === 'messages');
  expect(summary.modelUsed).toBe('claude-opus-4-5');
  expect(notes).toMatchObject([{ code: 'model-deprecated', verb: 'noticed' }]);
});

it('an active model has none', async () => {
  expectRefusals();
  const { headers } = await post('/v1/chat/completions', 'claude-opus-5-5');
  expect(headers.get('x-dragoman-notes') ?? '').not.toContain('model-');
});

it('the error for a retired model names its successor from its retirement day on', async () => {
  isGone();
  const currentError = async () => (await post('/v1/chat/completions', 'claude-sonnet-4-5')).body.error;
  expect((await currentError()).message).toMatch(/does not exist.*Nearest: claude-sonnet-/);
  clock.now = Date.parse('2026-11-30');
  expect(await currentError()).toMatchObject({
    code: 'model_not_found',
    param: 'model',
    message: expect.stringMatching(/was retired on 2026-11-30.*claude-sonnet-5-5/),
  });
});

it('an unknown model gets the same suggestions from a request and from the list', async () => {
  isGone();
  const nearest = (text: string): string | undefined => /Nearest: ([^.]+)\./.exec(text)?.[1];
  const suggestions = nearest((await post('/v1/chat/completions', 'claude-opus-9')).body.error.message);
  const listed = await fetch(`${served.origin}/v1/models/claude-opus-9`);
  expect(suggestions).toContain('claude-opus-');
  expect(nearest(await listed.text())).toBe(suggestions);
});

it('the built-in list has the dates for clients of Anthropic’s API, and no retired model', async () => {
  const list = async (headers: Record<string, string>): Promise<{ id: string }[]> =>
    JSON.parse(await (await fetch(`${served.origin}/v1/models`, { headers })).text()).data;
  const version = { 'anthropic-version': '2023-06-01' };
  const rowOf = async (id: string) => (await list(version)).find((model) => model.id === id);
  expect(await rowOf('claude-opus-4-5')).toMatchObject({ lifecycle: 'deprecated', retires_at: '2027-01-22T00:00:00Z' });
  expect(await rowOf('claude-sonnet-4-5')).toMatchObject({ deprecated_at: '2026-09-30T00:00:00Z' });
  clock.now = Date.parse('2026-11-30');
  expect(await rowOf('claude-sonnet-4-5')).toBeUndefined();
  expect(Object.keys((await list({}))[0] ?? {})).toEqual(['id', 'object', 'created', 'owned_by']);
});
