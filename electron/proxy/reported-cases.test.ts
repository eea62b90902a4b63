/** Cases that users of other translators reported: requests, answers of the upstream, and what the client must get. */

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '#shared/anthropic/message.ts';
import { messageToEvents } from '#shared/translate/stream/accumulate-message.ts';
import { useScriptedProxy } from './__fixtures__/scripted-proxy.ts';
import { event, eventStream, json, message, type Script } from './__fixtures__/scripted-upstream.ts';

type Fields = Record<string, unknown>;

const proxied = useScriptedProxy(answerWith({}));

/** Answers with a message, as a stream where one is asked for. */
function answerWith(changes: Fields): Script {
  return ({ body }, response) => {
    const answer = message('ok', changes);
    if (!body.includes('"stream":true')) {
      response.writeHead(200, json).end(JSON.stringify(answer));
      return;
    }
    response.writeHead(200, eventStream);
    const whole = parseMessage(JSON.stringify(answer));
    for (const one of whole === null ? [] : messageToEvents(whole)) response.write(event({ ...one }));
    response.end();
  };
}

async function post(path: string, body: Fields): Promise<{ status: number; text: string; reply: unknown }> {
  const response = await fetch(`${proxied.testProxy.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({ model: 'claude-sonnet-4-6', ...body }),
  });
  const text = await response.text();
  return { status: response.status, text, reply: text.startsWith('{') ? JSON.parse(text) : null };
}

const chat = (body: Fields) => post('/v1/chat/completions', { max_tokens: 400, ...body });
const responses = (body: Fields) => post('/v1/responses', { max_output_tokens: 400, ...body });

function lastSent(): unknown {
  return JSON.parse(proxied.upstream.received.at(-1)?.body ?? 'null');
}

const user = (content: unknown): object => ({ role: 'user', content });
const tool = (name: string, properties: object = {}): object => ({
  type: 'function',
  name,
  description: name,
  parameters: { type: 'object', properties },
});

describe('code that ran upstream', () => {
  const ran = answerWith({
    content: [
      { type: 'text', text: 'Running.' },
      { type: 'server_tool_use', id: 'srvtoolu_01Code', name: 'bash_code_execution', input: { command: 'plot' } },
      {
        type: 'bash_code_execution_tool_result',
        tool_use_id: 'srvtoolu_01Code',
        content: {
          type: 'bash_code_execution_result',
          stdout: 'STDOUT-42',
          stderr: '',
          return_code: 0,
          content: [{ type: 'bash_code_execution_output', file_id: 'file_011plot' }],
        },
      },
      { type: 'text', text: 'Done.' },
    ],
    container: { id: 'container_011abc', expires_at: '2026-12-01T00:00:00Z' },
  });
  const tools = [{ type: 'code_execution_20250825', name: 'code_execution' }];

  it.each([false, true])('is told with its files and its container; streamed: %s', async (stream) => {
    proxied.upstream.script = ran;
    const { status, text } = await chat({ messages: [user('plot it')], tools, stream });
    expect(status).toBe(200);
    for (const told of ['STDOUT-42', 'file_011plot', 'container_011abc']) expect(text).toContain(told);
    expect(text).not.toContain('tool_calls');
  });

  it.each([false, true])('is told by the Responses API too; streamed: %s', async (stream) => {
    proxied.upstream.script = ran;
    const { text } = await responses({ input: 'plot it', stream });
    for (const told of ['STDOUT-42', 'file_011plot', 'container_011abc']) expect(text).toContain(told);
  });
});

describe('an agent at the Responses API', () => {
  const input = [
    user('x'),
    { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{"city":"Oslo"}' },
    { type: 'function_call_output', call_id: 'call_1', output: 'rain' },
  ];
  const tools = [tool('get_time'), tool('get_weather', { city: { type: 'string' } })];

  it('has its prompt cached at the last tool, the system prompt and the end, at the same places in the next turn', async () => {
    const cached = { cache_control: { type: 'ephemeral' } };
    await responses({ instructions: 'You are a coding agent.', input, tools, store: false });
    const first = lastSent();
    expect(first).toMatchObject({
      tools: [expect.not.objectContaining(cached), cached],
      system: [cached],
      messages: [{}, {}, { content: [{ type: 'tool_result', ...cached }] }],
    });
    expect(JSON.stringify(first).match(/cache_control/g)?.length).toBeLessThanOrEqual(4);
    const next = [...input, { role: 'assistant', content: 'Rain.' }, user('And now?')];
    await responses({ instructions: 'You are a coding agent.', input: next, tools, store: false });
    const unmarked = (value: unknown): string =>
      JSON.stringify(value, (key, field: unknown) => (key === 'cache_control' ? undefined : field));
    const { messages, ...head } = parsed(first);
    const { messages: more, ...nextHead } = parsed(lastSent());
    expect(unmarked(nextHead)).toBe(unmarked(head));
    expect(unmarked(Array.isArray(more) ? more.slice(0, 3) : null)).toBe(unmarked(messages));
  });

  it('declares namespaces and grammars under flat names, and leaves out what runs at OpenAI', async () => {
    proxied.upstream.script = answerWith({
      content: [{ type: 'tool_use', id: 'toolu_01Ns', name: 'mcp__mem__search', input: {} }],
      stop_reason: 'tool_use',
    });
    const { status, reply } = await responses({
      tools: [
        { type: 'web_search', external_web_access: false },
        { type: 'image_generation', output_format: 'png' },
        {
          type: 'custom',
          name: 'apply_patch',
          description: 'p',
          format: { type: 'grammar', syntax: 'lark', definition: 'start: "x"' },
        },
        { type: 'namespace', name: 'mcp__mem', description: 'd', tools: [tool('search')] },
      ],
      input: [
        { type: 'additional_tools', role: 'developer', id: 'at_1', tools: [tool('extra')] },
        user([{ type: 'input_text', text: 'go' }]),
      ],
    });
    expect(status).toBe(200);
    expect(lastSent()).toMatchObject({
      tools: [{ name: 'apply_patch' }, { name: 'mcp__mem__search' }, { name: 'extra' }],
    });
    expect(reply).toMatchObject({ output: [{ type: 'function_call', name: 'search', namespace: 'mcp__mem' }] });
  });

  it('gets the PDF of a tool into the result, also from a data URL under file_url', async () => {
    const data = Buffer.from('%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF\n').toString('base64');
    const url = `data:application/pdf;base64,${data}`;
    const output = (file: object): object[] => [
      user('read it'),
      { type: 'function_call', call_id: 'call_1', name: 'read_pdf', arguments: '{}' },
      {
        type: 'function_call_output',
        call_id: 'call_1',
        output: [
          { type: 'input_text', text: '579 bytes' },
          { type: 'input_file', filename: 'a.pdf', ...file },
        ],
      },
    ];
    await responses({ input: output({ file_data: url }), tools: [tool('read_pdf')] });
    expect(lastSent()).toMatchObject({
      messages: [{}, {}, { content: [{ content: [{ type: 'text' }, { type: 'document', source: { data } }] }] }],
    });
    await responses({ input: output({ file_url: url }), tools: [tool('read_pdf')] });
    expect(proxied.upstream.received.at(-1)?.body.split(data)).toHaveLength(2);
  });
});

function parsed(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new Error('not an object');
  return { ...value };
}

describe('a refusal before the first word', () => {
  const start = message('', { content: [], stop_reason: null });
  const delta = {
    stop_reason: 'refusal',
    stop_sequence: null,
    stop_details: { type: 'refusal', category: 'cyber', explanation: 'Not that.' },
  };
  const withoutStart: Script = (_request, response) => {
    response.writeHead(200, eventStream);
    for (const one of [
      { type: 'message_start', message: start },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta, usage: { output_tokens: 2 } },
      { type: 'message_stop' },
    ]) {
      response.write(event(one));
    }
    response.end();
  };

  it('whose block ends without a start is a whole stream with a refusal', async () => {
    proxied.upstream.script = withoutStart;
    const { status, text } = await chat({ messages: [user('x')], stream: true });
    expect(status).toBe(200);
    expect(text).toContain('"refusal":"Not that."');
    expect(text).toContain('"finish_reason":"content_filter"');
    expect(text).not.toContain('"error"');
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
  });

  it('is a response with a refusal part', async () => {
    proxied.upstream.script = withoutStart;
    const { text } = await responses({ input: 'x', stream: true });
    expect(text).toContain('Not that.');
    expect(text).toMatch(/response\.(?:completed|incomplete)/);
  });
});

it('an image in an assistant turn is refused by its place', async () => {
  const calls = proxied.upstream.received.length;
  const image = { type: 'image_url', image_url: { url: 'https://images.example/cat.png' } };
  const { status, reply } = await chat({
    messages: [
      user('draw a cat'),
      { role: 'assistant', content: [{ type: 'text', text: 'here it is' }, image] },
      user('describe it'),
    ],
  });
  expect([status, proxied.upstream.received.length]).toEqual([400, calls]);
  expect(reply).toMatchObject({ error: { param: 'messages[1].content[1]' } });
});

it.each<[string, (text: string) => Uint8Array]>([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  // The magic number of a Zstandard frame; nothing is decoded.
  ['zstd', () => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd)],
])('a request body in %s is refused with a 415 that says what to do', async (encoding, encode) => {
  const calls = proxied.upstream.received.length;
  const response = await fetch(`${proxied.testProxy.origin}/v1/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': encoding, authorization: 'Bearer any' },
    body: encode(JSON.stringify({ model: 'gpt-5', input: 'x' })),
  });
  expect([response.status, proxied.upstream.received.length]).toEqual([415, calls]);
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('ompress') } });
});
