import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { modelRules } from '#shared/models/rule-data.ts';
import { createMockServer } from './index.ts';

const mockServer = createMockServer();
let base = '';
let client: Anthropic;

beforeAll(async () => {
  base = (await mockServer.start()).url;
  client = new Anthropic({ apiKey: 'demo-key', baseURL: base, maxRetries: 0 });
});
afterAll(() => mockServer.close());

const weather: Anthropic.Tool = {
  name: 'get_weather',
  description: 'The weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const ask = (content: string, more: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}) =>
  client.messages.create({
    model: 'claude-opus-4-8',
    max_tokens: 500,
    messages: [{ role: 'user', content }],
    ...more,
  });
const textOf = (message: Anthropic.Message): string =>
  message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');

describe('the mock server responds to the official SDK', () => {
  it('with text that names the demo and quotes the request', async () => {
    const message = await ask('What is a dragoman?');
    expect(message).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' });
    expect(textOf(message)).toContain('demo');
    expect(textOf(message)).toContain('What is a dragoman?');
    expect(message.usage.output_tokens).toBeGreaterThan(0);
  });

  it('with the sentence of the first example in French', async () => {
    const message = await ask('Translate the following to French: Hello, how are you?', {
      model: 'claude-3-5-sonnet-20240620',
      system: 'You are a professional translator.',
    });
    expect(textOf(message)).toContain('Bonjour, comment allez-vous ?');
    expect(textOf(message)).toContain('Anthropic has retired claude-3-5-sonnet-20240620');
  });

  it('with the same message streamed and whole', async () => {
    const stream = client.messages.stream({
      model: 'claude-opus-4-8',
      max_tokens: 500,
      messages: [{ role: 'user', content: 'Say it 🎈 twice' }],
    });
    const streamed = await stream.finalMessage();
    const whole = await ask('Say it 🎈 twice');
    expect({ ...streamed, id: '' }).toMatchObject({ ...whole, id: '' });
    expect(stream.receivedMessages).toHaveLength(1);
  });

  it('with a tool call, and then with the result', async () => {
    const question: Anthropic.MessageParam = { role: 'user', content: 'How is the weather?' };
    const first = await ask('', { tools: [weather], messages: [question] });
    const call = first.content.find((block) => block.type === 'tool_use');
    expect(first.stop_reason).toBe('tool_use');
    expect(call).toMatchObject({ name: 'get_weather', input: { city: 'Paris' } });
    const second = await ask('', {
      tools: [weather],
      messages: [
        question,
        { role: 'assistant', content: first.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: '21 degrees' }] },
      ],
    });
    expect(second.stop_reason).toBe('end_turn');
    expect(textOf(second)).toContain('The tool `get_weather` answered: “21 degrees”');
  });

  it('with a streamed tool call in several input_json_delta events', async () => {
    const stream = client.messages.stream({
      model: 'claude-opus-4-8',
      max_tokens: 500,
      tools: [weather],
      messages: [{ role: 'user', content: 'How is the weather?' }],
    });
    const chunks: string[] = [];
    stream.on('inputJson', (part) => chunks.push(part));
    const message = await stream.finalMessage();
    expect(chunks.length).toBeGreaterThan(1);
    expect(message.content.at(-1)).toMatchObject({ type: 'tool_use', input: { city: 'Paris' } });
  });

  it.each([
    ['none', { type: 'none' } as const, []],
    ['any', { type: 'any' } as const, ['get_weather']],
    ['a named tool', { type: 'tool', name: 'get_time' } as const, ['get_time']],
  ])('by tool_choice %s', async (_, choice, called) => {
    const time = { ...weather, name: 'get_time' };
    const message = await ask('weather', { tools: [weather, time], tool_choice: choice });
    const names = message.content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []));
    expect(names).toEqual(called);
  });

  it('with two calls at once, or one when parallel calls are off', async () => {
    const tools = [weather, { ...weather, name: 'get_time' }];
    const count = (message: Anthropic.Message): number =>
      message.content.filter((block) => block.type === 'tool_use').length;
    expect(count(await ask('get_weather and get_time', { tools }))).toBe(2);
    const single = { type: 'auto', disable_parallel_tool_use: true } as const;
    expect(count(await ask('get_weather and get_time', { tools, tool_choice: single }))).toBe(1);
  });

  it('with JSON that fits the output format', async () => {
    const schema = {
      type: 'object',
      properties: { title: { type: 'string' }, pages: { type: 'integer' }, kind: { enum: ['novel', 'poem'] } },
      required: ['title', 'pages', 'kind'],
      additionalProperties: false,
    };
    const message = await ask('A book', { output_config: { format: { type: 'json_schema', schema } } });
    expect(JSON.parse(textOf(message))).toEqual({ title: 'demo', pages: 1, kind: 'novel' });
  });

  it('with a web search that cites its source', async () => {
    const message = await ask('News?', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] });
    expect(message.content.map((block) => block.type)).toEqual([
      'server_tool_use',
      'web_search_tool_result',
      'text',
      'text',
      'text',
    ]);
    expect(message.usage.server_tool_use?.web_search_requests).toBe(1);
    const stream = client.messages.stream({
      model: 'claude-opus-4-8',
      max_tokens: 500,
      tools: [{ type: 'web_search_20250305', name: 'web_search' }],
      messages: [{ role: 'user', content: 'News?' }],
    });
    const streamed = await stream.finalMessage();
    expect(streamed.content[3]).toMatchObject({ citations: [{ url: 'https://example.org/demo' }] });
  });

  it('up to a stop sequence or max_tokens', async () => {
    const stopped = await ask('What is a dragoman?', { stop_sequences: ['dragoman'] });
    expect(stopped).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'dragoman' });
    expect(textOf(stopped)).toBe('You asked: “What is a ');
    const cut = await ask('What is a dragoman?', { max_tokens: 3 });
    expect(cut.stop_reason).toBe('max_tokens');
    expect(cut.usage.output_tokens).toBe(3);
  });

  it('with cache_read_input_tokens for a cached prompt', async () => {
    const system: Anthropic.TextBlockParam[] = [
      { type: 'text', text: 'A long story. '.repeat(500), cache_control: { type: 'ephemeral' } },
    ];
    const first = await ask('One?', { system });
    const second = await ask('Two?', { system });
    expect(first.usage.cache_read_input_tokens).toBe(0);
    expect(first.usage.cache_creation_input_tokens).toBeGreaterThan(1000);
    expect(second.usage.cache_read_input_tokens).toBe(first.usage.cache_creation_input_tokens);
    expect(second.usage.cache_creation_input_tokens).toBe(0);
  });

  it('with a token count and with its models', async () => {
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Hello' }];
    expect((await client.messages.countTokens({ model: 'claude-opus-5-5', messages })).input_tokens).toBeGreaterThan(0);
    const models: Anthropic.ModelInfo[] = [];
    for await (const model of client.models.list({ limit: 5 })) models.push(model);
    expect(models).toHaveLength(19);
    const one = await client.models.retrieve('claude-haiku-4-5');
    expect(one).toMatchObject({
      id: 'claude-haiku-4-5-20251001',
      display_name: 'Claude Haiku 4.5',
      max_tokens: 64_000,
    });
    expect(one.capabilities?.thinking.types.adaptive.supported).toBe(false);
  });
});

