/** Worked cases: all parameters except messages and tools. */

import { assistant, call, calls, result, system, text, tool, user } from './parts.ts';
import type { WorkedRequest } from './worked-case.ts';

const format = (schema: object): object => ({
  response_format: { type: 'json_schema', json_schema: { name: 'o', schema } },
});
const properties = (count: number, schema: object): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema]));
const marked = (value: string, more: object = {}): object => text(value, { cache_control: { type: 'ephemeral', ...more } });
const summarized = { type: 'adaptive', display: 'summarized' };

const sampling: readonly WorkedRequest[] = [
  {
    name: 'a temperature above 1 is 1 on an older model',
    ask: { model: 'claude-sonnet-4-5', temperature: 1.7 },
    sent: { temperature: 1 },
    notes: ['temperature-clamped'],
  },
  {
    name: 'newer models are sent none',
    ask: { model: 'claude-opus-4-7', temperature: 0, top_p: 0.5, top_k: 5 },
    absent: ['temperature', 'top_p', 'top_k'],
    notes: ['temperature-dropped', 'top-p-dropped', 'top-k-dropped'],
  },
  { name: 'a temperature of 1 is left out without a word', ask: { temperature: 1 }, absent: ['temperature'] },
  {
    name: 'of temperature and top_p the temperature stays',
    ask: { model: 'claude-sonnet-4-5', temperature: 0.2, top_p: 0.4 },
    sent: { temperature: 0.2 },
    absent: ['top_p'],
    notes: ['top-p-dropped'],
  },
  {
    name: 'while it thinks, top_p stays from 0.95',
    ask: { model: 'claude-sonnet-4-5', reasoning_effort: 'low', temperature: 0.5, top_p: 0.97 },
    sent: { top_p: 0.97 },
    absent: ['temperature'],
  },
  {
    name: 'version 2026-10-21 is sent none at all',
    ask: { model: 'claude-sonnet-4-6', temperature: 1 },
    settings: { anthropicVersion: '2026-10-21' },
    absent: ['temperature'],
  },
];

const limits: readonly WorkedRequest[] = [
  { name: 'a limit is filled in', ask: {}, sent: { max_tokens: 21_333 }, notes: ['max-tokens-defaulted'] },
  { name: 'a larger one for a stream', ask: { stream: true }, sent: { max_tokens: 32_000 } },
  {
    name: 'the newer limit wins, and is clamped to the model’s',
    ask: { model: 'claude-haiku-4-5', max_tokens: 10, max_completion_tokens: 999_999 },
    sent: { max_tokens: 64_000 },
    notes: ['max-tokens-clamped'],
  },
  { name: 'zero is no limit', ask: { max_tokens: 0 }, refused: { code: 'invalid_value', param: 'max_tokens' } },
  {
    name: 'stop sequences without a visible character are dropped, doubles are one',
    ask: { stop: ['END', '\n', ' ', null, 'END'] },
    sent: { stop_sequences: ['END'] },
    notes: ['stop-dropped'],
  },
  { name: 'one stop sequence is a list of one', ask: { stop: 'END' }, sent: { stop_sequences: ['END'] } },
  { name: 'of none nothing is sent', ask: { stop: [' ', null] }, absent: ['stop_sequences'] },
  { name: 'several answers are refused', ask: { n: 2 }, refused: { code: 'unsupported_value', param: 'n' } },
  { name: 'one answer is what there is', ask: { n: 1 }, absent: ['n'] },
];

const ignored: readonly WorkedRequest[] = [
  {
    name: 'log probabilities are noted, and refused in strict mode only',
    ask: { logprobs: true, top_logprobs: 2 },
    absent: ['logprobs', 'top_logprobs'],
    notes: ['logprobs-dropped'],
  },
  {
    name: 'which names the field',
    ask: { logprobs: true },
    settings: { strict: true },
    refused: { code: 'unsupported_value', param: 'logprobs' },
  },
  {
    name: 'what has no counterpart is dropped by name',
    ask: { seed: 1, logit_bias: { 1: 2 }, presence_penalty: 0.5, prediction: { type: 'content', content: 'x' } },
    absent: ['seed', 'logit_bias', 'presence_penalty', 'prediction'],
    notes: ['seed-dropped', 'logit-bias-dropped', 'presence-penalty-dropped', 'prediction-dropped'],
  },
  {
    name: 'spoken answers are refused',
    ask: { modalities: ['text', 'audio'], audio: { voice: 'x', format: 'mp3' } },
    refused: { code: 'unsupported_value', param: 'modalities' },
  },
  { name: 'a field that nobody knows goes nowhere', ask: { foo: 1 }, absent: ['foo'], notes: ['unknown-field-dropped'] },
  { name: 'metadata and store stay on this machine', ask: { store: true, metadata: { a: 'b' } }, absent: ['store', 'metadata'] },
];

