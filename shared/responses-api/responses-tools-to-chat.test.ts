import { describe, expect, test } from 'vitest';
import { parseResponsesRequest } from './request-schema.ts';
import { translateTools, upstreamTools } from './__fixtures__/translated-tools.ts';
import { type StoredContext, toChatRequest } from './responses-to-chat.ts';

const nothingStored: StoredContext = { previousItems: [], findItem: () => null };

function translate(body: object, stored = nothingStored) {
  return toChatRequest(parseResponsesRequest(body), stored);
}

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
      { type: 'web_search', external_web_access: true, search_context_size: 'low' },
    ]);
    expect(kinds.get('ns__f')).toEqual({ kind: 'function', name: 'f', namespace: 'ns' });
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

test.each(['code_execution_20250825', 'web_fetch_20250910', 'memory_20250818', 'bash_20250124'])(
  'a tool of the Messages API is passed on: %s',
  (type) => {
    const native = { type, name: type.replace(/_\d+$/, '') };
    const translation = translateTools({ tools: [native] });
    expect(upstreamTools(translation)).toMatchObject([native]);
    expect(translation.notes.map(({ code }) => code)).not.toContain('hosted-tool-dropped');
  },
);
