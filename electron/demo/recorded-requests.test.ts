import { describe, expect, it } from 'vitest';
import { createMockServer } from './index.ts';
import { useDirectedServer } from './__fixtures__/directed-server.ts';

const server = useDirectedServer();

describe('the record of requests', () => {
  it('keeps each request and its outcome', async () => {
    await server.post('status=418');
    expect(server.mockServer.requests).toHaveLength(1);
    expect(server.mockServer.requests[0]).toMatchObject({
      method: 'POST',
      target: '/v1/messages',
      body: { max_tokens: 4000 },
    });
  });

  it('records a client disconnect', async () => {
    const leaving = new AbortController();
    const response = await fetch(server.endpoint, {
      method: 'POST',
      signal: leaving.signal,
      headers: { 'x-api-key': 'k', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'claude-opus-4-8',
        max_tokens: 9,
        stream: true,
        messages: [{ role: 'user', content: 'Hello [[mock: stall=60000]]' }],
      }),
    });
    expect(response.status).toBe(200);
    leaving.abort();
    await expect.poll(() => server.mockServer.requests[0]?.outcome).toBe('client-gone');
  });

  it('takes directives from a script as well', async () => {
    const scripted = createMockServer({ script: () => ({ status: 529, 'retry-after': 1 }) });
    const { endpoint: other } = await scripted.start();
    const response = await fetch(other, {
      method: 'POST',
      headers: { authorization: 'Bearer k', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'claude-opus-4-8', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] }),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([529, '1']);
    await scripted.close();
  });
});
