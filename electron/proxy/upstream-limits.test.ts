import { brotliCompressSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { endless, send, smallLimits, tooLarge, useLimitedProxy } from './__fixtures__/oversized-responses.ts';
import { event, eventStream, json, message, textEvents } from './__fixtures__/scripted-upstream.ts';
import { testKey } from './test-key.ts';

const limited = useLimitedProxy();
const { post } = limited;

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const toolBlock = (input: string): string =>
  `{"type":"tool_use","id":"toolu_1","name":"x","input":${input === '' ? '{}' : `{"a":${input}}`}}`;
const wholeWith = (block: string): string => JSON.stringify(message('', { content: [] })).replace('[]', `[${block}]`);
const ask = { model: 'gpt-4', max_tokens: 100, messages: [{ role: 'user', content: 'Bonjour?' }] };
const respond = { model: 'gpt-4', input: 'Bonjour?' };

/** Every request that makes the proxy read a response of the upstream into memory. */
const requests: readonly (readonly [what: string, send: () => Promise<Response>])[] = [
  ['a chat completion', () => post('/v1/chat/completions', ask)],
  ['a streamed chat completion', () => post('/v1/chat/completions', { ...ask, stream: true })],
  ['a text completion', () => post('/v1/completions', { model: 'gpt-4', prompt: 'Bonjour?' })],
  ['a response', () => post('/v1/responses', respond)],
  ['a streamed response', () => post('/v1/responses', { ...respond, stream: true })],
  ['a count of tokens', () => post('/v1/responses/input_tokens', respond)],
];

async function codeOf(response: Response): Promise<{ status: number; code: unknown }> {
  const body: unknown = await response.json();
  const code = /"code":"(\w+)"/.exec(JSON.stringify(body))?.[1];
  return { status: response.status, code };
}

describe.each(requests)('%s', (_request, sent) => {
  describe.each([
    ['a success', 200, json],
    ['a success that is called a stream', 200, eventStream],
    ['an error', 400, json],
  ])('with %s', (_kind, status, head) => {
    it.each(tooLarge)('of %s is a 502 with its own code', async (_what, make) => {
      limited.upstream.script = make(head, status);
      expect(await codeOf(await sent())).toEqual({ status: 502, code: 'upstream_response_too_large' });
    });
  });

  it('has its cause in the log', async () => {
    limited.upstream.script = endless(json, 'x'.repeat(16 * 1024));
    await sent();
    const { error } = await limited.testProxy.finished((one) => one.error !== null);
    expect(error).toMatchObject({ code: 'upstream_response_too_large' });
    expect(error?.message).toContain('127.0.0.1');
  });
});

describe('a message', () => {
  const complex = { status: 502, code: 'upstream_response_too_large' };

  it.each([
    ['nests 100,000 levels', wholeWith(toolBlock(nested(100_000)))],
    ['nests 300 levels', wholeWith(toolBlock(nested(300)))],
  ])('that %s is a 502', async (_what, body) => {
    limited.upstream.script = send(json, body);
    expect(await codeOf(await post('/v1/chat/completions', ask))).toEqual(complex);
    expect(await codeOf(await post('/v1/responses', respond))).toEqual(complex);
  });

  it('that nests 100 levels is forwarded', async () => {
    limited.upstream.script = send(json, wholeWith(toolBlock(nested(100))));
    expect((await post('/v1/chat/completions', ask)).status).toBe(200);
  });

  it('with truncated compression is a truncated response', async () => {
    limited.upstream.script = send(
      { ...json, 'content-encoding': 'gzip' },
      gzipSync(JSON.stringify(message('x'))).subarray(0, -9),
    );
    expect(await codeOf(await post('/v1/chat/completions', ask))).toEqual({ status: 502, code: 'upstream_truncated' });
  });

  it('with a compression ratio above 200 is forwarded while it is short', async () => {
    const body = JSON.stringify(message('a'.repeat(smallLimits.ratioFrom - 1024)));
    limited.upstream.script = send({ ...json, 'content-encoding': 'br' }, brotliCompressSync(body));
    const response = await post('/v1/chat/completions', ask);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('a'.repeat(smallLimits.ratioFrom - 1024));
  });
});

describe('a stream', () => {
  const begun = textEvents(['Bonjour']).slice(0, 3);
  const block = (content: string): string =>
    `data: {"type":"content_block_start","index":1,"content_block":${content}}\n\n`;

  it.each([
    [
      'an event longer than the limit',
      send(eventStream, [...begun, `data: ${'x'.repeat(smallLimits.event + 1)}`].join('')),
    ],
    ['an event without end', endless(eventStream, 'data: xxxxxxxxxxxxxxx\n')],
    ['a line without end', endless(eventStream, 'data: xxxxxxxxxxxxxxx')],
    ['pings without end', endless(eventStream, event({ type: 'ping' }).repeat(100))],
    ['comments without end', endless(eventStream, `: ${'x'.repeat(1024)}\n`)],
    ['a block that nests 100,000 levels', send(eventStream, block(toolBlock(nested(20_000))))],
    ['more broken events than a stream has', send(eventStream, 'data: {\n\n'.repeat(2_000))],
  ])('with %s is a 502', async (_what, script) => {
    limited.upstream.script = script;
    for (const response of [
      await post('/v1/chat/completions', { ...ask, stream: true }),
      await post('/v1/responses', { ...respond, stream: true }),
      await post('/v1/chat/completions', ask),
    ]) {
      const text = await response.text();
      // What begins well has been sent by then, and ends with an error in the stream.
      expect([200, 502]).toContain(response.status);
      // A failed response of the Responses API has other codes; its message is the same.
      expect(text).toMatch(/127\.0\.0\.1:\d+ sent (?:an event|a response|a stream|JSON)/);
      expect(text).not.toContain('[DONE]');
      expect(text).not.toContain('response.completed');
    }
  });

  it('with arguments that nest 100,000 levels keeps them as text', async () => {
    const deep = nested(20_000);
    limited.upstream.script = send(
      eventStream,
      [
        textEvents([])[0],
        event({
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'thinking', thinking: '', signature: 's' },
        }),
        event({ type: 'content_block_stop', index: 0 }),
        block(toolBlock('')),
        event({
          type: 'content_block_delta',
          index: 1,
          delta: { type: 'input_json_delta', partial_json: `{"a":${deep}}` },
        }),
        event({ type: 'content_block_stop', index: 1 }),
        event({
          type: 'message_delta',
          delta: { stop_reason: 'tool_use', stop_sequence: null },
          usage: { output_tokens: 5 },
        }),
        event({ type: 'message_stop' }),
      ].join(''),
    );
    const chat = await (await post('/v1/chat/completions', { ...ask, stream: true })).text();
    expect(chat).toContain(deep);
    expect(chat).toContain('[DONE]');
    expect(await (await post('/v1/responses', { ...respond, stream: true })).text()).toContain('response.completed');
    expect((await post('/v1/chat/completions', ask)).status).toBe(200);
  });

  it('with more blocks than a call takes arguments is forwarded', async () => {
    const blocks = Array.from({ length: 2_000 }, (_, index) => [
      `data: {"type":"content_block_start","index":${index},"content_block":{"type":"text","text":""}}\n\n`,
    ]);
    const [start, ...rest] = [textEvents([])[0], ...textEvents([]).slice(-2)];
    limited.upstream.script = send(eventStream, [start, ...blocks.flat(), ...rest].join(''));
    expect(await (await post('/v1/chat/completions', { ...ask, stream: true })).text()).toContain('[DONE]');
  });
});

