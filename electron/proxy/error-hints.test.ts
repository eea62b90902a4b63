/** Every error that a client receives says what is wrong, where, and what to do about it: at every endpoint, whole and in streams. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { useScriptedProxy } from './__fixtures__/scripted-proxy.ts';
import { event, eventStream, json, message, textEvents } from './__fixtures__/scripted-upstream.ts';

const proxied = useScriptedProxy((_request, response) => {
  response.writeHead(200, json).end(JSON.stringify(message('Bonjour')));
});

const parameters = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
const call = { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } };
const schema = { name: 'o', schema: parameters, strict: true };

/** Bodies that hold each kind of field; the tests break them at any place. */
const BODIES: Readonly<Record<string, object>> = {
  '/v1/chat/completions': {
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: 'S' },
      { role: 'user', content: [{ type: 'text', text: 'a' }], name: 'Ann' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'Done' },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://e.example.com/a.png' } }] },
    ],
    tools: [{ type: 'function', function: { name: 'look', parameters } }],
    tool_choice: 'auto',
    response_format: { type: 'json_schema', json_schema: schema },
    max_tokens: 20,
    temperature: 0.5,
    top_p: 0.9,
    stop: ['x'],
    n: 1,
    stream: false,
    stream_options: null,
    metadata: { a: 'b' },
    reasoning_effort: 'low',
    user: 'u',
  },
  '/v1/completions': {
    model: 'gpt-4',
    prompt: 'a',
    max_tokens: 5,
    stop: 'x',
    temperature: 0.5,
    n: 1,
    echo: false,
    suffix: null,
  },
  '/v1/responses': {
    model: 'gpt-4o',
    instructions: 'S',
    input: [
      { role: 'user', content: [{ type: 'input_text', text: 'a' }] },
      { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '{}' },
      { type: 'function_call_output', call_id: 'call_1', output: 'Done' },
      { role: 'user', content: [{ type: 'input_image', image_url: 'https://e.example.com/a.png' }] },
    ],
    tools: [{ type: 'function', name: 'look', parameters }],
    tool_choice: 'auto',
    text: { format: { type: 'json_schema', ...schema } },
    reasoning: { effort: 'low' },
    max_output_tokens: 20,
    temperature: 0.5,
    metadata: { a: 'b' },
    store: false,
    stream: false,
  },
};

type Path = readonly (string | number)[];

function pathsOf(value: unknown, prefix: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [prefix, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...prefix, key]))];
}

/** A copy with another value at a path; `undefined` leaves the field out. */
function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  const own = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return { ...Object(value), [key]: replaced(own, rest, by) };
}

async function send(path: string, body: unknown): Promise<{ status: number; text: string }> {
  const response = await fetch(proxied.testProxy.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify(body) ?? '',
  });
  return { status: response.status, text: await response.text() };
}

/** Codes of faults in one field. */
const OF_A_FIELD = /^(?:invalid_type|empty_value|missing_required_parameter|unsupported_(?:parameter|value|content))$/;