const people: readonly WorkedRequest[] = [
  { name: 'a plain user id is passed on', ask: { user: 'u-1' }, sent: { 'metadata.user_id': 'u-1' } },
  {
    name: 'an address is hashed',
    ask: { user: 'bob@example.com' },
    sent: { 'metadata.user_id': '5ff860bf1190596c7188ab851db691f0f3169c453936e9e1eba2f9a47f7a0018' },
    notes: ['user-hashed'],
  },
  {
    name: 'a phone number too',
    ask: { user: '+49 170 1234567' },
    sent: { 'metadata.user_id': 'cdbb568f5dc8fe5cd9bc2ebd65796f299d1a34f507133e3d3826a3513fba9d1c' },
  },
  {
    name: 'the safety identifier wins',
    ask: { user: 'u', safety_identifier: 's' },
    sent: { 'metadata.user_id': 's' },
  },
  { name: 'the default tier is the standard one', ask: { service_tier: 'default' }, sent: { service_tier: 'standard_only' } },
  {
    name: 'a tier that there is not is the automatic one',
    ask: { service_tier: 'flex' },
    sent: { service_tier: 'auto' },
    notes: ['service-tier-approximated'],
  },
];

const thinking: readonly WorkedRequest[] = [
  {
    name: 'the least effort on a model that thinks when asked',
    ask: { reasoning_effort: 'minimal' },
    sent: { thinking: summarized, 'output_config.effort': 'low' },
  },
  {
    name: 'no effort on one that always thinks',
    ask: { model: 'claude-opus-5-5', reasoning_effort: 'none' },
    sent: { 'output_config.effort': 'low' },
    absent: ['thinking'],
    notes: ['thinking-cannot-be-off'],
  },
  {
    name: 'no effort on one that can be told',
    ask: { model: 'claude-opus-5', reasoning_effort: 'none' },
    sent: { thinking: { type: 'disabled' } },
  },
  {
    name: 'no effort on the one that thinks between tools at least',
    ask: { model: 'claude-sonnet-5-5', reasoning_effort: 'none' },
    sent: { thinking: { type: 'between_tools' } },
    notes: ['thinking-between-tools'],
  },
  {
    name: 'a level that the model lacks is the next lower one',
    ask: { model: 'claude-opus-4-6', reasoning_effort: 'xhigh' },
    sent: { 'output_config.effort': 'high' },
    notes: ['effort-clamped'],
  },
  {
    name: 'a level is a budget on older models',
    ask: { model: 'claude-sonnet-4-5', reasoning_effort: 'high' },
    sent: { thinking: { type: 'enabled', budget_tokens: 16_384 } },
    absent: ['output_config'],
    notes: ['effort-as-budget'],
  },
  {
    name: 'without room for a budget there is none',
    ask: { model: 'claude-sonnet-4-5', reasoning_effort: 'high', max_tokens: 1500 },
    absent: ['thinking'],
    notes: ['thinking-dropped-no-room'],
  },
  {
    name: 'a budget is a level on newer models',
    ask: { reasoning: { max_tokens: 4000 } },
    sent: { 'output_config.effort': 'medium' },
    notes: ['thinking-budget-as-effort'],
  },
  {
    name: 'manual thinking gives way to a demanded call',
    ask: { model: 'claude-sonnet-4-5', reasoning_effort: 'high', tools: [tool('a')], tool_choice: 'required' },
    sent: { tool_choice: { type: 'any' } },
    absent: ['thinking'],
    notes: ['thinking-dropped-for-forced-tool'],
  },
  {
    name: 'and to an open call whose thinking is lost',
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
    name: 'hidden thinking of a model that thinks anyway is asked for in words',
    ask: { model: 'claude-opus-5-5' },
    sent: { thinking: summarized },
    notes: ['thinking-shown'],
  },
  {
    name: 'unless nobody wants to see it',
    ask: { model: 'claude-opus-5-5', reasoning: { exclude: true } },
    absent: ['thinking'],
  },
  {
    name: 'a model that nobody knows is sent what all of them take',
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
    name: 'a schema is brought into the form that can be enforced',
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
    name: 'one that refers to itself is asked for in words',
    ask: format({ type: 'array', items: { $ref: '#' } }),
    absent: ['output_config'],
    notes: ['json-schema-as-instruction'],
    answer: {
      content: [text('```json\n[[], [[]]]\n```')],
      stop: 'end_turn',
      choice: { 'message.content': '[[], [[]]]' },
    },
  },
  {
    name: 'a list stands in an object, and is taken out of it',
    ask: format({ type: 'array', items: { type: 'string' } }),
    sent: { 'output_config.format.schema.properties.value.type': 'array' },
    notes: ['output-schema-wrapped'],
    answer: { content: [text('{"value":["a"]}')], stop: 'end_turn', choice: { 'message.content': '["a"]' } },
  },
  {
    name: 'too many optional properties cannot be compiled',
    ask: format({ type: 'object', properties: properties(25, { type: 'string' }) }),
    absent: ['output_config'],
    notes: ['json-schema-as-instruction'],
  },
  {
    name: 'nor too many unions',
    ask: format({
      type: 'object',
      properties: properties(17, { type: ['string', 'null'] }),
      required: Object.keys(properties(17, {})),
    }),
    absent: ['output_config'],
  },
  {
    name: 'any JSON object is asked for in words, never by force or prefill',
    ask: { model: 'claude-fable-5-1', response_format: { type: 'json_object' } },
    sent: { 'system[0].text': 'Answer with one JSON object. Write nothing but the JSON: no explanation, no code fence.' },
    absent: ['tool_choice', 'output_config', 'messages[1]'],
    notes: ['json-object-as-instruction'],
    answer: {
      content: [text('Sure: {"a": 1}')],
      stop: 'end_turn',
      choice: { 'message.content': '{"a": 1}' },
    },
  },
  { name: 'text is what there is', ask: { response_format: { type: 'text' } }, absent: ['output_config', 'system'] },
  {
    name: 'verbosity is a line at the end of the system prompt',
    ask: { verbosity: 'low', messages: [system('S'), user('x')] },
    sent: { system: [text('S'), text('Keep answers short.')] },
    notes: ['verbosity-as-instruction'],
  },
];

