import { describe, expect, test } from 'vitest';
import { codes, draftFor, type ContextChanges } from '../__fixtures__/draft-for.ts';
import type { Draft } from '../core/request-draft.ts';
import { applyTools } from './translate-tools.ts';

const parameters = { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] };
const closed = { ...parameters, additionalProperties: false };

function tool(name: string, more: object = {}): object {
  return { type: 'function', function: { name, parameters, ...more } };
}

function tooled(request: object, changes: ContextChanges = {}, model = 'claude-opus-4-8'): Draft {
  const draft = draftFor(model, request, changes);
  applyTools(draft);
  return draft;
}

describe('functions', () => {
  test('are copied; the schema is the client’s own object', () => {
    const draft = tooled({ tools: [tool('a', { description: 'd' })] });
    expect(draft.body.tools).toEqual([{ name: 'a', description: 'd', input_schema: parameters }]);
    expect(Object.values(draft.body.tools?.[0] ?? {})).toContain(parameters);
    expect(draft.notes).toEqual([]);
  });

  test.each([
    ['description', { description: 'x\0' }],
    ['parameters', { parameters: { type: 'object', properties: { q: { description: '\ud800' } } } }],
  ])('invalid Unicode in the %s is replaced, with a note', (field, definition) => {
    const draft = tooled({ tools: [tool('a', definition)] });
    expect(JSON.stringify(draft.body.tools)).toContain('\ufffd');
    expect(draft.notes).toMatchObject([{ code: 'invalid-unicode-replaced', from: `tools[0].function.${field}` }]);
  });

  test.each([
    ['without parameters', { name: 'a' }, { type: 'object', properties: {} }, ['tool-schema-defaulted']],
    [
      'with null properties',
      { name: 'a', parameters: { type: 'object', properties: null } },
      { type: 'object', properties: {} },
      ['tool-schema-coerced'],
    ],
    [
      'with a union at the root',
      { name: 'a', parameters: { anyOf: [parameters, { ...parameters, required: [] }] } },
      { type: 'object', properties: { q: { type: 'string' } } },
      ['tool-schema-flattened'],
    ],
    [
      'with limits that only strict tools know not',
      { name: 'a', parameters: { type: 'object', properties: { n: { type: 'integer', minimum: 1 } } } },
      { type: 'object', properties: { n: { type: 'integer', minimum: 1 } } },
      [],
    ],
  ])('%s', (_case, definition, schema, notes) => {
    const draft = tooled({ tools: [{ type: 'function', function: definition }] });
    expect(draft.body.tools).toEqual([{ name: 'a', input_schema: schema }]);
    expect(codes(draft)).toEqual(notes);
  });

  test('an invalid keyword is left out with a note, and what can be enforced of the rest is', () => {
    const invalid = { ...closed, properties: { q: { type: ['string', 'null'], enum: ['a', null], minLength: -1 } } };
    const draft = tooled({ tools: [tool('a', { parameters: invalid, strict: true })] });
    expect(draft.body.tools).toMatchObject([
      { strict: true, input_schema: { properties: { q: { enum: ['a', null] } }, additionalProperties: false } },
    ]);
    expect(draft.notes).toMatchObject([
      { code: 'schema-keywords-dropped', verb: 'dropped', from: 'tools[0].function.parameters' },
      { code: 'tool-schema-coerced' },
    ]);
    expect(draft.notes[0]?.reason).toMatch(/^minLength: /);
  });

  test('a root that is not an object is wrapped and recorded in wrappedTools', () => {
    const draft = tooled({ tools: [tool('a', { parameters: { type: 'array', items: { type: 'string' } } })] });
    expect(draft.body.tools).toMatchObject([{ input_schema: { type: 'object', required: ['value'] } }]);
    expect([...draft.wrappedTools]).toEqual(['a']);
  });

  test('names become valid and distinct, and are recorded in renamedTools', () => {
    const draft = tooled({ tools: [tool('srv.read'), tool('srv read'), tool('srv_read')] });
    const names = draft.body.tools?.map((upstream) => ('name' in upstream ? upstream.name : ''));
    expect(new Set(names).size).toBe(3);
    expect(names?.[2]).toBe('srv_read');
    expect([...draft.renamedTools.keys()]).toEqual(['srv.read', 'srv read']);
    expect(draft.notes[1]).toMatchObject({ verb: 'renamed', from: 'tools[1].function.name', to: 'tools[1].name' });
  });

  test('the first of two with one name stays', () => {
    const draft = tooled({ tools: [tool('a', { description: '1' }), tool('a', { description: '2' })] });
    expect(draft.body.tools).toMatchObject([{ name: 'a', description: '1' }]);
    expect(codes(draft)).toEqual(['duplicate-tool-dropped']);
    expect(() => tooled({ tools: [tool('a'), tool('a')] }, { settings: { strict: true } })).toThrow(
      expect.objectContaining({ param: 'tools[1]' }),
    );
  });

  test('the legacy functions list is translated', () => {
    const draft = tooled({ functions: [{ name: 'a', description: 'd', parameters }, { name: 'b c' }] });
    expect(draft.body.tools).toMatchObject([{ name: 'a', description: 'd', input_schema: parameters }, {}]);
    expect(draft.notes[0]).toMatchObject({ code: 'tool-renamed', from: 'functions[1].name' });
  });

  test('an empty list is left out', () => {
    expect(tooled({ tools: [], functions: [] }).body.tools).toBeUndefined();
  });
});

