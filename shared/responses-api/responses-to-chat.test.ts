import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { decodeThinking, encodeThinking } from './reasoning-carrier.ts';
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

describe('tools', () => {
  test('namespaces, custom grammars, shell, apply_patch and web_search', () => {
    const { chat, kinds, notes } = translate({
      input: 'x',
      tools: [
        { type: 'function', name: 'f', parameters: { type: 'object' }, strict: false },
        { type: 'namespace', name: 'ns', description: '', tools: [{ type: 'function', name: 'f', parameters: {} }] },
        { type: 'custom', name: 'patch', format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' } },
        { type: 'local_shell' },
        { type: 'web_search', external_web_access: true, search_context_size: 'low' },
        { type: 'image_generation' },
      ],
      tool_choice: { type: 'function', name: 'f' },
    });
    expect(chat['tools']).toMatchObject([
      { type: 'function', function: { name: 'f', strict: false } },
      { type: 'function', function: { name: 'ns__f' } },
      { type: 'custom', custom: { name: 'patch', format: { type: 'grammar', grammar: { syntax: 'lark' } } } },
      { type: 'function', function: { name: 'local_shell' } },
    ]);
    expect(kinds.get('ns__f')).toEqual({ kind: 'function', name: 'f', namespace: 'ns' });
    expect(chat['web_search_options']).toEqual({ search_context_size: 'low' });
    expect(chat['tool_choice']).toEqual({ type: 'function', function: { name: 'f' } });
    expect(notes.map((note) => note.code)).toContain('hosted-tool-dropped');
  });
});

describe('tool_search by the client', () => {
  const search = {
    type: 'tool_search',
    execution: 'client',
    description: 'Finds tools',
    parameters: { type: 'object' },
  };
  const found = {
    type: 'namespace',
    name: 'mail',
    description: '',
    tools: [{ type: 'function', name: 'send', parameters: {}, defer_loading: true }],
  };
  const looked = (id: string): object[] => [
    { type: 'tool_search_call', call_id: id, execution: 'client', status: 'completed', arguments: { query: 'mail' } },
    { type: 'tool_search_output', call_id: id, execution: 'client', status: 'completed', tools: [found] },
  ];

  test('becomes a function, and its results become tools', () => {
    const { chat, kinds, notes } = translate({
      tools: [search],
      input: [{ role: 'user', content: 'x' }, ...looked('c1'), ...looked('c2')],
    });
    expect(chat['tools']).toEqual([
      {
        type: 'function',
        function: { name: 'tool_search', description: 'Finds tools', parameters: { type: 'object' } },
      },
      { type: 'function', function: { name: 'mail__send', parameters: {} } },
    ]);
    expect([...kinds]).toEqual([
      ['tool_search', { kind: 'tool_search' }],
      ['mail__send', { kind: 'function', name: 'send', namespace: 'mail' }],
    ]);
    expect(chat.messages.slice(0, 3)).toMatchObject([
      { role: 'user' },
      {
        role: 'assistant',
        tool_calls: [{ id: 'c1', function: { name: 'tool_search', arguments: '{"query":"mail"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'These tools can be called now: mail__send' },
    ]);
    expect(notes.map((note) => note.code)).toContain('hosted-tool-wrapped');
  });

  test('drops thinking from before the results', () => {
    const thought = (signature: string): object => ({
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'hmm' }],
      encrypted_content: signature,
    });
    const { chat, notes } = translate({
      tools: [search],
      input: [{ role: 'user', content: 'x' }, thought('OLD'), ...looked('c1'), thought('NEW')],
    });
    expect(JSON.stringify(chat.messages)).not.toContain('OLD');
    expect(JSON.stringify(chat.messages)).toContain('NEW');
    expect(notes).toContainEqual(expect.objectContaining({ code: 'reasoning-before-found-tools', from: 'input[1]' }));
  });

  test('may have no results', () => {
    const [calls = {}, results = {}] = looked('c1');
    const { chat } = translate({ tools: [search], input: [calls, { ...results, tools: [] }] });
    expect(chat.messages.at(-1)?.content).toBe('No tools were found.');
  });

  test('that the server ran is left out, and its results become tools', () => {
    const hosted = { call_id: null, execution: 'server' };
    const [calls, results] = looked('c1');
    const items = [
      { ...calls, ...hosted },
      { ...results, ...hosted },
    ];
    const { chat, notes } = translate({ input: [{ role: 'user', content: 'x' }, ...items] });
    expect(chat.messages).toHaveLength(1);
    expect(chat['tools']).toMatchObject([{ function: { name: 'mail__send' } }]);
    expect(notes.map((note) => note.code)).toContain('item-dropped');
  });

  test('on the server is left out with a note', () => {
    const { chat, notes } = translate({ tools: [{ type: 'tool_search', execution: 'server' }], input: 'x' });
    expect(chat['tools']).toBeUndefined();
    expect(notes.map((note) => note.code)).toEqual(['hosted-tool-dropped']);
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

describe('a shell, patch or search call in the input', () => {
  test.each<[item: object, input: object]>([
    [
      {
        type: 'local_shell_call',
        action: { type: 'exec', command: ['ls'], env: {}, timeout_ms: null, working_directory: null },
      },
      { command: ['ls'] },
    ],
    [
      { type: 'local_shell_call', action: { type: 'exec', command: ['ls'], env: { A: 'b' }, timeout_ms: 5 } },
      { command: ['ls'], env: { A: 'b' }, timeout_ms: 5 },
    ],
    [
      { type: 'shell_call', action: { commands: ['ls'], timeout_ms: null, max_output_length: null } },
      { commands: ['ls'] },
    ],
    [
      { type: 'apply_patch_call', operation: { type: 'delete_file', path: 'a' } },
      { type: 'delete_file', path: 'a' },
    ],
  ])('%j becomes the model’s original tool input', (item, input) => {
    const { chat } = translate({ input: [{ ...item, call_id: 'c1' }] });
    const [call] = chat.messages[0]?.tool_calls ?? [];
    expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual(input);
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

describe('tools in the nested form of chat completions', () => {
  const parameters = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
  const nested = { type: 'function', function: { name: 'echo', description: 'd', parameters } };
  const understood = [nested];
  test.each([
    ['tools', { tools: [nested] }, understood],
    ['a flat tool with an empty name beside it', { tools: [{ ...nested, name: '' }] }, understood],
    ['additional_tools', { input: [{ type: 'additional_tools', tools: [nested] }] }, understood],
    [
      'a namespace',
      { tools: [{ type: 'namespace', name: 'n', tools: [nested] }] },
      [{ type: 'function', function: { ...nested.function, name: 'n__echo' } }],
    ],
    [
      'a custom tool',
      { tools: [{ type: 'custom', custom: { name: 'raw', description: 'd' } }] },
      [{ type: 'custom', custom: { name: 'raw', description: 'd' } }],
    ],
  ])('are understood in %s', (_name, body, tools) => {
    expect(translate({ input: 'x', ...body }).chat['tools']).toEqual(tools);
  });

  test('are chosen in their nested form', () => {
    const choice = { type: 'function', function: { name: 'echo' } };
    expect(translate({ input: 'x', tools: [nested], tool_choice: choice }).chat['tool_choice']).toEqual(choice);
  });

  test.each([
    ['tools[0].name', { tools: [{ type: 'function', parameters }] }],
    ['tools[1].name', { tools: [nested, { type: 'function', name: '', parameters }] }],
    ['tools[0].name', { tools: [{ type: 'function', function: { parameters } }] }],
    ['tools[0].name', { tools: [{ type: 'custom' }] }],
    ['tools[0].tools[0].name', { tools: [{ type: 'namespace', name: 'n', tools: [{ type: 'function' }] }] }],
    ['input[0].tools[0].name', { input: [{ type: 'additional_tools', tools: [{ type: 'function' }] }] }],
  ])('without a name are refused at %s', (param, body) => {
    const refused = expect.objectContaining({ code: 'missing_required_parameter', param });
    expect(() => translate({ input: 'x', ...body })).toThrow(refused);
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
