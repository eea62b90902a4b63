import { describe, expect, it } from 'vitest';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';
import { startTestProxy } from './__fixtures__/test-proxy.ts';
import { testKey } from './test-key.ts';

const served = useMockServerProxy({ aliases: { 'gpt-4o': 'claude-opus-5-5' } }, { demo: true });

async function get(path: string, from = served.testProxy, headers: Record<string, string> = {}) {
  const response = await fetch(`${from.origin}${path}`, { headers });
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

const idsOf = (body: { data: { id: string }[] }): string[] => body.data.map(({ id }) => id);

describe('GET /v1/models', () => {
  it('lists the upstream’s models and the aliases', async () => {
    const { body, headers } = await get('/v1/models');
    expect(body.object).toBe('list');
    expect(idsOf(body)).toEqual(expect.arrayContaining(['claude-opus-5-5', 'gpt-4o']));
    expect(body.data[0]).toEqual({
      id: expect.any(String),
      object: 'model',
      created: expect.any(Number),
      owned_by: 'anthropic',
    });
    expect(headers.get('x-dragoman-models')).toBe('upstream');
    expect(headers.get('x-dragoman-demo')).toBe('1');
  });

  it('has the catalog that Codex reads beside the list, the configured model first', async () => {
    const { body } = await get('/v1/models?client_version=0.171.0');
    expect(idsOf(body)).toEqual(expect.arrayContaining(['claude-opus-5-5', 'gpt-4o']));
    const bySlug = new Map<string, object>(body.models.map((model: { slug: string }) => [model.slug, model]));
    expect([...bySlug.keys()].toSorted()).toEqual(idsOf(body).toSorted());
    const { settings } = served.testProxy;
    expect(body.models[0]).toMatchObject({ slug: settings.get().model, priority: 1 });
    expect(bySlug.get('gpt-4o')).toMatchObject({
      description: 'Answered by claude-opus-5-5.',
      context_window: 1_000_000,
      supported_reasoning_levels: expect.arrayContaining([{ effort: 'max', description: expect.any(String) }]),
    });
    expect((await get('/v1/models')).body).not.toHaveProperty('models');
  });

  it('calls the upstream once for all clients', async () => {
    const upstreamCalls = (): number =>
      served.mockServer.requests.filter(({ target }) => target.startsWith('/v1/models')).length;
    await get('/v1/models');
    const before = upstreamCalls();
    await get('/v1/models');
    await get('/v1/models/gpt-4o');
    expect(upstreamCalls()).toBe(before);
  });

  it('has Anthropic’s shape for clients of that API', async () => {
    const { body } = await get('/v1/models', served.testProxy, { 'anthropic-version': '2023-06-01' });
    expect(body).toMatchObject({ has_more: false, first_id: expect.any(String), last_id: expect.any(String) });
    expect(body.data[0]).toMatchObject({
      type: 'model',
      display_name: expect.any(String),
      created_at: expect.any(String),
    });
    expect(idsOf(body)).not.toContain('gpt-4o');
  });

  it('is paginated for clients of that API', async () => {
    const version = { 'anthropic-version': '2023-06-01' };
    const all = idsOf((await get('/v1/models', served.testProxy, version)).body);
    const first = (await get('/v1/models?limit=2', served.testProxy, version)).body;
    expect(first).toMatchObject({ has_more: true, first_id: all[0], last_id: all[1] });
    const rest = (await get(`/v1/models?limit=1000&after_id=${String(all[1])}`, served.testProxy, version)).body;
    expect(rest.has_more).toBe(false);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(all);
    const back = (await get(`/v1/models?limit=2&before_id=${String(all[4])}`, served.testProxy, version)).body;
    expect(idsOf(back)).toEqual(all.slice(2, 4));
    expect(back.has_more).toBe(true);
    const past = (await get(`/v1/models?after_id=${String(all.at(-1))}`, served.testProxy, version)).body;
    expect(past).toEqual({ data: [], has_more: false, first_id: null, last_id: null });
  });

  it.each([
    ['without a key', { apiKey: null }],
    ['when the upstream is unreachable', { overrides: { endpoint: 'http://127.0.0.1:1/v1/messages' } }],
  ])('is the built-in list %s, and says so', async (_when, options) => {
    const alone = await startTestProxy(options);
    const { status, body, headers } = await get('/v1/models', alone);
    expect(status).toBe(200);
    expect(idsOf(body)).toContain('claude-sonnet-5-5');
    expect(headers.get('x-dragoman-models')).toContain('built-in list');
    await alone.close();
  });

  it('suggests similar names for an unknown model', async () => {
    const { status, body } = await get('/v1/models/claude-opus-9');
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 'model_not_found', param: 'model' });
    expect(body.error.message).toContain('claude-opus-');
  });
});

describe('the key test', () => {
  it('requests the list of models, which is free', async () => {
    const before = served.mockServer.requests.length;
    expect(await testKey(served.testProxy.proxy.parts)).toMatchObject({ ok: true });
    const [upstreamCalls] = served.mockServer.requests.slice(before);
    expect(upstreamCalls).toMatchObject({ method: 'GET', target: '/v1/models?limit=1' });
  });

  it('names the error', async () => {
    const keyless = await startTestProxy({ apiKey: null });
    expect(await testKey(keyless.proxy.parts)).toMatchObject({ ok: false, hint: expect.any(String) });
    await keyless.close();
    const lost = await startTestProxy({ overrides: { endpoint: 'http://127.0.0.1:1/v1/messages' } });
    expect(await testKey(lost.proxy.parts)).toMatchObject({
      ok: false,
      message: expect.stringContaining('could not be reached'),
    });
    await lost.close();
  });
});
