/** Worked cases: reasoning and response_format. */

import { assistant, call, calls, result, system, text, tool, user } from './parts.ts';
import type { WorkedRequest } from './worked-case.ts';

const format = (schema: object): object => ({
  response_format: { type: 'json_schema', json_schema: { name: 'o', schema } },
});
const properties = (count: number, schema: object): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema]));
const summarized = { type: 'adaptive', display: 'summarized' };

const thinking: readonly WorkedRequest[] = [
  {
    name: 'reasoning_effort minimal becomes effort low',
    ask: { reasoning_effort: 'minimal' },
    sent: { thinking: summarized, 'output_config.effort': 'low' },
  },
  {
    name: 'reasoning_effort none on a model that always thinks',
    ask: { model: 'claude-opus-5-5', reasoning_effort: 'none' },
    sent: { 'output_config.effort': 'low' },
    absent: ['thinking'],
    notes: ['thinking-cannot-be-off'],
  },
  {
    name: 'reasoning_effort none on a model that can disable thinking',
    ask: { model: 'claude-opus-5', reasoning_effort: 'none' },
    sent: { thinking: { type: 'disabled' } },
  },
  {
    name: 'reasoning_effort none on a model that always thinks between tools',
    ask: { model: 'claude-sonnet-5-5', reasoning_effort: 'none' },
    sent: { thinking: { type: 'between_tools' } },
    notes: ['thinking-between-tools'],
  },
  {
    name: 'a reasoning_effort that the model lacks becomes the next lower level',
    ask: { model: 'claude-opus-4-6', reasoning_effort: 'xhigh' },
    sent: { 'output_config.effort': 'high' },
    notes: ['effort-clamped'],
  },
  {
    name: 'reasoning_effort becomes budget_tokens on older models',
    ask: { model: 'claude-sonnet-4-5', reasoning_effort: 'high' },
    sent: { thinking: { type: 'enabled', budget_tokens: 16_384 } },
    absent: ['output_config'],
    notes: ['effort-as-budget'],
  },
  {
    name: 'no thinking without room for budget_tokens',
    ask: { model: 'claude-sonnet-4-5', reasoning_effort: 'high', max_tokens: 1500 },
    absent: ['thinking'],
    notes: ['thinking-dropped-no-room'],
  },
  {
    name: 'budget_tokens becomes an effort on newer models',
    ask: { reasoning: { max_tokens: 4000 } },
    sent: { 'output_config.effort': 'medium' },
    notes: ['thinking-budget-as-effort'],
  },
  {
    name: 'manual thinking is dropped for a forced tool call',
    ask: { model: 'claude-sonnet-4-5', reasoning_effort: 'high', tools: [tool('a')], tool_choice: 'required' },
    sent: { tool_choice: { type: 'any' } },
    absent: ['thinking'],
    notes: ['thinking-dropped-for-forced-tool'],
  },
  {
    name: 'manual thinking is dropped for an open call without its thinking',
    ask: {
      model: 'claude-sonnet-4-5',
      reasoning_effort: 'high',
      tools: [tool('a')],
      messages: [user('a'), calls(call('c', 'a')), result('c', 'x')],
    },
    absent: ['thinking'],
    notes: ['thinking-dropped-in-tool-loop'],
  },
  {
    name: 'a model that omits thinking text gets display summarized',
    ask: { model: 'claude-opus-5-5' },
    sent: { thinking: summarized },
    notes: ['thinking-shown'],
  },
  {
    name: 'no display with reasoning.exclude',
    ask: { model: 'claude-opus-5-5', reasoning: { exclude: true } },
    absent: ['thinking'],
  },
  {
    name: 'an unknown model gets the strictest profile',
    ask: {
      model: 'claude-nova-9',
      reasoning_effort: 'high',
      temperature: 0.3,
      tools: [tool('a')],
      tool_choice: 'required',
      messages: [user('a'), system('NEW'), assistant('b')],
    },
    sent: { tool_choice: { type: 'auto' }, 'messages[0].content[2].text': 'NEW', 'messages[2].role': 'user' },
    absent: ['thinking', 'output_config', 'temperature'],
    unknownModel: true,
  },
];

const formats: readonly WorkedRequest[] = [
  {
    name: 'json_schema is translated to the enforceable subset',
    ask: format({
      type: 'object',
      properties: {
        n: { type: 'integer', minimum: 1 },
        l: {
          type: 'array',
          minItems: 3,
          items: { oneOf: [{ type: 'string', format: 'uri' }, { type: 'string', format: 'phone' }] },
        },
      },
      required: ['n'],
    }),
    sent: {
      'output_config.format.type': 'json_schema',
      'output_config.format.schema': {
        type: 'object',
        properties: {
          n: { type: 'integer', description: 'Constraints: minimum: 1.' },
          l: {
            type: 'array',
            items: {
              anyOf: [
                { type: 'string', format: 'uri' },
                { type: 'string', description: 'Constraints: format: "phone".' },
              ],
            },
            description: 'Constraints: minItems: 3.',
          },
        },
        required: ['n'],
        additionalProperties: false,
      },
    },
    notes: ['schema-softened'],
  },
  {
    name: 'a recursive json_schema becomes an instruction',
    ask: format({ type: 'array', items: { $ref: '#' } }),
    absent: ['output_config'],
    notes: ['json-schema-as-instruction'],
    response: {
      content: [text('```json\n[[], [[]]]\n```')],
      stop: 'end_turn',
      choice: { 'message.content': '[[], [[]]]' },
    },
  },
  {
    name: 'an array json_schema is wrapped, and unwrapped in the response',
    ask: format({ type: 'array', items: { type: 'string' } }),
    sent: { 'output_config.format.schema.properties.value.type': 'array' },
    notes: ['output-schema-wrapped'],
    response: { content: [text('{"value":["a"]}')], stop: 'end_turn', choice: { 'message.content': '["a"]' } },
  },
  {
    name: 'json_schema with too many optional properties becomes an instruction',
    ask: format({ type: 'object', properties: properties(25, { type: 'string' }) }),
    absent: ['output_config'],
    notes: ['json-schema-as-instruction'],
  },
  {
    name: 'json_schema with too many unions becomes an instruction',
    ask: format({
      type: 'object',
      properties: properties(17, { type: ['string', 'null'] }),
      required: Object.keys(properties(17, {})),
    }),
    absent: ['output_config'],
  },
  {
    name: 'json_object becomes an instruction',
    ask: { model: 'claude-fable-5-1', response_format: { type: 'json_object' } },
    sent: { 'system[0].text': 'Answer with one JSON object. Write nothing but the JSON: no explanation, no code fence.' },
    absent: ['tool_choice', 'output_config', 'messages[1]'],
    notes: ['json-object-as-instruction'],
    response: {
      content: [text('Sure: {"a": 1}')],
      stop: 'end_turn',
      choice: { 'message.content': '{"a": 1}' },
    },
  },
  { name: 'text needs no field', ask: { response_format: { type: 'text' } }, absent: ['output_config', 'system'] },
  {
    name: 'verbosity becomes a line at the end of the system prompt',
    ask: { verbosity: 'low', messages: [system('S'), user('x')] },
    sent: { system: [text('S'), text('Keep answers short.')] },
    notes: ['verbosity-as-instruction'],
  },
];

export const generationCases = [...thinking, ...formats];
