/** Worked cases: tools that a request declares, and the choice among them. */

import { call, calls, query, result, tool, use, user } from './parts.ts';
import type { WorkedRequest } from './worked-case.ts';

const empty = { type: 'object', properties: {} };
const oneOf = (...schemas: object[]): object => ({ anyOf: schemas });
const having = (name: string): object => ({ type: 'object', properties: { [name]: { type: 'string' } }, required: [name] });

export const toolCases: readonly WorkedRequest[] = [
  {
    name: 'tool names that collide after cleaning stay distinct and are restored',
    ask: {
      tools: [tool('srv.read'), tool('srv read'), tool('srv_read')],
      tool_choice: { type: 'function', function: { name: 'srv read' } },
    },
    sent: {
      'tools[0].name': 'srv_read_c0b54348398f',
      'tools[1].name': 'srv_read_b855b74e0869',
      'tools[2].name': 'srv_read',
      'tool_choice.name': 'srv_read_b855b74e0869',
    },
    notes: ['tool-renamed'],
    response: {
      content: [use('t', 'srv_read_b855b74e0869', { q: 'x' })],
      stop: 'tool_use',
      choice: { 'message.tool_calls[0].function.name': 'srv read' },
    },
  },
  {
    name: 'a tool without parameters gets an empty object schema',
    ask: {
      tools: [
        { type: 'function', function: { name: 'a' } },
        tool('b', { parameters: { type: 'object', properties: null } }),
        tool('c', { parameters: true }),
      ],
    },
    sent: { 'tools[0].input_schema': empty, 'tools[1].input_schema': empty, 'tools[2].input_schema': empty },
  },
  {
    name: 'unknown schema keywords stay in a plain tool',
    ask: {
      tools: [
        tool('a', {
          parameters: {
            type: 'object',
            properties: { n: { type: 'integer', minimum: 1, 'x-unit': 'm' } },
            additionalProperties: false,
            $defs: { X: { type: 'string' } },
          },
        }),
      ],
    },
    sent: {
      'tools[0].input_schema.properties.n': { type: 'integer', minimum: 1, 'x-unit': 'm' },
      'tools[0].input_schema.additionalProperties': false,
      'tools[0].input_schema.$defs.X.type': 'string',
    },
  },
  {
    name: 'anyOf of objects at the root becomes one object',
    ask: { tools: [tool('a', { parameters: oneOf(having('x'), having('y')) })] },
    sent: { 'tools[0].input_schema': { type: 'object', properties: { x: { type: 'string' }, y: { type: 'string' } } } },
    notes: ['tool-schema-flattened'],
  },
  {
    name: 'a root that is not an object is wrapped, and unwrapped in the call',
    ask: { tools: [tool('a', { parameters: { type: 'array', items: { type: 'string' } } })] },
    sent: { 'tools[0].input_schema.properties.value.type': 'array' },
    response: {
      content: [use('t', 'a', { value: ['x'] })],
      stop: 'tool_use',
      choice: { 'message.tool_calls[0].function.arguments': '["x"]' },
    },
  },
  {
    name: 'strict is kept, with additionalProperties false',
    ask: { tools: [tool('a', { strict: true })] },
    sent: { 'tools[0].strict': true, 'tools[0].input_schema': { ...query, additionalProperties: false } },
  },
  {
    name: 'the twenty-first strict tool loses strict',
    ask: { tools: Array.from({ length: 21 }, (_, index) => tool(`t${index}`, { strict: true, parameters: empty })) },
    sent: { 'tools[19].strict': true },
    absent: ['tools[20].strict'],
    notes: ['strict-dropped'],
  },
  {
    name: 'the first of two tools with one name stays',
    ask: { tools: [tool('a'), tool('a')] },
    absent: ['tools[1]'],
    notes: ['duplicate-tool-dropped'],
  },
  {
    name: 'a duplicate tool is refused in strict mode',
    ask: { tools: [tool('a'), tool('a')] },
    settings: { strict: true },
    refused: { code: 'unsupported_value', param: 'tools[1]' },
  },
  {
    name: 'tool_choice none keeps all tools declared',
    ask: { tools: [tool('a')], tool_choice: 'none', parallel_tool_calls: false },
    sent: { tool_choice: { type: 'none' }, 'tools[0].name': 'a' },
  },
  {
    name: 'parallel_tool_calls false adds tool_choice auto',
    ask: { tools: [tool('a')], parallel_tool_calls: false },
    sent: { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
  },
  {
    name: 'tool_choice without tools is left out',
    ask: { tool_choice: 'auto', parallel_tool_calls: true },
    absent: ['tool_choice', 'tools'],
  },
  {
    name: 'tool_choice required becomes any where the model accepts it',
    ask: { tools: [tool('a')], tool_choice: 'required' },
    sent: { tool_choice: { type: 'any' } },
  },
  {
    name: 'tool_choice required becomes an instruction where it does not',
    ask: { model: 'claude-opus-5-5', tools: [tool('a')], tool_choice: 'required' },
    sent: { tool_choice: { type: 'auto' }, 'system[0].text': 'You must call one of the tools before you answer.' },
    notes: ['forced-tool-as-instruction'],
  },
  {
    name: 'tool_choice with an undeclared tool is refused',
    ask: { tools: [tool('a')], tool_choice: { type: 'function', function: { name: 'zz' } } },
    refused: { code: 'invalid_value', param: 'tool_choice' },
  },
  {
    name: 'a single required allowed tool is forced',
    ask: {
      tools: [tool('a'), tool('b')],
      tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: [tool('a')] } },
    },
    sent: { tool_choice: { type: 'tool', name: 'a' }, 'tools[1].name': 'b', 'system[0].text': 'Of the tools, call only these: a.' },
    notes: ['allowed-tools-as-instruction'],
  },
  {
    name: 'allowed_tools with the setting filter removes the others',
    ask: {
      tools: [tool('a'), tool('b')],
      tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [tool('a')] } },
    },
    settings: { allowedTools: 'filter' },
    sent: { tool_choice: { type: 'auto' } },
    absent: ['tools[1]'],
    notes: ['allowed-tools-filtered'],
  },
  {
    name: 'a custom tool is wrapped, and unwrapped in the call',
    ask: { tools: [{ type: 'custom', custom: { name: 'patch', description: 'p' } }] },
    sent: { 'tools[0].input_schema.required': ['input'], 'tools[0].input_schema.properties.input.type': 'string' },
    notes: ['custom-tool-wrapped'],
    response: {
      content: [use('t', 'patch', { input: '*** Begin' })],
      stop: 'tool_use',
      choice: {
        finish_reason: 'tool_calls',
        'message.tool_calls[0]': { id: 't', type: 'custom', custom: { name: 'patch', input: '*** Begin' } },
      },
    },
  },
  {
    name: 'a grammar goes to the description',
    ask: {
      tools: [
        { type: 'custom', custom: { name: 'g', format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'start: "x"' } } } },
      ],
    },
    sent: { 'tools[0].description': 'The input must match this grammar (lark):\nstart: "x"' },
    notes: ['grammar-not-enforced'],
  },
  {
    name: 'Anthropic’s own tools are passed on',
    ask: { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 3 }] },
    sent: { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 3 }] },
  },
  {
    name: 'web_search_options becomes the web search tool',
    ask: {
      web_search_options: {
        search_context_size: 'low',
        user_location: { type: 'approximate', approximate: { city: 'Paris', country: 'FR' } },
      },
    },
    sent: {
      'tools[0]': {
        type: 'web_search_20250305',
        name: 'web_search',
        max_uses: 2,
        user_location: { type: 'approximate', city: 'Paris', country: 'FR' },
      },
    },
    notes: ['web-search-as-tool'],
  },
  {
    name: 'tools of the history are declared when the request declares none',
    ask: { messages: [user('go'), calls(call('c1', 'a')), result('c1', '1')] },
    sent: { 'tools[0].name': 'a', tool_choice: { type: 'none' } },
    notes: ['tools-declared-from-history'],
  },
];
