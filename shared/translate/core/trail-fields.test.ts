/** The trail of everything except messages: each client field with its target. */

import { describe, expect, test } from 'vitest';

import { contextFor } from '../__fixtures__/translate.ts';
import { traceRequest } from '../translate-request.ts';
import { parseChatRequest } from '../../openai/parse-chat-request.ts';

const schema = { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] };

/** `verb from -> to`, for all leaves outside the messages. */
function trailOf(model: string, body: object): readonly string[] {
  const request = parseChatRequest({ model, messages: [{ role: 'user', content: 'go' }], ...body });
  const { trail } = traceRequest(request, contextFor(model));
  return trail
    .filter(({ from }) => from !== null && !from.startsWith('messages') && from !== 'model')
    .map(({ verb, from, to }) => `${verb} ${from} -> ${to}`);
}

describe('the trail of a field', () => {
  test.each<[string, object, readonly string[]]>([
    ['claude-opus-4-8', { max_tokens: 5 }, ['copied max_tokens -> max_tokens']],
    ['claude-opus-4-8', { max_completion_tokens: 5 }, ['renamed max_completion_tokens -> max_tokens']],
    ['claude-opus-4-8', { max_tokens: 999_999 }, ['clamped max_tokens -> max_tokens']],
    [
      'claude-opus-4-8',
      { max_tokens: 5, max_completion_tokens: 6 },
      ['dropped max_tokens -> null', 'renamed max_completion_tokens -> max_tokens'],
    ],
    ['claude-opus-4-8', { temperature: 0.5, seed: null }, ['dropped temperature -> null', 'dropped seed -> null']],
    ['claude-sonnet-4-5', { temperature: 0.5 }, ['copied temperature -> temperature']],
    ['claude-sonnet-4-5', { temperature: 1.5 }, ['clamped temperature -> temperature']],
    [
      'claude-opus-4-8',
      { stop: ['a', ' ', 'a'] },
      ['moved stop[0] -> stop_sequences[0]', 'dropped stop[1] -> null', 'dropped stop[2] -> null'],
    ],
    ['claude-opus-4-8', { user: 'u' }, ['renamed user -> metadata.user_id']],
    ['claude-opus-4-8', { reasoning_effort: 'high' }, ['renamed reasoning_effort -> output_config.effort']],
    ['claude-haiku-4-5', { reasoning_effort: 'high' }, ['renamed reasoning_effort -> thinking.budget_tokens']],
    ['claude-opus-4-8', { reasoning_effort: 'none' }, ['renamed reasoning_effort -> thinking.type']],
    [
      'claude-opus-4-8',
      { thinking: { type: 'adaptive', display: 'omitted', odd: 1 } },
      [
        'copied thinking.type -> thinking.type',
        'copied thinking.display -> thinking.display',
        'dropped thinking.odd -> null',
      ],
    ],
    [
      'claude-opus-4-8',
      { verbosity: 'low', foo: { bar: [1] } },
      ['dropped verbosity -> null', 'dropped foo.bar[0] -> null'],
    ],
    ['claude-opus-4-8', { inference_geo: 'us' }, ['copied inference_geo -> inference_geo']],
    [
      'claude-opus-4-8',
      { response_format: { type: 'json_object' }, n: 1 },
      ['dropped response_format.type -> null', 'dropped n -> null'],
    ],
  ])('%s, %j', (model, body, expected) => {
    expect(trailOf(model, body)).toEqual(expected);
  });

  test('tools and their choice', () => {
    const body = {
      tools: [{ type: 'function', function: { name: 'a b', description: 'd', parameters: schema, strict: false } }],
      tool_choice: { type: 'function', function: { name: 'a b' } },
      parallel_tool_calls: false,
    };
    expect(trailOf('claude-opus-4-8', body)).toEqual([
      'dropped tools[0].type -> null',
      'renamed tools[0].function.name -> tools[0].name',
      'moved tools[0].function.description -> tools[0].description',
      'renamed tools[0].function.parameters.type -> tools[0].input_schema.type',
      'renamed tools[0].function.parameters.properties.q.type -> tools[0].input_schema.properties.q.type',
      'renamed tools[0].function.parameters.required[0] -> tools[0].input_schema.required[0]',
      'dropped tools[0].function.strict -> null',
      'renamed tool_choice.type -> tool_choice.type',
      'moved tool_choice.function.name -> tool_choice.name',
      'renamed parallel_tool_calls -> tool_choice.disable_parallel_tool_use',
    ]);
  });

  test('an Anthropic tool is copied whole', () => {
    const native = { type: 'web_search_20250305', name: 'web_search', max_uses: 1 };
    expect(trailOf('claude-opus-4-8', { tools: [native] })).toEqual(
      ['type', 'name', 'max_uses'].map((key) => `copied tools[0].${key} -> tools[0].${key}`),
    );
  });

  test('an enforced response_format', () => {
    const format = { type: 'json_schema', json_schema: { name: 'o', schema: { ...schema, minProperties: 1 } } };
    expect(trailOf('claude-opus-4-8', { response_format: format })).toEqual([
      'moved response_format.type -> output_config.format.type',
      'dropped response_format.json_schema.name -> null',
      'merged response_format.json_schema.schema.type -> output_config.format.schema.type',
      'merged response_format.json_schema.schema.properties.q.type -> output_config.format.schema.properties.q.type',
      'merged response_format.json_schema.schema.required[0] -> output_config.format.schema.required[0]',
      'dropped response_format.json_schema.schema.minProperties -> null',
    ]);
  });
});