const caching: readonly WorkedRequest[] = [
  {
    name: 'a breakpoint in OpenAI’s words is the only one',
    ask: {
      prompt_cache_options: { mode: 'explicit' },
      messages: [system([text('long', { prompt_cache_breakpoint: { mode: 'explicit' } })]), user('x')],
    },
    settings: { promptCaching: true },
    sent: { system: [marked('long')], messages: [user([text('x')])] },
  },
  {
    name: 'of more than four breakpoints the last four stay',
    ask: { messages: [user(['0', '1', '2', '3', '4', '5'].map((value) => marked(value)))] },
    sent: { 'messages[0].content': [text('0'), text('1'), marked('2'), marked('3'), marked('4'), marked('5')] },
    notes: ['cache-breakpoints-dropped'],
  },
  {
    name: 'an hour after five minutes is five minutes',
    ask: { messages: [user([marked('a'), marked('b', { ttl: '1h' })])] },
    sent: { 'messages[0].content': [marked('a'), marked('b')] },
    notes: ['cache-ttl-shortened'],
  },
  {
    name: 'a breakpoint on a message is one on its last block',
    ask: { messages: [{ role: 'system', content: 'S', cache_control: { type: 'ephemeral' } }, user('x')] },
    sent: { system: [marked('S')] },
  },
  {
    name: 'half an hour is an hour',
    ask: { prompt_cache_options: { ttl: '30m' }, tools: [tool('a')] },
    settings: { promptCaching: true },
    sent: { 'tools[0].cache_control.ttl': '1h' },
  },
  {
    name: 'tools, system prompt and last turn are marked where it pays',
    ask: { tools: [tool('a')], messages: [system('S'), user('1'), assistant('2'), user('3')] },
    settings: { promptCaching: true },
    sent: {
      'tools[0].cache_control': { type: 'ephemeral' },
      'system[0].cache_control': { type: 'ephemeral' },
      'messages[2].content[0].cache_control': { type: 'ephemeral' },
    },
    absent: ['messages[0].content[0].cache_control'],
  },
  {
    name: 'a single question is not',
    ask: { messages: [system('S'), user('1')] },
    settings: { promptCaching: true },
    absent: ['system[0].cache_control', 'messages[0].content[0].cache_control'],
  },
];

const extensions: readonly WorkedRequest[] = [
  {
    name: 'thinking in Anthropic’s own words',
    ask: { model: 'claude-sonnet-4-5', thinking: { type: 'enabled', budget_tokens: 5000 } },
    sent: { thinking: { type: 'enabled', budget_tokens: 5000 } },
  },
  { name: 'fast where the model has it', ask: { speed: 'fast' }, sent: { speed: 'fast' } },
  {
    name: 'and not where it has not',
    ask: { model: 'claude-sonnet-4-6', speed: 'fast' },
    absent: ['speed'],
    notes: ['speed-dropped'],
  },
  {
    name: 'servers of tools are named to the API',
    ask: { mcp_servers: [{ type: 'url', url: 'https://mcp.example.com', name: 'm' }] },
    sent: { 'mcp_servers[0].name': 'm' },
  },
];

export const parameterCases = [
  ...sampling,
  ...limits,
  ...ignored,
  ...people,
  ...thinking,
  ...formats,
  ...caching,
  ...extensions,
];