describe('strict functions', () => {
  const strict = { strict: true };

  test('have additionalProperties false and strict', () => {
    const draft = tooled({ tools: [tool('a', strict)] });
    expect(draft.body.tools).toEqual([{ name: 'a', input_schema: closed, strict: true }]);
    expect(draft.notes).toEqual([]);
  });

  test('limits move into descriptions, with a note', () => {
    const limited = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] };
    const draft = tooled({ tools: [tool('a', { parameters: limited, strict: true })] });
    expect(draft.body.tools).toMatchObject([
      { strict: true, input_schema: { properties: { n: { description: 'Constraints: minimum: 1.' } } } },
    ]);
    expect(codes(draft)).toEqual(['schema-softened']);
  });

  test.each([
    ['a schema that refers to itself', { parameters: { type: 'object', properties: { a: { $ref: '#' } } } }, {}],
    ['a refusal before', {}, { adjustments: { omitStrict: true } }],
  ])('%s: the tool stays without strict', (_case, more, changes) => {
    const draft = tooled({ tools: [tool('a', { ...strict, ...more })] }, changes);
    expect(draft.body.tools?.[0]).not.toHaveProperty('strict');
    expect(draft.body.tools?.[0]).toHaveProperty('name', 'a');
    expect(codes(draft)).toEqual(['strict-dropped']);
  });

  test('a model without strict tools', () => {
    expect(codes(tooled({ tools: [tool('a', strict)] }, {}, 'claude-opus-99'))).toEqual(['strict-dropped']);
  });

  test('twenty tools are strict, the rest are not', () => {
    const draft = tooled({ tools: Array.from({ length: 23 }, (_, index) => tool(`t${index}`, strict)) });
    expect(draft.body.tools?.filter((upstream) => 'strict' in upstream)).toHaveLength(20);
    expect(draft.body.tools).toHaveLength(23);
    expect(codes(draft)).toEqual(Array.from({ length: 3 }, () => 'strict-dropped'));
  });

  test('optional properties and unions count together with the output format', () => {
    const optional = (count: number): object => ({
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, { type: 'string' }])),
    });
    const format = { type: 'json_schema', json_schema: { name: 'f', schema: optional(10) } };
    const tools = [
      tool('a', { parameters: optional(10), strict: true }),
      tool('b', { parameters: optional(10), strict: true }),
    ];
    expect(codes(tooled({ tools, response_format: format }))).toEqual(['strict-dropped']);
    expect(codes(tooled({ tools }))).toEqual([]);
  });
});

describe('custom tools', () => {
  test('become a tool with one string and are recorded in customTools', () => {
    const draft = tooled({ tools: [{ type: 'custom', custom: { name: 'patch', description: 'p' } }] });
    expect(draft.body.tools).toMatchObject([
      {
        name: 'patch',
        description: 'p',
        input_schema: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] },
      },
    ]);
    expect([...draft.customTools]).toEqual(['patch']);
    expect(codes(draft)).toEqual(['custom-tool-wrapped']);
  });

  test.each([
    [{ type: 'grammar', grammar: { syntax: 'lark', definition: 'start: "a"' } }],
    [{ type: 'grammar', syntax: 'lark', definition: 'start: "a"' }],
  ])('a grammar goes to the description: %j', (format) => {
    const draft = tooled({ tools: [{ type: 'custom', custom: { name: 'patch', description: 'p', format } }] });
    expect(draft.body.tools).toMatchObject([
      { description: 'p\n\nThe input must match this grammar (lark):\nstart: "a"' },
    ]);
    expect(codes(draft)).toEqual(['custom-tool-wrapped', 'grammar-not-enforced']);
  });
});