/** What an error lacks of code, hint, place and expectation. */
function lacksOf(error: Record<string, unknown>): readonly string[] {
  const text = (name: string): string => (typeof error[name] === 'string' ? error[name] : '');
  const [code, words, hint, param] = [text('code'), text('message'), text('hint'), text('param')];
  const naming = /^invalid_type$|^missing_/.test(code) && param !== '';
  const faults: readonly (readonly [string, boolean])[] = [
    ['code', code === ''],
    ['type', typeof error['type'] !== 'string'],
    ['hint', !/^[A-Z].{5,}[.}]$/s.test(hint)],
    ['hint in the message', !words.includes(hint)],
    ['words', /Invalid input|undefined|\bzod\b|\[object|another type|: Invalid/.test(words)],
    ['param', param === '' && OF_A_FIELD.test(code) && !words.includes('the request body')],
    ['the place in the message', naming && !words.includes(param.split(/[.[]/)[0] ?? '')],
    ['what was expected', naming && !/expected|Missing|Add|needs|no /.test(words)],
  ];
  return faults.filter(([, isFault]) => isFault).map(([what]) => `${what}: ${JSON.stringify(error)}`);
}

const value = fc.oneof(
  { depthSize: 'small' },
  fc.constantFrom(
    null,
    undefined,
    1.0,
    0,
    -1,
    1.5,
    true,
    '',
    'nonsense',
    [],
    {},
    [null],
    [[]],
    [{}],
    { type: 'nonsense' },
    { type: 7 },
    ['a', 1],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

describe('a request with any value at any place', () => {
  test.each(Object.entries(BODIES))('of %s is answered, or refused with code, hint and place', async (path, body) => {
    const place = fc.constantFrom(...pathsOf(body));
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(place, value, async (at, by) => {
        const { status, text } = await send(path, replaced(body, at, by));
        if (status === 200) return;
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        const parsed = JSON.parse(text);
        expect(lacksOf(parsed.error)).toEqual([]);
        seen.set(parsed.error.code, (seen.get(parsed.error.code) ?? 0) + 1);
      }),
      { numRuns: runs(1000) },
    );
    expect(seen.size).toBeGreaterThan(1);
  });

  test.each([
    [
      '/v1/chat/completions',
      { model: 7, messages: [] },
      'invalid_type',
      'model',
      /expected a string, but got a number/,
    ],
    ['/v1/chat/completions', { model: 'm', messages: [] }, 'empty_value', 'messages', /at least one item/],
    [
      '/v1/chat/completions',
      { model: 'm', messages: [{ role: 'user', content: 'a' }], tools: [{ type: 'function', function: {} }] },
      'missing_required_parameter',
      'tools[0].function.name',
      /Add 'tools\[0\].function.name': a string/,
    ],
    [
      '/v1/completions',
      { model: 'm', prompt: 1.0 },
      'invalid_type',
      'prompt',
      /expected a string or an array, but got a number/,
    ],
    ['/v1/completions', { model: 'm', prompt: 'a', echo: 'x' }, 'invalid_type', 'echo', /expected a boolean/],
    ['/v1/completions', { model: 'm' }, 'missing_required_parameter', 'prompt', /Send prompt as a string/],
    ['/v1/completions', 7, 'invalid_type', null, /expected an object/],
    ['/v1/responses', { model: 'm', input: 7 }, 'invalid_type', 'input', /expected a string or an array/],
  ])('%s %j is %s at %s', async (path, body, code, param, words) => {
    const { status, text } = await send(path, body);
    const parsed = JSON.parse(text);
    expect([status, parsed.error.code, parsed.error.param]).toEqual([400, code, param]);
    expect(parsed.error.message).toMatch(words);
    expect(lacksOf(parsed.error)).toEqual([]);
  });
});

const UPSTREAM_ERRORS = [
  ['invalid_request_error', 400],
  ['authentication_error', 401],
  ['billing_error', 402],
  ['permission_error', 403],
  ['not_found_error', 404],
  ['conflict_error', 409],
  ['request_too_large', 413],
  ['unheard_of_error', 422],
  ['rate_limit_error', 429],
  ['api_error', 500],
  ['unheard_of_error', 502],
  ['api_error', 503],
  ['timeout_error', 504],
  ['overloaded_error', 529],
] as const;

const asks = [
  ['/v1/chat/completions', { model: 'gpt-4', messages: [{ role: 'user', content: 'Hi' }] }],
  ['/v1/completions', { model: 'gpt-4', prompt: 'Hi' }],
  ['/v1/responses', { model: 'gpt-4', input: 'Hi' }],
] as const;

/** The error of a body, or of the last event of a stream that has one. */
function errorIn(text: string): Record<string, unknown> {
  const documents = text.startsWith('{') ? [text] : [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data = '']) => data);
  const errors = documents.map((one) => JSON.parse(one)).map((one) => one.error ?? one.response?.error ?? null);
  const found = errors.findLast((one) => one !== null);
  if (found === undefined) throw new Error(`There is no error in ${text}`);
  return found;
}