describe('the trail of a message', () => {
  test('a tool_use block is renamed where necessary, and both forms of one call are covered', () => {
    const request = parseChatRequest({
      model: 'claude-opus-4-8',
      messages: [
        { role: 'user', content: 'go' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c:1', name: 'a b', input: { q: 1 } }] },
        { role: 'tool', tool_call_id: 'c:1', name: 'a b', content: 'x' },
        {
          role: 'assistant',
          tool_calls: [{ id: 'c2', type: 'function', function: { name: 'a' } }],
          function_call: { name: 'a' },
        },
        { role: 'tool', tool_call_id: 'c2', content: 'y' },
      ],
    });
    const { trail } = traceRequest(request, contextFor('claude-opus-4-8'));
    const entries = new Map(trail.map((entry) => [entry.from, entry]));
    expect(entries.get('messages[1].content[0].id')).toMatchObject({
      verb: 'renamed',
      to: 'messages[1].content[0].id',
    });
    expect(entries.get('messages[1].content[0].name')).toMatchObject({ verb: 'renamed' });
    expect(entries.get('messages[1].content[0].input.q')).toMatchObject({ verb: 'copied' });
    expect(entries.get('messages[2].name')?.reason).toBe('The call has the tool’s name.');
    expect(entries.get('messages[3].function_call.name')?.reason).toBe('The calls in tool_calls replace it.');
  });
});

describe('the trail of fields about the exchange', () => {
  const reasons = (body: object, model = 'claude-opus-4-8'): Record<string, string> => {
    const request = parseChatRequest({ model: 'gpt-4', messages: [{ role: 'user', content: 'go' }], ...body });
    const { trail } = traceRequest(request, contextFor(model));
    return Object.fromEntries(trail.map(({ verb, from, to, reason }) => [from ?? '', `${verb} ${to}: ${reason}`]));
  };

  test('no field of the Messages API is reported as unknown', () => {
    const entries = reasons({
      stream: true,
      stream_options: { include_usage: true },
      tools: [{ type: 'function', function: { name: 'a' } }],
      tool_choice: 'none',
      function_call: 'auto',
      parallel_tool_calls: false,
      stop: [],
      web_search_options: { odd: 1 },
      messages: [
        { role: 'user', content: 'go' },
        { role: 'system', content: 'be brief' },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'c1', name: 'a', input: {} }],
          tool_calls: [{ id: 'c1', function: { name: 'a' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: [] },
      ],
    });
    expect(Object.entries(entries).filter(([, entry]) => entry.includes('no such field'))).toEqual([]);
    expect(entries).toMatchObject({
      model: 'renamed model: The model that this name maps to.',
      'stream_options.include_usage': 'dropped null: They apply to the client’s stream.',
      function_call: 'dropped null: tool_choice replaces it.',
      parallel_tool_calls: 'dropped null: No tool is called.',
      stop: 'dropped null: It is empty.',
      'messages[1].role': 'copied messages[1].role: A system message at its position.',
      'messages[2].tool_calls[0].id': 'dropped null: A tool_use block already holds the same call.',
    });
  });

  test('duplicate, empty and unpaired values are reported as such', () => {
    const entries = reasons({
      parallel_tool_calls: true,
      functions: [{ name: 'a' }],
      prompt_cache_options: { mode: 'implicit' },
      messages: [
        {
          role: 'user',
          content: [{ type: 'image_url', image_url: { url: 'https://e.example.com/a.png', detail: 'auto' } }],
        },
        { role: 'system', content: '' },
        {
          role: 'assistant',
          content: [{ type: 'refusal', refusal: 'no' }],
          refusal: 'no',
          thinking_blocks: [
            { type: 'thinking', thinking: 'a' },
            { type: 'thinking', thinking: 'b' },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'gone', content: 'r', is_error: true }] },
      ],
    });
    expect(Object.entries(entries).filter(([, entry]) => entry.includes('no such field'))).toEqual([]);
    expect(entries).toMatchObject({
      parallel_tool_calls: 'dropped null: The request takes one call at a time.',
      'messages[0].content[0].image_url.detail': 'dropped null: It is Claude’s default.',
      'messages[1].role': 'dropped null: It has no visible content.',
      'messages[2].refusal': 'dropped null: A part already holds the refusal.',
      'messages[2].thinking_blocks[1].thinking':
        'dropped null: Only reasoning with its signature may be sent back to Claude.',
    });
  });

  test('a cache breakpoint without a block is dropped, others are copied', () => {
    const mark = { type: 'ephemeral' };
    const unused = 'dropped null: No block to mark, or another breakpoint replaces this one.';
    const entries = reasons({
      messages: [
        { role: 'user', content: '', cache_control: mark },
        {
          role: 'user',
          content: [{ type: 'text', text: 'x', cache_control: mark, prompt_cache_breakpoint: { mode: 'explicit' } }],
        },
      ],
    });
    expect(entries).toMatchObject({
      'messages[0].cache_control.type': unused,
      'messages[1].content[0].prompt_cache_breakpoint.mode': unused,
      'messages[1].content[0].cache_control.type':
        'copied messages[0].content[0].cache_control.type: A cache breakpoint of the client.',
    });
  });

  test('a requested Claude id is copied', () => {
    expect(reasons({ model: 'claude-opus-4-8' })['model']).toBe('copied model: The same model.');
  });
});
