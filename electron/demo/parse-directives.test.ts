import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { byteCount, parseDirectives, withoutDirectives } from './parse-directives.ts';
import { createMockServer } from './index.ts';

const mockServer = createMockServer();
let endpoint = '';

beforeAll(async () => {
  ({ endpoint } = await mockServer.start());
});
beforeEach(() => mockServer.reset());
afterAll(() => mockServer.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  readonly chunks: number;
  /** False when the connection was cut. */
  readonly complete: boolean;
}

/** A raw HTTP client that hides no faults. */
function post(directive: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  const body = JSON.stringify({
    model: 'claude-opus-4-8',
    max_tokens: 4000,
    messages: [{ role: 'user', content: `Hello [[mock: ${directive}]]` }],
    ...fields,
  });
  return new Promise((resolve, reject) => {
    const headers = { 'x-api-key': 'k', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' };
    let breakOff = reject;
    const outgoing = httpRequest(endpoint, { method: 'POST', headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      const finish = (complete: boolean): void => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          text: bytes.toString(),
          chunks: chunks.length,
          complete,
        });
      };
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => finish(true));
      breakOff = () => finish(false);
      response.on('error', breakOff);
    });
    outgoing.on('error', (error) => breakOff(error));
    outgoing.end(body);
  });
}

const stream = (directive: string): Promise<Answer> => post(directive, { stream: true });
const json = (result: Answer): Record<string, unknown> => JSON.parse(result.text);
const eventTypes = (result: Answer): readonly string[] =>
  [...result.text.matchAll(/^event: (\S+)\r?$/gm)].map(([, type = '']) => type);