describe.each(asks)('an error of the upstream at %s', (path, body) => {
  test.each(UPSTREAM_ERRORS)('%s with status %i has a hint, in a stream too', async (type, status) => {
    const fault = { type: 'error', error: { type, message: 'Something about it' } };
    proxied.upstream.script = (_request, response) =>
      void response.writeHead(status, { ...json, 'x-should-retry': 'false' }).end(JSON.stringify(fault));
    for (const stream of [false, true]) {
      const error = errorIn((await send(path, { ...body, stream })).text);
      expect(error).toMatchObject({ hint: expect.stringMatching(/^[A-Z].+\.$/), message: expect.any(String) });
      expect(error['message']).toContain(error['hint']);
    }
    proxied.upstream.script = (_request, response) =>
      void response.writeHead(200, eventStream).end(textEvents(['Bon']).slice(0, 3).join('') + event(fault));
    const error = errorIn((await send(path, { ...body, stream: true })).text);
    expect(error).toMatchObject({ hint: expect.stringMatching(/^[A-Z].+\.$/), message: expect.any(String) });
    expect(error['message']).toContain(error['hint']);
  });

  test.each([
    ['is cut', textEvents(['Bon']).slice(0, 3).join('')],
    ['is no stream', 'data: {"type":"message_start","message":7}\n\n'],
  ])('a stream that %s ends with code and hint', async (_what, text) => {
    proxied.upstream.script = (_request, response) => void response.writeHead(200, eventStream).end(text);
    const error = errorIn((await send(path, { ...body, stream: true })).text);
    expect(error).toMatchObject({ code: expect.any(String), hint: expect.stringMatching(/^[A-Z].+\.$/) });
  });
});

test.each([
  ['POST', '/v1/chat/completions', '{', { 'content-type': 'application/json' }],
  ['POST', '/v1/chat/completions', 'a=b', { 'content-type': 'text/plain' }],
  ['POST', '/v1/chat/completions', '{}', { 'content-type': 'application/json', 'content-encoding': 'zstd-2' }],
  ['POST', '/v1/chat/completions', '{}', { 'content-type': 'application/json', origin: 'https://elsewhere.example' }],
  ['PUT', '/v1/chat/completions', '{}', { 'content-type': 'application/json' }],
  ['GET', '/v1/responses/resp_none', undefined, {}],
  ['DELETE', '/v1/responses/resp_none', undefined, {}],
  ['POST', '/v1/responses/resp_none/cancel', '{}', { 'content-type': 'application/json' }],
  ['GET', '/v1/responses/resp_none/input_items?limit=0', undefined, {}],
  ['GET', '/v1/models/none', undefined, {}],
  ['POST', '/v1/embeddings', '{}', { 'content-type': 'application/json' }],
  ['POST', '/v1/images/generations', '{}', { 'content-type': 'application/json' }],
  ['POST', '/v1/audio/speech', '{}', { 'content-type': 'application/json' }],
  ['GET', '/v1/files', undefined, {}],
  ['GET', '/nowhere', undefined, {}],
  ['POST', '/v1/messages', '{', { 'content-type': 'application/json' }],
  ['POST', '/v1/messages', 'a=b', { 'content-type': 'text/plain' }],
  ['PUT', '/v1/messages', '{}', { 'content-type': 'application/json' }],
] as const)('%s %s with the body %j is refused with code and hint', async (method, path, body, headers) => {
  const response = await fetch(proxied.testProxy.origin + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const { error } = JSON.parse(await response.text());
  expect(response.status).toBeGreaterThanOrEqual(400);
  // The Messages API has its own place for both.
  expect(error.code ?? error.details.error_code).toEqual(expect.any(String));
  const hint = error.hint ?? error.details.hint;
  expect(hint).toMatch(/^[A-Z].+\.$/s);
  expect(error.message).toContain(hint);
});
