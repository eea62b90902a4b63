import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { decodeThinking, encodeThinking } from './reasoning/reasoning-carrier.ts';
import { parseResponsesRequest } from './request-schema.ts';
import { type StoredContext, toChatRequest } from './responses-to-chat.ts';

const nothingStored: StoredContext = { previousItems: [], findItem: () => null };

function translate(body: object, stored = nothingStored) {
  return toChatRequest(parseResponsesRequest(body), stored);
}

function refusal(run: () => unknown): RequestRefused {
  try {
    run();
  } catch (error) {
    if (error instanceof RequestRefused) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('input and instructions', () => {
  test('a string becomes one user message, instructions the leading system message', () => {
    const { chat } = translate({ model: 'gpt-5', instructions: 'Be brief.', input: 'hi' });
    expect(chat.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'hi' },
    ]);
  });

  test('reasoning, text and calls of one turn become one assistant message in that order', () => {
    const { chat, paths } = translate({
      input: [
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'ls' }] },
        { type: 'reasoning', encrypted_content: 'SIG', summary: [{ type: 'summary_text', text: 'look' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Looking.', annotations: [] }] },
        { type: 'function_call', call_id: 'c1', name: 'shell', arguments: '{"a":1}' },
        { type: 'custom_tool_call', call_id: 'c2', name: 'apply', input: 'raw' },
        { type: 'function_call_output', call_id: 'c1', output: 'a' },
        { type: 'custom_tool_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'b' }] },
      ],
    });
    expect(chat.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'ls' }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'look', signature: 'SIG' },
          { type: 'text', text: 'Looking.' },
        ],
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'shell', arguments: '{"a":1}' } },
          { id: 'c2', type: 'custom', custom: { name: 'apply', input: 'raw' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'a' },
      { role: 'tool', tool_call_id: 'c2', content: [{ type: 'text', text: 'b' }] },
    ]);
    expect(paths.locate('messages[1].tool_calls[1].custom.input')).toBe('input[4]');
    expect(paths.locate('messages[0].content[0].text')).toBe('input[0].content[0]');
    expect(paths.locate('max_tokens')).toBeNull();
  });

  test('unsigned reasoning and unknown items are left out with a note', () => {
    const { chat, notes } = translate({
      input: [
        { type: 'reasoning', summary: [] },
        { type: 'mcp_list_tools', server_label: 's', tools: [] },
        { role: 'user', content: 'x' },
      ],
    });
    expect(chat.messages).toHaveLength(1);
    expect(notes.map((note) => [note.code, note.from])).toEqual([
      ['reasoning-unsigned', 'input[0]'],
      ['item-dropped', 'input[1]'],
    ]);
  });

  test.each([
    ['a summary as text', { summary: 'hm' }],
    ['a summary as text, signed', { summary: 'hm', encrypted_content: 'SIG' }],
    ['a summary without texts, signed', { summary: [{ type: 'summary_text' }], encrypted_content: 'SIG' }],
    ['a list of strings, signed', { summary: ['hm'], encrypted_content: 'SIG' }],
    ['only reasoning_text', { content: [{ type: 'reasoning_text', text: 'hm' }] }],
    ['encrypted content of another type', { summary: [], encrypted_content: { v: 1 } }],
    ['empty encrypted content', { summary: [{ type: 'summary_text', text: 'hm' }], encrypted_content: '' }],
  ])('reasoning with %s is left out with a note', (_name, fields) => {
    const { chat, notes } = translate({
      input: [
        { type: 'reasoning', ...fields },
        { role: 'user', content: 'x' },
      ],
    });
    expect(chat.messages).toEqual([{ role: 'user', content: 'x' }]);
    expect(notes.map(({ code }) => code)).toEqual(['reasoning-unsigned']);
  });

  test('stored items come first and item_reference is resolved', () => {
    const { chat } = translate(
      {
        previous_response_id: 'resp_1',
        input: [
          { type: 'item_reference', id: 'fc_1' },
          { role: 'user', content: 'next' },
        ],
      },
      {
        previousItems: [{ role: 'user', content: 'first' }],
        findItem: (id) => (id === 'fc_1' ? { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' } : null),
      },
    );
    expect(chat.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
  });
});

describe('parameters', () => {
  test('reasoning, text format and limits move to their chat names', () => {
    const { chat, paths } = translate({
      input: 'x',
      max_output_tokens: 50,
      reasoning: { effort: 'high', summary: 'auto' },
      text: { verbosity: 'low', format: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true } },
    });
    expect(chat).toMatchObject({
      max_completion_tokens: 50,
      reasoning_effort: 'high',
      verbosity: 'low',
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' }, strict: true } },
    });
    expect(paths.locate('response_format.json_schema.schema')).toBe('text.format');
  });

  test('unsupported include values are noted', () => {
    const include = ['reasoning.encrypted_content', 'message.output_text.logprobs', 'file_search_call.results'];
    const { notes } = translate({ input: 'x', include });
    expect(notes.map(({ code, from }) => [code, from])).toEqual([
      ['include-dropped', 'include[1]'],
      ['include-dropped', 'include[2]'],
    ]);
  });

  test.each([
    [{ input: 'x', background: true }, 'background', 400],
    [{ input: 'x', prompt: { id: 'p' } }, 'prompt', 400],
    [{}, 'input', 400],
    [{ input: [{ type: 'function_call', name: 'f', arguments: '{}' }] }, 'input[0].call_id', 400],
    [{ input: [{ type: 'item_reference', id: 'gone' }] }, 'input[0]', 404],
    [{ input: 'x', temperature: 'hot' }, 'temperature', 400],
    [{ input: [{ role: 'user', content: [{ type: 'input_text' }] }] }, 'input[0].content[0].text', 400],
    [{ input: [{ role: 'user', content: [{}] }] }, 'input[0].content[0].type', 400],
    [{ input: [{ role: 'robot', content: 'x' }] }, 'input[0].role', 400],
    [{ input: [5] }, 'input[0]', 400],
  ])('%j is refused at %s', (body, param, status) => {
    expect(refusal(() => translate(body))).toMatchObject({ param, status });
  });
});

