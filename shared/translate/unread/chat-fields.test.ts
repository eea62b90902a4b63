/** An extra field anywhere in a request is in the upstream body, or a note names it, or the request is refused. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { isLoss } from '../../notes.ts';
import { parseChatRequest } from '../../openai/parse-chat-request.ts';
import { hiddenFields, withExtraField } from '../../unread-fields/__fixtures__/extra-field.ts';
import { modelRules } from '../../models/rules.ts';
import { json, messages, parameters } from '../__fixtures__/arbitrary-request.ts';
import { contextFor } from '../__fixtures__/translate.ts';
import { translateRequest } from '../translate-request.ts';

const go = { role: 'user', content: 'go' };

function translate(body: object, model = 'claude-opus-4-8') {
  return translateRequest(parseChatRequest({ model: 'gpt-5', messages: [go], ...body }), contextFor(model));
}

/** Notes as `code from`. */
function notesOf(body: object): readonly string[] {
  return translate(body)
    .notes.filter(({ code }) => /field/.test(code))
    .map(({ code, from }) => `${code} ${from ?? ''}`);
}

const png = 'iVBORw0KGgo=';
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } };
const schema = { type: 'object', properties: { q: { type: 'string', enum: ['a'] } } };
const search = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } };
const found = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] };

/** Shapes that the arbitrary requests lack. */
const rich = fc.constantFrom<object>(
  {
    messages: [
      {
        role: 'user',
        content: [
          image,
          {
            type: 'document',
            source: { type: 'content', content: [{ type: 'text', text: 'x' }] },
            citations: { enabled: true },
          },
          { type: 'search_result', source: 's', title: 't', content: [{ type: 'text', text: 'x' }] },
          { type: 'non_standard', value: { type: 'text', text: 'x' } },
          { type: 'file', file: { filename: 'a.txt', file_data: 'data:text/plain;base64,aGVsbG8=' } },
        ],
      },
      {
        role: 'assistant',
        content_blocks: [
          { type: 'thinking', thinking: 'x', signature: 'S' },
          search,
          found,
          { type: 'text', text: 'x', citations: [{ type: 'char_location', cited_text: 'x' }] },
          { type: 'tool_use', id: 'c1', name: 'a', input: { q: { r: 1 } } },
        ],
      },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'c1', content: [image, { type: 'text', text: 'x' }] }],
      },
    ],
  },
  {
    messages: [
      go,
      {
        role: 'assistant',
        content: 'x',
        anthropic_blocks: [search, found, { type: 'container', id: 'c' }],
        reasoning_details: [
          { type: 'reasoning.text', text: 'x', signature: 'S', index: 0 },
          { type: 'reasoning.encrypted', data: 'D' },
        ],
        tool_calls: [{ id: 'c1', type: 'custom', custom: { name: 'a', input: 'x' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: [{ type: 'text', text: 'x' }] },
    ],
    thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'drop_block' } },
    prompt_cache_options: { mode: 'explicit', ttl: '30m', comparison_response_id: 'resp_1' },
    stream_options: { include_usage: true },
  },
  {
    tools: [
      { type: 'function', function: { name: 'a', parameters: schema, strict: true }, input_examples: [{ q: 'a' }] },
      { type: 'function', name: 'b', parameters: schema },
      { name: 'c', input_schema: schema, cache_control: { type: 'ephemeral' } },
      { type: 'custom', name: 'd', format: { type: 'grammar', syntax: 'lark', definition: 'start: "x"' } },
    ],
    tool_choice: {
      type: 'allowed_tools',
      allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'a' } }] },
    },
  },
  {
    tools: [{ type: 'mcp_toolset', mcp_server_name: 's', configs: { t: { enabled: true } } }],
    mcp_servers: [{ type: 'url', name: 's', url: 'https://mcp.example/sse', tool_configuration: {} }],
    web_search_options: { user_location: { type: 'approximate', approximate: { city: 'Bonn' } } },
    response_format: { type: 'json_schema', json_schema: { name: 'o', schema } },
    context_management: { edits: [{ type: 'clear_tool_uses_20250919', keep: { type: 'tool_uses', value: 3 } }] },
  },
);
const arbitrary = fc.tuple(messages, parameters).map(([turns, fields]) => ({ messages: turns, ...fields }));