describe('other tool formats', () => {
  test.each([
    ['bare, as some editors send them', { name: 'a', description: 'd', input_schema: parameters }],
    ['as the Messages API has it', { type: 'custom', name: 'a', description: 'd', input_schema: parameters }],
    ['as the Responses API has it', { type: 'function', name: 'a', description: 'd', parameters }],
  ])('%s', (_case, shape) => {
    const draft = tooled({ tools: [shape] });
    expect(draft.body.tools).toEqual([{ name: 'a', description: 'd', input_schema: parameters }]);
    expect(draft.notes).toEqual([]);
  });

  test('valid options of the Messages API are copied', () => {
    const draft = tooled({
      tools: [{ name: 'a', input_schema: parameters, defer_loading: true, input_examples: 'none', foo: 1 }],
    });
    expect(draft.body.tools).toEqual([{ name: 'a', input_schema: parameters, defer_loading: true }]);
  });

  test('Anthropic’s own tools are copied, with the beta they need', () => {
    const native = { type: 'computer_20251124', name: 'computer', display_width_px: 1, display_height_px: 1 };
    const fetch = { type: 'web_fetch_20250910', name: 'web_fetch', cache_control: { type: 'ephemeral' } };
    const draft = tooled({ tools: [native, fetch, { type: 'mcp_toolset', mcp_server_name: 'm' }] });
    expect(draft.body.tools).toEqual([
      native,
      { type: 'web_fetch_20250910', name: 'web_fetch' },
      { type: 'mcp_toolset', mcp_server_name: 'm' },
    ]);
    expect([...draft.betas]).toEqual(['computer-use-2025-11-24']);
  });

  test.each([
    [{ type: 'file_search', vector_store_ids: [] }, 'tools[0].type', 'unsupported_value'],
    [{ type: 'function' }, 'tools[0].function', 'missing_required_parameter'],
    [{}, 'tools[0].function', 'missing_required_parameter'],
  ])('%j is refused', (shape, param, code) => {
    expect(() => tooled({ tools: [shape] })).toThrow(expect.objectContaining({ status: 400, param, code }));
  });
});

describe('web_search_options', () => {
  test('options become the search tool', () => {
    const draft = tooled({
      web_search_options: {
        search_context_size: 'low',
        user_location: { type: 'approximate', approximate: { city: 'Kyiv', country: 'UA', region: '' } },
      },
    });
    expect(draft.body.tools).toEqual([
      {
        type: 'web_search_20250305',
        name: 'web_search',
        max_uses: 2,
        user_location: { type: 'approximate', city: 'Kyiv', country: 'UA' },
      },
    ]);
    expect(codes(draft)).toEqual(['search-context-as-max-uses', 'web-search-as-tool']);
  });

  test('allowed_domains are kept', () => {
    const draft = tooled({ web_search_options: { filters: { allowed_domains: ['example.org', 'example.com'] } } });
    expect(draft.body.tools).toEqual([
      { type: 'web_search_20250305', name: 'web_search', allowed_domains: ['example.org', 'example.com'] },
    ]);
  });

  test.each([[{}], [{ filters: { allowed_domains: [] } }], [{ search_context_size: null, user_location: null }]])(
    '%j sets no limits',
    (options) => {
      expect(tooled({ web_search_options: options }).body.tools).toEqual([
        { type: 'web_search_20250305', name: 'web_search' },
      ]);
    },
  );

  test('the search tool comes after the client’s tools, once', () => {
    const search = { type: 'web_search_preview' };
    const draft = tooled({ tools: [search, tool('a')], web_search_options: {} });
    expect(draft.body.tools?.map((upstream) => ('name' in upstream ? upstream.name : ''))).toEqual(['a', 'web_search']);
    const native = { type: 'web_search_20260318', name: 'web_search' };
    expect(tooled({ tools: [native], web_search_options: {} }).body.tools).toEqual([native]);
  });

  test('a model without web search, and a tool with the same name', () => {
    const { profile } = draftFor('claude-opus-4-8', {}).context;
    const draft = tooled({ web_search_options: {} }, { profile: { ...profile, webSearch: false } });
    expect(draft.body.tools).toBeUndefined();
    expect(codes(draft)).toEqual(['web-search-dropped']);
    expect(codes(tooled({ tools: [tool('web_search')], web_search_options: {} }))).toEqual(['web-search-dropped']);
  });
});

describe('allowed tools', () => {
  const request = {
    tools: [tool('a'), tool('b')],
    tool_choice: {
      type: 'allowed_tools',
      allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'b' } }] },
    },
  };

  test('all tools stay declared unless the setting is filter', () => {
    expect(tooled(request).body.tools).toHaveLength(2);
    const filtered = tooled(request, { settings: { allowedTools: 'filter' } });
    expect(filtered.body.tools).toMatchObject([{ name: 'b' }]);
    expect(codes(filtered)).toEqual(['allowed-tools-filtered']);
  });
});