describe('a tool turn, returned unchanged,', () => {
  it.each(modelRules.map((rule) => rule.id))('is accepted on %s', async (model) => {
    const question: Anthropic.MessageParam = { role: 'user', content: 'How is the weather?' };
    const common = { model, tools: [weather] };
    const first = await ask('', { ...common, messages: [question] });
    const results = first.content.flatMap((block) =>
      block.type === 'tool_use' ? [{ type: 'tool_result' as const, tool_use_id: block.id, content: 'rain' }] : [],
    );
    const history: Anthropic.MessageParam[] = [
      question,
      { role: 'assistant', content: first.content },
      { role: 'user', content: results },
    ];
    const second = await ask('', { ...common, messages: history });
    expect([first.stop_reason, second.stop_reason]).toEqual(['tool_use', 'end_turn']);
    const third = await ask('', {
      ...common,
      tool_choice: { type: 'none' },
      messages: [...history, { role: 'assistant', content: second.content }, { role: 'user', content: 'Thanks' }],
    });
    expect(textOf(third)).toContain('Thanks');
  });
});

describe('the mock server refuses like the real API', () => {
  it.each([
    ['an invalid key', { apiKey: 'x-invalid' }, {}, 401, 'authentication_error'],
    ['an unknown model', {}, { model: 'gpt-4' }, 404, 'not_found_error'],
    ['a broken rule', {}, { max_tokens: 200_000 }, 400, 'invalid_request_error'],
    [
      'a prompt that is too long',
      {},
      { model: 'claude-haiku-4-5', system: 'x'.repeat(900_000) },
      400,
      'invalid_request_error',
    ],
  ])('%s', async (_, options, more, status, type) => {
    const other = client.withOptions(options);
    const attempt = other.messages.create({
      model: 'claude-opus-4-8',
      max_tokens: 5,
      messages: [{ role: 'user', content: 'Hi' }],
      ...more,
    });
    await expect(attempt).rejects.toMatchObject({ status, type, requestID: expect.stringMatching(/^req_/) });
  });

  it.each([
    ['no key', 'POST', '/v1/messages', { 'x-api-key': '' }, 401, 'x-api-key header is required'],
    ['no version', 'POST', '/v1/messages', { 'anthropic-version': '' }, 400, 'is not a valid version'],
    ['another content type', 'POST', '/v1/messages', { 'content-type': 'text/plain' }, 415, 'Content-Type'],
    ['another path', 'POST', '/v1/complete', {}, 404, 'Not Found'],
    ['another method', 'PUT', '/v1/messages', {}, 405, 'Method Not Allowed'],
    ['invalid JSON', 'POST', '/v1/messages', {}, 400, 'The request body is not valid JSON'],
  ])('%s', async (_, method, path, headers, status, message) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { 'x-api-key': 'k', 'anthropic-version': '2023-06-01', 'content-type': 'application/json', ...headers },
      body: '{"model":',
    });
    expect(response.status).toBe(status);
    const body = await response.json();
    expect(body).toMatchObject({ type: 'error', error: { message: expect.stringContaining(message) } });
    expect(response.headers.get('request-id')).toBe(Object(body).request_id);
  });
});
