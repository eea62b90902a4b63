/** An extra field anywhere in a Responses request is in the upstream body, or a note names it, or the request is refused. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { isLoss } from '../../notes.ts';
import { modelRules } from '../../models/rules.ts';
import { contextFor } from '../../translate/__fixtures__/translate.ts';
import { hiddenFields, withExtraField } from '../../unread-fields/__fixtures__/extra-field.ts';
import { parseResponsesRequest } from '../request-schema.ts';
import { translateResponsesRequest } from '../translate-responses-request.ts';

const stored = { previousItems: [], findItem: () => null };

function translate(body: object, model = 'claude-opus-4-8', strict = false) {
  const request = parseResponsesRequest({ model: 'gpt-5', input: 'go', ...body });
  return translateResponsesRequest(request, stored, contextFor(model, { settings: { strict } }));
}

/** Notes on fields as `code from`. */
function notesOf(body: object): readonly string[] {
  return translate(body)
    .notes.filter(({ code }) => code.includes('field'))
    .map(({ code, from }) => `${code} ${from ?? ''}`);
}

const text = { type: 'input_text', text: 'x', cache_control: { type: 'ephemeral' } };
const image = { type: 'input_image', image_url: 'https://e.example/a.png', detail: 'auto' };
const message = (role: string, ...content: object[]): object => ({ type: 'message', role, content });
const item = (type: string, fields: object): object => ({ type, id: 'i', status: 'completed', ...fields });
const parameters = { type: 'object', properties: { q: { type: 'string' } } };