describe('directives in a text', () => {
  it('have optional values, quoted or bare; the last one wins', () => {
    const parsed = parseDirectives('a [[mock: status=529 message="too \\"much\\"" gzip]] b [[mock: status=500]]');
    expect(Object.fromEntries(parsed)).toEqual({ status: '500', message: 'too "much"', gzip: '' });
  });

  it('may have the earlier name stand-in', () => {
    expect(parseDirectives('[[stand-in: status=529]]')).toEqual(parseDirectives('[[mock: status=529]]'));
  });

  it.each(['mock', 'stand-in'])('are not part of the prompt: %s', (name) => {
    expect(withoutDirectives(`Hello [[${name}: pause]] there`)).toBe('Hello  there');
  });

  it.each([
    ['10', 10],
    ['64kB', 65_536],
    ['2MB', 2_097_152],
    ['much', 0],
  ])('parse the size %s', (value, bytes) => {
    expect(byteCount(value)).toBe(bytes);
  });
});

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
    expect(json(result)).toMatchObject({ type: 'error', error: { type }, request_id: result.headers['request-id'] });
  });

  it('carries the headers, code and text of the directive', async () => {
    const result = await post(
      'status=429 retry-after=2 should-retry=false code=ramp_limit_exceeded message="Slow down"',
    );
    expect(result.headers).toMatchObject({ 'retry-after': '2', 'x-should-retry': 'false' });
    expect(json(result)).toMatchObject({
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

describe('a directed stream', () => {
  it('has the usual events without directives', async () => {
    const result = await stream('say="Yes."');
    expect(result.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(eventTypes(result)).toEqual([
      'message_start',
      'ping',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it.each([
    ['error-event=first', ['error']],
    [
      'error-event',
      ['message_start', 'ping', 'content_block_start', 'content_block_delta', 'content_block_delta', 'error'],
    ],
    [
      'truncate say=x',
      ['message_start', 'ping', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta'],
    ],
    ['truncate=middle', ['message_start', 'ping', 'content_block_start', 'content_block_delta', 'content_block_delta']],
    ['unknown=early empty', ['weather_report', 'message_start', 'ping', 'message_delta', 'message_stop']],
    ['unknown=event empty', ['message_start', 'ping', 'weather_report', 'message_delta', 'message_stop']],
    ['duplicate-start empty', ['message_start', 'message_start', 'ping', 'message_delta', 'message_stop']],
    ['deltas=3 empty', ['message_start', 'ping', 'message_delta', 'message_delta', 'message_delta', 'message_stop']],
  ])('with %s has exactly its events', async (directive, types) => {
    expect(eventTypes(await stream(directive))).toEqual(types);
  });

  it('names the error of its error event', async () => {
    const result = await stream('error-event=first type=api_error message="Gone"');
    expect(result.text).toContain('"error":{"type":"api_error","message":"Gone"}');
  });

  it('has unknown content blocks and deltas', async () => {
    const result = await stream('unknown=all');
    for (const word of ['weather_report', '"hologram"', '"hologram_delta"']) expect(result.text).toContain(word);
    expect((await post('unknown')).text).toContain('"hologram"');
  });

  it('can be truncated within an event', async () => {
    const result = await stream('reset');
    expect(result.complete).toBe(false);
    expect(result.text).toContain('event: content_block_delta');
    expect(result.text.endsWith('\n\n')).toBe(false);
    await expect(stream('reset at=headers')).rejects.toThrow(/ECONNRESET|hang up/);
  });

  it('is equal with gzip, CRLF, a byte order mark and one-byte chunks', async () => {
    const plain = await stream('say="Grüße"');
    const bare = (text: string): string =>
      text
        .replaceAll('\r', '')
        .replaceAll('\uFEFF', '')
        .replace(/"(?:id)":"[^"]*"/g, '');
    const gzip = await stream('say="Grüße" gzip');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(bare(gunzipSync(gzip.bytes).toString()).length).toBe(bare(plain.text).length);
    const crlf = await stream('say="Grüße" crlf');
    expect(crlf.text.split('\r\n\r\n').length).toBe(plain.text.split('\n\n').length);
    const marked = await stream('say="Grüße" bom');
    expect([...marked.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const single = await stream('say="Grüße" one-byte');
    expect(bare(single.text).length).toBe(bare(plain.text).length);
    expect(single.chunks).toBeGreaterThan(plain.chunks);
  });

  it('replaces JSON, and JSON replaces a stream', async () => {
    expect(eventTypes(await post('answer=sse'))).toContain('message_stop');
    expect(json(await stream('answer=json'))).toMatchObject({ type: 'message' });
  });

  it('applies the delay directives at the start and between events', async () => {
    for (const directive of [
      'stall=30',
      'stall=30 at=start',
      'stall=30 at=headers',
      'slow=1 say="a few words more than one"',
    ]) {
      expect(eventTypes(await stream(directive)).at(-1)).toBe('message_stop');
    }
  });

  it('can be huge, streamed and whole', async () => {
    const events = await stream('size=3MB say=""');
    expect(events.bytes.length).toBeGreaterThan(3_000_000);
    const whole = json(await post('size=3MB say="-"'));
    expect(whole).toMatchObject({ content: [{ type: 'text', text: expect.stringMatching(/^-The demo/) }] });
    expect(JSON.stringify(whole).length).toBeGreaterThan(3 * 1024 * 1024);
  });
});

describe('a directed response', () => {
  it('can be HTML of a middlebox', async () => {
    const result = await post('html');
    expect(result.status).toBe(502);
    expect(result.headers['content-type']).toBe('text/html');
    expect((await post('html=403')).status).toBe(403);
  });

  it('can be a redirect', async () => {
    const result = await post('redirect=http://127.0.0.3:1/v1/messages');
    expect([result.status, result.headers.location]).toEqual([307, 'http://127.0.0.3:1/v1/messages']);
  });

  it('can set cookies and alt-svc', async () => {
    const { headers } = await post('set-cookie alt-svc');
    expect(headers['set-cookie']).toHaveLength(2);
    expect(headers['alt-svc']).toContain('h3');
  });

  it('ends with the directed stop_reason', async () => {
    expect(json(await post('context-exceeded'))).toMatchObject({ stop_reason: 'model_context_window_exceeded' });
    expect(json(await post('stop=moonrise'))).toMatchObject({ stop_reason: 'moonrise' });
    expect(json(await post('empty'))).toMatchObject({ content: [], stop_reason: 'end_turn' });
    const details = { type: 'refusal', category: 'bio' };
    expect(json(await post('refusal=bio'))).toMatchObject({
      content: [],
      stop_reason: 'refusal',
      stop_details: details,
    });
    expect(json(await post('refusal partial say="I can"'))).toMatchObject({
      content: [{ text: 'I can' }],
      stop_details: { category: null },
    });
  });

  it('sends pause_turn and continues when the turn is sent back', async () => {
    const user = { role: 'user', content: 'Hello [[mock: pause=2]]' };
    const first = json(await post('', { messages: [user] }));
    expect(first).toMatchObject({ stop_reason: 'pause_turn', content: [{ type: 'server_tool_use' }] });
    const second = json(await post('', { messages: [user, { role: 'assistant', content: first['content'] }] }));
    expect(second['stop_reason']).toBe('pause_turn');
    const content = [first['content'], second['content']].flat();
    const third = json(await post('', { messages: [user, { role: 'assistant', content }] }));
    expect(third).toMatchObject({ stop_reason: 'end_turn', content: [{ type: 'web_search_tool_result' }, {}, {}, {}] });
  });

  it('sends the directed thinking, partly redacted', async () => {
    const thinking = { type: 'adaptive', display: 'summarized' };
    const message = json(await post('think="Deep." redacted say=Hm', { thinking }));
    expect(message).toMatchObject({
      content: [{ type: 'redacted_thinking' }, { type: 'thinking', thinking: 'Deep.' }, { type: 'text', text: 'Hm' }],
    });
  });

  it('calls the directed tool, with the raw text as arguments', async () => {
    const tools = ['look', 'listen'].map((name) => ({ name, input_schema: { type: 'object', properties: {} } }));
    const whole = json(await post('tool=listen args="{\\"to\\":\\"me\\"}"', { tools }));
    expect(whole).toMatchObject({ content: [{}, { type: 'tool_use', name: 'listen', input: { to: 'me' } }] });
    const broken = await post('tool=listen args="{oops"', { tools, stream: true });
    expect(broken.text).toContain('"partial_json":"{oops"');
    expect(json(await post('tools=3', { tools }))['content']).toHaveLength(4);
    expect(json(await post('no-tool', { tools }))).toMatchObject({ stop_reason: 'end_turn' });
  });

  it.each([false, true])('keeps the digits of numbers in arguments, stream: %s', async (streamed) => {
    const tools = [{ name: 'save', input_schema: { type: 'object', properties: {} } }];
    const response = await post('tool=save args="{\\"id\\":1.0}"', { tools, stream: streamed });
    expect(response.text).toMatch(streamed ? /"partial_json":"\{\\"id\\":1\.0\}/ : /"input":\{"id":1\.0\}/);
  });
});

describe('the record of requests', () => {
  it('keeps each request and its outcome', async () => {
    await post('status=418');
    expect(mockServer.requests).toHaveLength(1);
    expect(mockServer.requests[0]).toMatchObject({
      method: 'POST',
      target: '/v1/messages',
      body: { max_tokens: 4000 },
    });
  });

  it('records a client disconnect', async () => {
    const leaving = new AbortController();
    const response = await fetch(endpoint, {
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
    await expect.poll(() => mockServer.requests[0]?.outcome).toBe('client-gone');
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