describe('the key test', () => {
  it.each(tooLarge)('ends when the upstream sends %s', async (_what, make) => {
    limited.upstream.models = make(json, 200);
    const { ok, message: said } = await testKey(limited.testProxy.proxy.parts);
    expect(ok).toBe(false);
    expect(said).toMatch(/127\.0\.0\.1:\d+ sent /);
  });
});

describe('GET /v1/models', () => {
  const list = async (): Promise<Response> => await fetch(`${limited.testProxy.origin}/v1/models`);
  beforeEach(() => limited.testProxy.proxy.parts.modelList.forget());

  it.each(tooLarge)('is the built-in one when the upstream sends %s', async (_what, make) => {
    limited.upstream.models = make(json, 200);
    // Twice: the first must leave nothing open that the second waits for.
    for (const response of [await list(), await list()]) {
      expect(response.status).toBe(200);
      expect(response.headers.get('x-dragoman-models')).toMatch(/built-in list/);
      expect(await response.text()).toContain('claude');
    }
  });

  it('omits names above 256 characters, and accepts any number of entries', async () => {
    const data = [{ id: 'm'.repeat(257) }, ...Array.from({ length: 3_000 }, (_, index) => ({ id: `m${index}` }))];
    limited.upstream.models = send(json, JSON.stringify({ data, has_more: false }));
    const text = await (await list()).text();
    expect(text).toContain('"m2999"');
    expect(text).not.toContain('m'.repeat(257));
  });

  it('that never ends stops at ten thousand names', async () => {
    let pages = 0;
    limited.upstream.models = (_request, response) => {
      pages += 1;
      const data = Array.from({ length: 3_000 }, (_, index) => ({ id: `m${pages}-${index}` }));
      response.writeHead(200, json).end(JSON.stringify({ data, has_more: true, last_id: `m${pages}` }));
    };
    await list();
    expect(pages).toBe(4);
  });
});
