import { afterEach, describe, expect, it } from 'vitest';
import { useLimitedProxy } from './__fixtures__/oversized-responses.ts';
import { event, eventStream, json, message, type Script, textEvents } from './__fixtures__/scripted-upstream.ts';

/** Bytes. */
const BUDGET = 800_000;
const limited = useLimitedProxy(BUDGET);
const { post } = limited;
const ask = { model: 'gpt-4', max_tokens: 100, stream: true, messages: [{ role: 'user', content: 'Bonjour?' }] };
const respond = { model: 'gpt-4', stream: true, input: 'Bonjour?' };
const used = (): number => limited.testProxy.proxy.parts.memory.used;

/** Begins a text of that many characters and does not go on. */
const held =
  (characters: number): Script =>
  (_request, response) => {
    response.writeHead(200, eventStream);
    const [start = '', block = ''] = textEvents([]);
    const delta = { type: 'text_delta', text: 'x'.repeat(1_000) };
    const chunk = event({ type: 'content_block_delta', index: 0, delta });
    response.write(start + block + chunk.repeat(characters / 1_000));
  };

const leaving: AbortController[] = [];

/** A client that stays until the test is over. */
async function stay(path: string, body: object): Promise<Response> {
  const controller = new AbortController();
  leaving.push(controller);
  return await fetch(`${limited.testProxy.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: controller.signal,
  });
}

/** Waits until the used memory is stable: everything sent has been read. */
async function settled(): Promise<void> {
  let last = -1;
  await expect
    .poll(() => {
      const same = used() === last;
      last = used();
      return same;
    })
    .toBe(true);
}

afterEach(async () => {
  for (const controller of leaving.splice(0)) controller.abort();
  while (used() !== 0) await new Promise((resolve) => setImmediate(resolve));
});

describe('requests in progress', () => {
  it.each([
    ['/v1/chat/completions', ask],
    ['/v1/responses', respond],
    ['/v1/messages', ask],
  ])('of %s at 75 % of the budget make new ones fail with a 503', async (path, body) => {
    limited.upstream.script = held(20_000);
    let refused = await stay(path, body);
    for (let streams = 1; refused.status === 200 && streams < 50; streams += 1) {
      // The beginning passes when the client reads; the end does not come.
      void refused.text().catch(() => '');
      await settled();
      refused = await stay(path, body);
    }
    expect(refused.status).toBe(503);
    expect(used()).toBeGreaterThan(BUDGET * 0.7);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.stringify(await refused.json())).toMatch(/proxy_overloaded|overloaded_error|Dragoman holds/);
    // Requests without memory use still get a response.
    expect((await fetch(`${limited.testProxy.origin}/health`)).status).toBe(200);
    for (const controller of leaving.splice(0)) controller.abort();
    await expect.poll(used).toBe(0);
    limited.upstream.script = (_request, response) =>
      void response.writeHead(200, json).end(JSON.stringify(message('Bonjour')));
    expect((await post('/v1/chat/completions', ask)).status).toBe(200);
  });

  it('above the whole budget end with an error of their protocol', async () => {
    let grow = (): void => undefined;
    limited.upstream.script = (_request, response) => {
      response.writeHead(200, eventStream);
      response.write(textEvents(['Bonjour']).slice(0, 3).join(''));
      grow = () => {
        const delta = { type: 'text_delta', text: 'x'.repeat(10_000) };
        response.write(event({ type: 'content_block_delta', index: 0, delta }).repeat(10));
      };
    };
    const texts: Promise<string>[] = [];
    const growing: (() => void)[] = [];
    for (let index = 0; index < 8; index += 1) {
      const response = await stay('/v1/chat/completions', ask);
      texts.push(response.text());
      growing.push(grow);
    }
    for (const one of growing) one();
    const text = await Promise.any(texts);
    expect(text).toContain('proxy_overloaded');
    expect(text).not.toContain('[DONE]');
  });
});

describe('a finished request', () => {
  it.each<[what: string, script: Script]>([
    [
      'is complete',
      (_request, response) => void response.writeHead(200, json).end(JSON.stringify(message('x'.repeat(10_000)))),
    ],
    ['was refused upstream', (_request, response) => void response.writeHead(400, json).end('x'.repeat(10_000))],
    [
      'broke off',
      (_request, response) => response.writeHead(200, eventStream).write('data: {', () => response.destroy()),
    ],
    [
      'was streamed',
      (_request, response) => void response.writeHead(200, eventStream).end(textEvents(['Bonjour']).join('')),
    ],
  ])('holds no memory when it %s', async (_what, script) => {
    limited.upstream.script = script;
    for (const [path, body] of [
      ['/v1/chat/completions', ask],
      ['/v1/responses', { ...respond, stream: false }],
      ['/v1/messages', ask],
    ] as const) {
      await (await post(path, body)).text().catch(() => '');
    }
    await expect.poll(used).toBe(0);
  });
});