const items = fc.constantFrom<object[]>(
  [message('user', text, image, { type: 'input_file', filename: 'a.pdf', file_url: 'https://e.example/a.pdf' })],
  [message('user', { type: 'input_file', filename: 'a.txt', file_data: 'data:text/plain;base64,aGVsbG8=' })],
  [message('developer', text), { role: 'user', content: 'x' }],
  [message('user', { type: 'image', source: { type: 'url', url: 'https://e.example/a.png' } })],
  [
    item('reasoning', { summary: [{ type: 'summary_text', text: 'x' }], encrypted_content: 'S' }),
    item('message', {
      role: 'assistant',
      phase: 'final_answer',
      content: [
        { type: 'output_text', text: 'x', annotations: [], logprobs: [] },
        { type: 'refusal', refusal: 'no' },
      ],
    }),
    item('function_call', { call_id: 'c1', name: 'f', arguments: '{}', namespace: 'n', caller: { type: 'direct' } }),
    item('custom_tool_call', { call_id: 'c2', name: 'g', input: 'x' }),
    item('function_call_output', {
      call_id: 'c1',
      output: [text, image],
      cache_control: { type: 'ephemeral', ttl: '1h' },
    }),
    item('custom_tool_call_output', { call_id: 'c2', output: 'x' }),
  ],
  [
    item('local_shell_call', { call_id: 'c1', action: { type: 'exec', command: ['ls'], env: {} } }),
    item('local_shell_call_output', { call_id: 'c1', output: 'x' }),
    item('shell_call', { call_id: 'c2', action: { commands: ['ls'] } }),
    item('shell_call_output', {
      call_id: 'c2',
      output: [{ stdout: 'x', stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
    }),
    item('apply_patch_call', { call_id: 'c3', operation: { type: 'delete_file', path: 'a' } }),
    item('apply_patch_call_output', { call_id: 'c3', output: 'x' }),
  ],
  [
    item('tool_search_call', { call_id: 'c1', arguments: { query: 'x' }, execution: 'client' }),
    item('tool_search_output', {
      call_id: 'c1',
      tools: [{ type: 'function', name: 'h', parameters }],
      execution: 'client',
    }),
    { type: 'additional_tools', role: 'developer', tools: [{ type: 'function', name: 'k', parameters }] },
    { type: 'configuration_update', reasoning: { effort: 'high' }, text: { format: { type: 'text' } } },
    item('program', { code: 'x' }),
    item('mcp_approval_response', { approve: true }),
  ],
);
const tools = fc.subarray<object>([
  {
    type: 'function',
    name: 'f',
    parameters,
    strict: false,
    input_examples: [{ q: 'x' }],
    allowed_callers: ['direct', 'programmatic'],
  },
  { type: 'function', function: { name: 'f2', parameters } },
  {
    type: 'custom',
    name: 'g',
    format: { type: 'grammar', syntax: 'lark', definition: 'start: "x"' },
    cache_control: { type: 'ephemeral' },
  },
  { type: 'namespace', name: 'n', tools: [{ type: 'function', name: 'f', parameters }] },
  {
    type: 'web_search',
    filters: { allowed_domains: ['a.example'] },
    user_location: { type: 'approximate', city: 'Bonn' },
  },
  {
    type: 'mcp',
    server_label: 's',
    server_url: 'https://mcp.example/sse',
    require_approval: 'never',
    allowed_tools: { tool_names: ['a'] },
  },
  { type: 'shell', environment: { type: 'local', skills: [] } },
  { type: 'local_shell' },
  { type: 'apply_patch' },
  { type: 'tool_search', execution: 'client', parameters },
  { type: 'file_search', vector_store_ids: ['v'] },
]);
const body = fc.record(
  {
    input: fc.oneof(
      fc.constant('go'),
      fc.array(items, { minLength: 1, maxLength: 3 }).map((parts) => parts.flat()),
    ),
    tools,
    instructions: fc.constantFrom<unknown>('Be brief.', [{ type: 'input_text', text: 'x' }]),
    tool_choice: fc.constantFrom<unknown>('auto', { type: 'mcp', server_label: 's' }),
    reasoning: fc.constantFrom({ effort: 'low', summary: 'auto' }, { context: 'auto', mode: 'standard' }),
    text: fc.constantFrom<object>(
      { verbosity: 'low' },
      { format: { type: 'json_schema', name: 'o', schema: { ...parameters, required: ['q'] }, strict: true } },
    ),
    prompt_cache_options: fc.constant({ mode: 'explicit', ttl: '30m' }),
    stream_options: fc.constant({ include_obfuscation: false }),
    cache_control: fc.constant({ type: 'ephemeral' }),
    thinking: fc.constant({ type: 'adaptive' }),
    moderation: fc.constant({ model: 'omni' }),
    client_metadata: fc.constant({ a: 'b' }),
  },
  { requiredKeys: ['input'] },
);

test('an extra field anywhere is sent on, or named by a note or a refusal', () => {
  const model = fc.constantFrom(...modelRules.map(({ id }) => id));
  fc.assert(
    fc.property(model, body.chain(withExtraField), (id, { value, path }) => {
      expect(
        hiddenFields(() => translateResponsesRequest(parseResponsesRequest(value), stored, contextFor(id)), path),
      ).toEqual([]);
    }),
    { numRuns: runs(4000) },
  );
});

const tool = { type: 'function', name: 'f', parameters };

describe('a field that is not read', () => {
  test.each<[string, object, readonly string[]]>([
    ['unknown at the top', { odd: 1 }, ['unknown-field-dropped odd']],
    ['access_programs', { access_programs: { cyber: 'standard' } }, ['unsupported-field-dropped access_programs']],
    ['image', { image: { context_compression: 'auto' } }, ['field-without-effect image']],
    [
      'background_options',
      { background_options: { completion_window: '2h' } },
      ['field-without-effect background_options'],
    ],
    ['betas', { betas: ['responses_multi_agent=v1'] }, ['unsupported-field-dropped betas']],
    ['multi_agent', { multi_agent: { enabled: true } }, ['unsupported-field-dropped multi_agent']],
    ['client_metadata', { client_metadata: { a: 'b' } }, ['field-without-effect client_metadata']],
    ['reasoning.context', { reasoning: { context: 'all_turns' } }, ['unsupported-field-dropped reasoning.context']],
    ['reasoning.context auto', { reasoning: { context: 'auto', mode: 'standard' } }, []],
    ['reasoning.mode', { reasoning: { mode: 'pro' } }, ['unsupported-field-dropped reasoning.mode']],
    ['async', { tools: [{ ...tool, async: true }] }, ['unsupported-field-dropped tools[0].async']],
    ['async false', { tools: [{ ...tool, async: false, defer_loading: false }] }, []],
    ['output_schema', { tools: [{ ...tool, output_schema: {} }] }, ['field-without-effect tools[0].output_schema']],
    ['defer_loading', { tools: [{ ...tool, defer_loading: true }] }, ['field-without-effect tools[0].defer_loading']],
    [
      'allowed_callers',
      { tools: [{ ...tool, allowed_callers: ['direct', 'programmatic'] }] },
      ['field-without-effect tools[0].allowed_callers'],
    ],
    [
      'input_examples that are no list',
      { tools: [{ ...tool, input_examples: 1 }] },
      ['unsupported-field-dropped tools[0].input_examples'],
    ],
    [
      'a field of a part, in all its places once',
      { input: [message('user', { ...text, odd: 1 }, { ...text, odd: 1 })] },
      ['unknown-field-dropped input[0].content[0].odd'],
    ],
    [
      'a second source of a file',
      { input: [message('user', { type: 'input_file', file_url: 'https://e.example/a.pdf', file_data: 'x' })] },
      ['unsupported-field-dropped input[0].content[0].file_data'],
    ],
    [
      'a marker of a thought',
      { input: [item('reasoning', { summary: [], encrypted_content: 'S', cache_control: {} }), message('user', text)] },
      ['unsupported-field-dropped input[0].cache_control'],
    ],
    ['a filter that leaves the search out', { tools: [{ type: 'web_search', region: 'eu' }] }, []],
  ])('is noted: %s', (_what, fields, expected) => {
    expect(notesOf(fields)).toEqual(expected);
  });

  test('is refused in strict mode, unless it has no effect', () => {
    expect(() => translate({ tools: [{ ...tool, async: true }] }, 'claude-opus-4-8', true)).toThrow(
      expect.objectContaining({ status: 400, param: 'tools[0].async' }),
    );
    expect(() => translate({ client_metadata: { a: 'b' } }, 'claude-opus-4-8', true)).not.toThrow();
  });
});

test('what has a counterpart upstream is sent', () => {
  const { body: sent, betas } = translate({
    input: [message('user', text, { type: 'input_file', filename: 'a.pdf', file_url: 'https://e.example/a.pdf' })],
    tools: [
      {
        ...tool,
        input_examples: [{ q: 'a' }],
        eager_input_streaming: true,
        cache_control: { type: 'ephemeral', ttl: '1h' },
      },
    ],
    stop: ['END'],
    inference_geo: 'us',
    anthropic_beta: 'files-api-2025-04-14',
  });
  expect(sent).toMatchObject({
    stop_sequences: ['END'],
    inference_geo: 'us',
    tools: [
      {
        name: 'f',
        input_examples: [{ q: 'a' }],
        eager_input_streaming: true,
        cache_control: { type: 'ephemeral', ttl: '1h' },
      },
    ],
    messages: [
      {
        content: [
          { text: 'x', cache_control: { type: 'ephemeral' } },
          { type: 'document', title: 'a.pdf' },
        ],
      },
    ],
  });
  expect(betas).toContain('files-api-2025-04-14');
});

describe('configuration_update', () => {
  const update = (effort: string): object => ({ type: 'configuration_update', reasoning: { effort } });

  test('the last one sets the effort and the format of the response', () => {
    const format = { type: 'json_schema', name: 'o', schema: { ...parameters, required: ['q'] } };
    const { body: sent, notes } = translate({
      reasoning: { effort: 'max' },
      input: [update('low'), message('user', text), { ...update('high'), text: { format } }],
    });
    expect(sent.output_config).toMatchObject({ effort: 'high', format: { type: 'json_schema' } });
    expect(notes.filter(({ code }) => code === 'configuration-update-applied').map(({ from }) => from)).toEqual([
      'input[2].reasoning.effort',
      'input[2].text.format',
    ]);
  });

  test('is refused with its own path when the effort does not exist', () => {
    expect(() => translate({ input: [message('user', text), update('deep')] })).toThrow(
      expect.objectContaining({ param: 'input[1].reasoning.effort' }),
    );
  });
});

test('the output of a computer call is refused with its path', () => {
  const output = item('computer_call_output', { call_id: 'c', output: { type: 'computer_screenshot' } });
  expect(() => translate({ input: [message('user', text), output] })).toThrow(
    expect.objectContaining({ status: 400, code: 'unsupported_content', param: 'input[1]' }),
  );
});

test.each<[string, object]>([
  ['program', { code: 'x' }],
  ['program_output', {}],
  ['mcp_approval_request', {}],
  ['mcp_approval_response', {}],
  ['mcp_call', {}],
  ['mcp_list_tools', {}],
  ['computer_call', {}],
  ['image_generation_call', {}],
])('an item of type %s is noted as a whole', (type, fields) => {
  const { notes } = translate({ input: [item(type, fields), message('user', text)] });
  expect(notes).toContainEqual(expect.objectContaining({ code: 'item-dropped', from: 'input[0]' }));
});

test('a request of Codex or the SDK looks like no loss', () => {
  const { notes } = translate({
    instructions: 'You are Codex.',
    input: [
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'x' }] },
      message('user', { type: 'input_text', text: 'x' }),
      item('message', {
        role: 'assistant',
        phase: 'commentary',
        content: [{ type: 'output_text', text: 'x', annotations: [] }],
      }),
      item('function_call', { call_id: 'c1', name: 'f', arguments: '{}' }),
      item('function_call_output', { call_id: 'c1', output: 'x' }),
    ],
    tools: [
      { ...tool, strict: false, defer_loading: true },
      { type: 'namespace', name: 'n', description: 'd', tools: [tool] },
    ],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    reasoning: { effort: 'medium', summary: 'auto', context: 'auto' },
    store: false,
    stream: true,
    stream_options: { include_obfuscation: false },
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: 'k',
    text: { verbosity: 'low' },
    client_metadata: { session: 's' },
  });
  expect(notes.filter(isLoss)).toEqual([]);
});
