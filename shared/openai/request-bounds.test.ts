import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { parseResponsesRequest } from '../responses-api/request-schema.ts';

import { MAX_BETAS, MAX_IDENTIFIER, MAX_NAME } from './request-names.ts';
import { MAX_FIELDS, MAX_MESSAGES, MAX_PARTS, MAX_TOOLS } from './request-size.ts';
import { parseChatRequest } from './parse-chat-request.ts';

const list = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);
const user = { role: 'user', content: 'go' };
const chat = (body: object): unknown => parseChatRequest({ model: 'gpt-4', messages: [user], ...body });
const responses = (body: object): unknown => parseResponsesRequest({ model: 'gpt-4', input: 'go', ...body });
const tool = { type: 'function', function: { name: 'f' } };
const item = { role: 'user', content: 'go' };

function refusalOf(run: () => unknown): unknown {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof RequestRefused ? { code: error.code, param: error.param, status: error.status } : error;
  }
}

describe('a request is accepted at each limit, and refused above it', () => {
  test.each([
    ['messages', MAX_MESSAGES, 'too_many_messages', 'messages', (n: number) => chat({ messages: list(n, user) })],
    [
      'parts',
      MAX_PARTS,
      'too_many_parts',
      'messages',
      (n: number) => chat({ messages: [{ ...user, content: list(n, 'a') }] }),
    ],
    ['tools', MAX_TOOLS, 'too_many_tools', 'tools', (n: number) => chat({ tools: list(n, tool) })],
    ['functions', MAX_TOOLS, 'too_many_tools', 'tools', (n: number) => chat({ functions: list(n, { name: 'f' }) })],
    ['betas', MAX_BETAS, 'too_many_betas', 'betas', (n: number) => chat({ betas: list(n, 'b') })],
    ['items', MAX_MESSAGES, 'too_many_messages', 'input', (n: number) => responses({ input: list(n, item) })],
    [
      'parts of items',
      MAX_PARTS,
      'too_many_parts',
      'input',
      (n: number) => responses({ input: [{ ...item, content: list(n, { type: 'input_text', text: 'a' }) }] }),
    ],
    [
      'tools in namespaces',
      MAX_TOOLS,
      'too_many_tools',
      'tools',
      (n: number) => responses({ tools: [{ type: 'namespace', name: 'n', tools: list(n - 1, tool) }] }),
    ],
    [
      'tools in items',
      MAX_TOOLS,
      'too_many_tools',
      'tools',
      (n: number) => responses({ input: [{ type: 'additional_tools', tools: list(n, tool) }] }),
    ],
  ] as const)('%s', (_what, most, code, param, make) => {
    expect(refusalOf(() => make(most))).toBeNull();
    expect(refusalOf(() => make(most + 1))).toEqual({ code, param, status: 400 });
    expect(() => make(most + 1)).toThrow(String(most));
  });

  test('too_many_keys', () => {
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]));
    expect(refusalOf(() => chat(fields(MAX_FIELDS - 2)))).toBeNull();
    expect(refusalOf(() => chat(fields(MAX_FIELDS - 1)))).toMatchObject({ code: 'too_many_keys' });
    expect(refusalOf(() => responses(fields(MAX_FIELDS - 1)))).toMatchObject({ code: 'too_many_keys' });
  });

  test('counting never throws, for any body', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const parse of [parseChatRequest, parseResponsesRequest]) {
          const refusal = refusalOf(() => parse(value));
          expect(refusal === null || typeof refusal === 'object').toBe(true);
          expect(refusal).not.toBeInstanceOf(Error);
        }
      }),
    );
  });
});

describe('a string is accepted at its length limit, and refused above it', () => {
  const named: readonly (readonly [string, number, (name: string) => unknown])[] = [
    ['model', MAX_NAME, (model) => chat({ model })],
    ['tools[0].function.name', MAX_NAME, (name) => chat({ tools: [{ type: 'function', function: { name } }] })],
    ['tools[0].custom.name', MAX_NAME, (name) => chat({ tools: [{ type: 'custom', custom: { name } }] })],
    ['tools[0].name', MAX_NAME, (name) => chat({ tools: [{ name, input_schema: {} }] })],
    ['tools[0].type', MAX_NAME, (type) => chat({ tools: [{ type }] })],
    ['functions[0].name', MAX_NAME, (name) => chat({ functions: [{ name }] })],
    ['function_call', MAX_NAME, (name) => chat({ function_call: { name } })],
    ['tool_choice', MAX_NAME, (name) => chat({ tool_choice: { type: 'function', function: { name } } })],
    [
      'tool_choice',
      MAX_NAME,
      (name) => chat({ tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ name }] } } }),
    ],
    ['messages[0].name', MAX_NAME, (name) => chat({ messages: [{ ...user, name }] })],
    [
      'messages[0].tool_calls',
      MAX_NAME,
      (name) => chat({ messages: [{ role: 'assistant', tool_calls: [{ function: { name } }] }] }),
    ],
    [
      'messages[0].function_call.name',
      MAX_NAME,
      (name) => chat({ messages: [{ role: 'assistant', function_call: { name } }] }),
    ],
    ['messages[0].content', MAX_NAME, (type) => chat({ messages: [{ ...user, content: [{ type }] }] })],
    [
      'response_format.json_schema.name',
      MAX_NAME,
      (name) => chat({ response_format: { type: 'json_schema', json_schema: { name, schema: {} } } }),
    ],
    ['mcp_servers[0].name', MAX_NAME, (name) => chat({ mcp_servers: [{ name }] })],
    ['betas', MAX_NAME, (name) => chat({ betas: [name] })],
    ['anthropic_beta', MAX_NAME, (name) => chat({ anthropic_beta: `a,${name}` })],
    ['user', MAX_IDENTIFIER, (name) => chat({ user: name })],
    ['safety_identifier', MAX_IDENTIFIER, (name) => chat({ safety_identifier: name })],
    ['prompt_cache_key', MAX_IDENTIFIER, (name) => chat({ prompt_cache_key: name })],
    ['service_tier', MAX_IDENTIFIER, (name) => chat({ service_tier: name })],
    ['model', MAX_NAME, (model) => responses({ model })],
    ['previous_response_id', MAX_IDENTIFIER, (id) => responses({ previous_response_id: id })],
    ['user', MAX_IDENTIFIER, (name) => responses({ user: name })],
  ];

  test.each(named)('%s, %i characters', (param, most, make) => {
    expect(refusalOf(() => make('n'.repeat(most)))).toBeNull();
    expect(refusalOf(() => make('n'.repeat(most + 1)))).toEqual({ code: 'name_too_long', param, status: 400 });
    expect(() => make('n'.repeat(2_000_000))).toThrow(`has 2000000 characters; the limit is ${most}`);
  });
});

test('an error quotes only the beginning of a long value', () => {
  const error = new RequestRefused({
    code: 'x',
    message: 'm'.repeat(1_000_000),
    hint: 'h'.repeat(1_000_000),
    param: 'p'.repeat(1_000_000),
  });
  expect(error.message.length).toBeLessThan(2_100);
  expect(error.hint.length).toBeLessThan(2_100);
  expect(error.param?.length).toBeLessThan(600);
});