test('an extra field anywhere is sent on, or named by a note or a refusal', () => {
  const model = fc.constantFrom(...modelRules.map(({ id }) => id));
  const body = fc
    .oneof(arbitrary, rich)
    .chain((fields) => withExtraField(json({ model: 'm', messages: [go], ...fields })));
  fc.assert(
    fc.property(model, body, (id, { value, path }) => {
      // Stays on this machine whatever it holds: strict mode alone notes it.
      fc.pre(!path.startsWith('metadata'));
      expect(hiddenFields(() => translateRequest(parseChatRequest(value), contextFor(id)), path)).toEqual([]);
    }),
    { numRuns: runs(4000) },
  );
});

describe('a field that is not read', () => {
  test.each<[string, object, readonly string[]]>([
    ['at the top', { odd: 1, other: null }, ['unknown-field-dropped odd']],
    [
      'in every message once',
      {
        messages: [
          { ...go, odd: 1 },
          { ...go, odd: 2 },
          { ...go, odd: 3 },
        ],
      },
      ['unknown-field-dropped messages[0].odd'],
    ],
    [
      'with a marker of a message in a user message',
      { messages: [{ ...go, tool_calls: [{ id: 'c', type: 'function', function: { name: 'a' } }] }] },
      ['unknown-field-dropped messages[0].tool_calls'],
    ],
    [
      'of another kind of tool',
      { tools: [{ type: 'function', function: { name: 'a' }, custom: { name: 'a' } }] },
      ['unsupported-field-dropped tools[0].custom'],
    ],
    [
      'whose value its field cannot have',
      { tools: [{ name: 'a', input_schema: schema, defer_loading: 'yes', cache_control: { ttl: '2h' } }] },
      ['unsupported-field-dropped tools[0].defer_loading', 'unsupported-field-dropped tools[0].cache_control.ttl'],
    ],
    ['with a name that other steps note', { web_search_options: { region: 'eu' }, seed: 1 }, []],
  ])('is noted %s', (_where, body, expected) => {
    expect(notesOf(body).toSorted()).toEqual(expected.toSorted());
  });

  test('says at how many places it was', () => {
    const { notes } = translate({
      messages: [
        { ...go, odd: 1 },
        { ...go, odd: 2 },
        { ...go, odd: 3 },
      ],
    });
    expect(notes.map(({ reason }) => reason)).toContain(
      'The field odd is unknown. The same holds at 2 further places.',
    );
  });

  test('of many names gets a hundred notes and one for all the others', () => {
    const odd = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`odd${index}`, 1]));
    const notes = translate({ messages: [{ ...go, ...odd }] }).notes.filter(isLoss);
    expect(notes).toHaveLength(101);
    expect(notes.at(-1)).toMatchObject({ code: 'further-fields-dropped', from: 'messages[0].odd100' });
  });

  test('is refused in strict mode, unless it has no effect', () => {
    const strict = (body: object) =>
      translateRequest(
        parseChatRequest({ model: 'gpt-5', messages: [go], ...body }),
        contextFor('claude-opus-4-8', { settings: { strict: true } }),
      );
    expect(() => strict({ messages: [{ ...go, odd: 1 }] })).toThrow(/odd is unknown/);
    const part = { type: 'image_url', image_url: `data:image/png;base64,${png}`, detail: 'low' };
    expect(strict({ messages: [{ role: 'user', content: [part] }] }).notes.map(({ code }) => code)).toContain(
      'field-without-effect',
    );
  });
});

/** What real clients add to their requests, read off their bodies. */
test.each<[client: string, body: object]>([
  [
    'openai-agents',
    {
      messages: [
        go,
        {
          role: 'assistant',
          content: [{ type: 'text', text: 'x', role: 'assistant', refusal: null, tool_calls: [], annotations: [] }],
        },
        go,
      ],
    },
  ],
  ['copilot', { messages: [go, { role: 'assistant', content: 'x', refusal: null, annotations: [] }, go] }],
  [
    'langchain',
    {
      messages: [
        go,
        {
          role: 'assistant',
          content: '',
          tool_calls: [{ index: 0, id: 'c', type: 'function', function: { name: 'a', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c', name: 'a', content: 'x' },
      ],
    },
  ],
  [
    'opencode',
    {
      messages: [{ role: 'system', content: 'x', cache_control: { type: 'ephemeral' } }, go],
      stream_options: { include_usage: true },
    },
  ],
])('requests of %s look like no loss', (_client, body) => {
  expect(translate(body).notes.filter(isLoss)).toEqual([]);
});