describe('encrypted_content of a thinking block', () => {
  test.each([
    [{ type: 'thinking' as const, thinking: 'abc', signature: 'S' }, 'abc'],
    [{ type: 'thinking' as const, thinking: 'abc', signature: 'S' }, null],
    [{ type: 'thinking' as const, thinking: '', signature: 'S' }, null],
    [{ type: 'redacted_thinking' as const, data: 'D' }, null],
  ])('%j with the summary %j is decoded unchanged', (block, summary) => {
    const parts = summary === null ? [] : [{ text: summary }];
    expect(
      decodeThinking({ type: 'reasoning', summary: parts, encrypted_content: encodeThinking(block, summary) }),
    ).toEqual(block);
  });
});

describe('cache_control', () => {
  const cache_control = { type: 'ephemeral', ttl: '1h' };
  const call = { call_id: 'c', name: 'f' };
  test.each([
    ['a text part', { role: 'user', content: [{ type: 'input_text', text: 'x', cache_control }] }],
    [
      'an image part',
      { role: 'user', content: [{ type: 'input_image', image_url: 'https://e.example.com/a.png', cache_control }] },
    ],
    ['a file part', { role: 'user', content: [{ type: 'input_file', file_data: 'eA==', cache_control }] }],
    ['a part of an answer', { role: 'assistant', content: [{ type: 'output_text', text: 'x', cache_control }] }],
    ['a refusal', { role: 'assistant', content: [{ type: 'refusal', refusal: 'x', cache_control }] }],
    ['a message', { role: 'user', content: 'x', cache_control }],
    ['a function call', { type: 'function_call', ...call, arguments: '{}', cache_control }],
    ['a custom call', { type: 'custom_tool_call', ...call, input: 'x', cache_control }],
    ['an output', { type: 'function_call_output', call_id: 'c', output: 'x', cache_control }],
    [
      'a part of an output',
      { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_text', text: 'x', cache_control }] },
    ],
  ])('of %s is kept, once', (_name, item) => {
    const text = JSON.stringify(translate({ input: [{ role: 'user', content: 'go' }, item] }).chat);
    expect(text.split(JSON.stringify(cache_control))).toHaveLength(2);
  });

  test('of an omitted item marks no other message', () => {
    const { chat } = translate({
      input: [
        { role: 'user', content: 'go' },
        { type: 'reasoning', summary: [], cache_control },
      ],
    });
    expect(chat.messages).toEqual([{ role: 'user', content: 'go' }]);
  });

  test.each([
    [{ type: 'function', name: 'f' }],
    [{ type: 'custom', name: 'f' }],
    [{ type: 'shell' }],
    [{ type: 'tool_search', execution: 'client' }],
  ])('of the tool %j is kept', (tool) => {
    expect(translate({ input: 'x', tools: [{ ...tool, cache_control }] }).chat['tools']).toMatchObject([
      { cache_control },
    ]);
  });
});
