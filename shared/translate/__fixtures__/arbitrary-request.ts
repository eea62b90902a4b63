/** Arbitrary chat requests for fast-check: everything that the schema accepts, tidy and untidy. */

import fc from 'fast-check';
import type { TranslationSettings } from '../core/translation-interface.ts';

const nothing = fc.constantFrom(null, undefined);
/** Rare, because values that have the whole request refused would hide everything else. */
const rarely = <Value>(refused: Value, ...usual: Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(refused) }, { weight: 30, arbitrary: fc.constantFrom(...usual) });
const words = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ minLength: 1, maxLength: 4 }).map((word) => `${word} \n`),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', ' ', '\n', 'go', 'half \ud800 pair', 'nul \u0000', '日本語', '👩‍💻', '__proto__'),
);
const toolNames = fc.constantFrom('a', 'b', 'web_search', 'srv.read', 'srv read', 'x'.repeat(80), 'srv_read');
const ids = fc.oneof(fc.constantFrom('c1', 'c2', 'c3', 'functions.a:0', '', 'ü'), nothing);
const mark = fc.option(fc.constantFrom({ type: 'ephemeral' }, { type: 'ephemeral', ttl: '1h' }, { type: 'ephemeral', ttl: '5m' }), {
  nil: undefined,
});
const breakpoint = fc.option(fc.constant({ mode: 'explicit' }), { nil: undefined });

const png = 'iVBORw0KGgo=';
const textPart = fc.record({ type: fc.constant('text'), text: words, cache_control: mark, prompt_cache_breakpoint: breakpoint });
const imagePart = fc.record({
  type: fc.constant('image_url'),
  image_url: fc.record({
    url: fc.constantFrom(
      `data:image/png;base64,${png}`,
      'data:image/jpg;charset=utf-8;base64,/9j/4AAQ',
      'data:image/png;base64,/9j/4AAQ',
      'https://e.example.com/a.png',
      'http://e.example.com/a.png',
      'data:image/svg+xml;base64,AAAA',
      'data:image/png;base64,@@',
    ),
    detail: fc.constantFrom('auto', 'high', undefined),
  }),
  cache_control: mark,
});
const filePart = fc.record({
  type: fc.constant('file'),
  file: fc.constantFrom(
    { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' },
    { filename: 'a.txt', file_data: 'data:text/plain;base64,aGVsbG8=' },
    { file_data: 'aGVsbG8=' },
    { file_id: 'file_1' },
    { file_id: 'file-1' },
  ),
});
const foreignPart = fc.constantFrom(
  { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
  { type: 'hologram' },
  { type: 'tool_result', tool_use_id: 'c1', content: 'ok' },
  { type: 'tool_result', tool_use_id: 'c2', content: [{ type: 'text', text: ' ' }], is_error: true },
  { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
);
const userContent = fc.oneof(
  { weight: 4, arbitrary: words },
  { weight: 3, arbitrary: fc.array(textPart, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(textPart, imagePart, filePart), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(textPart, foreignPart), { maxLength: 2 }) },
);

const argumentsText = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.constantFrom('', ' ', '{}', '{"b":1,"a":2}', '{"q": "x', '{}{"a":1}', 'null', '[1]', 'hello', '{"u":"\\ud800"}', '{"id":1481220477346119781,"n":[1.0,-0,1e400]}'),
  nothing,
);
const calls = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ id: ids, type: fc.constant('function'), function: fc.record({ name: toolNames, arguments: argumentsText }) }) },
    { weight: 1, arbitrary: fc.record({ id: ids, type: fc.constant('custom'), custom: fc.record({ name: toolNames, input: words }) }) },
  ),
  { maxLength: 3 },
);
const thinkingBlocks = fc.array(
  fc.constantFrom(
    { type: 'thinking', thinking: 'hm', signature: 'SIG' },
    { type: 'thinking', thinking: '', signature: 'SIG2' },
    { type: 'thinking', thinking: 'unsigned' },
    { type: 'redacted_thinking', data: 'D' },
  ),
  { maxLength: 2 },
);
const assistantContent = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(words, nothing) },
  { weight: 2, arbitrary: fc.array(fc.oneof(textPart, fc.record({ type: fc.constant('refusal'), refusal: words })), { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.oneof(
        textPart,
        fc.constantFrom(
          { type: 'tool_use', id: 'c1', name: 'a', input: { b: 1 } },
          { type: 'thinking', thinking: 'x', signature: 'S' },
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} },
          { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
        ),
      ),
      { maxLength: 4 },
    ),
  },
);

const user = fc.record({ role: fc.constant('user'), content: userContent, name: fc.constantFrom(undefined, 'Ann'), cache_control: mark });
const instruction = fc.record({
  role: fc.constantFrom('system', 'developer'),
  content: fc.oneof(words, fc.array(textPart, { maxLength: 2 })),
});
export const assistant = fc.record({
  role: fc.constant('assistant'),
  content: assistantContent,
  tool_calls: fc.option(calls, { nil: undefined }),
  refusal: fc.constantFrom(undefined, null, 'no'),
  audio: fc.constantFrom(undefined, undefined, undefined, { id: 'audio_1' }),
  reasoning_content: fc.constantFrom(undefined, 'hm'),
  thinking_blocks: fc.option(thinkingBlocks, { nil: undefined }),
});
const legacyCall = fc.record({
  role: fc.constant('assistant'),
  content: fc.oneof(nothing, words),
  function_call: fc.record({ name: toolNames, arguments: argumentsText }),
});
const toolResult = fc.record({
  role: fc.constant('tool'),
  tool_call_id: ids,
  content: fc.oneof(words, nothing, fc.array(fc.oneof(textPart, imagePart), { maxLength: 2 })),
});
const functionResult = fc.record({ role: fc.constant('function'), name: toolNames, content: fc.oneof(words, nothing) });

export const message = fc.oneof(
  { weight: 5, arbitrary: user },
  { weight: 5, arbitrary: assistant },
  { weight: 3, arbitrary: toolResult },
  { weight: 2, arbitrary: instruction },
  { weight: 1, arbitrary: legacyCall },
  { weight: 1, arbitrary: functionResult },
);
/** Parallel calls with results in any order, some twice, some missing. */
const toolTurn = fc
  .tuple(fc.boolean(), fc.array(fc.constantFrom('p1', 'p2', 'p3'), { maxLength: 4 }))
  .map(([thinks, results]) => [
    {
      role: 'assistant',
      ...(thinks ? { thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 'SIG' }] } : {}),
      tool_calls: ['p1', 'p2', 'p3'].map((id) => ({ id, type: 'function', function: { name: 'a', arguments: '{}' } })),
    },
    ...results.map((id, index) => ({ role: 'tool', tool_call_id: id, content: `r${index}` })),
  ]);
const ending = fc.constantFrom<object[]>([], [], [], [], [], [{ role: 'user', content: 'go on' }], [{ role: 'assistant', content: ' It was: \n' }]);
export const messages = fc
  .tuple(
    fc.array(fc.oneof({ weight: 9, arbitrary: message.map((one): object[] => [one]) }, { weight: 1, arbitrary: toolTurn }), { minLength: 1, maxLength: 10 }),
    ending,
  )
  .map(([turns, last]) => [...turns.flat(), ...last]);

const schema = fc.constantFrom(
  undefined,
  { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] },
  { type: 'object', properties: null },
  { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, additionalProperties: false },
  { anyOf: [{ type: 'object', properties: {} }, { type: 'string' }] },
  { type: 'object', properties: { $top: { type: ['string', 'null'], enum: ['a', null] }, 'x[0]': { minLength: -1 } }, required: ['$top', '$top'] },
  { type: 'array', items: { type: 'string' } },
);
const tool = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('function'),
      function: fc.record({ name: toolNames, parameters: schema, strict: fc.constantFrom(undefined, null, true, false) }),
      cache_control: mark,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('custom'),
      custom: fc.record({
        name: toolNames,
        format: fc.constantFrom(undefined, { type: 'text' }, { type: 'grammar', grammar: { syntax: 'lark', definition: 'start: "x"' } }),
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ name: toolNames, input_schema: fc.constant({ type: 'object', properties: {} }) }) },
  { weight: 1, arbitrary: fc.constantFrom({ type: 'web_search' }, { type: 'web_search_20250305', name: 'web_search' }) },
);
export const tools = fc.array(tool, { minLength: 1, maxLength: 4 });
const functions = fc.array(fc.record({ name: toolNames, parameters: schema }), { maxLength: 2 });

const allowedTools = fc.record({
  mode: fc.constantFrom('auto', 'required'),
  tools: fc.array(fc.oneof(toolNames.map((name) => ({ type: 'function', function: { name } })), fc.constant({ type: 'mcp' })), { maxLength: 2 }),
});
const namedChoice = toolNames.map((name) => ({ type: 'function', function: { name } }));
const toolChoice = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>('auto', 'none', 'required', null, { type: 'auto', disable_parallel_tool_use: true }) },
  { weight: 1, arbitrary: namedChoice },
  { weight: 1, arbitrary: allowedTools.map((allowed) => ({ type: 'allowed_tools', allowed_tools: allowed })) },
  { weight: 1, arbitrary: allowedTools.map((allowed) => ({ type: 'allowed_tools', ...allowed })) },
);

/** All fields except messages. */
export const parameters = fc.record(
  {
    tools,
    tool_choice: toolChoice,
    parallel_tool_calls: fc.boolean(),
    functions,
    function_call: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('auto', 'none', null) }, { weight: 1, arbitrary: toolNames.map((name) => ({ name })) }),
    max_tokens: fc.constantFrom(null, 1, 100, 1500, 2500, 20_000, 1_000_000),
    max_completion_tokens: fc.constantFrom(null, 2000, 64_000),
    temperature: fc.constantFrom(null, 0, 0.7, 1, 2),
    top_p: fc.constantFrom(null, 0.1, 0.99, 1),
    top_k: fc.constantFrom(null, 0, 5, 2.5),
    n: rarely(2, 1, null),
    stop: fc.oneof(fc.constantFrom(null, '', ' ', 'END'), fc.array(fc.constantFrom('END', ' ', null), { maxLength: 3 })),
    stream: fc.boolean(),
    reasoning_effort: fc.constantFrom(null, 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
    verbosity: fc.constantFrom(null, 'low', 'medium', 'high'),
    response_format: fc.constantFrom<object | null>(
      null,
      { type: 'text' },
      { type: 'json_object' },
      { type: 'json_schema', json_schema: { name: 'o', schema: { type: 'object', properties: { n: { type: 'integer', minimum: 1 } } } } },
      { type: 'json_schema', json_schema: { name: 'o', schema: { type: 'array', items: { $ref: '#' } } } },
      { type: 'json_schema', json_schema: { name: 'o', schema: { type: 'array', items: { type: 'string' } } } },
      { type: 'json_object', schema: { type: 'object', properties: { a: { type: 'string' } } } },
    ),
    user: fc.constantFrom('u-1', 'bob@example.com', '+49 170 1234567', 'x'.repeat(100)),
    safety_identifier: fc.constantFrom('', 's-1', null),
    seed: fc.integer(),
    presence_penalty: fc.constantFrom(0, 1),
    frequency_penalty: fc.constantFrom(0, 0.5, null),
    logprobs: fc.constantFrom(true, false, null),
    top_logprobs: fc.constantFrom(3, null),
    logit_bias: fc.constantFrom({}, { 50256: -100 }, null),
    modalities: rarely(['text', 'audio'], ['text'], null),
    audio: fc.constantFrom(null, { voice: 'alloy', format: 'mp3' }),
    prediction: fc.constantFrom(null, { type: 'content', content: 'x' }),
    moderation: fc.constantFrom(null, {}),
    web_search_options: fc.constantFrom(null, {}, { search_context_size: 'low', user_location: { type: 'approximate', approximate: { city: 'Bonn' } } }),
    betas: fc.constantFrom(null, ['files-api-2025-04-14'], ['no beta\n']),
    speed: fc.constantFrom('fast', 'standard'),
    inference_geo: fc.constantFrom('us', null),
    reasoning: fc.constantFrom<object | null>(null, { effort: 'high', exclude: true }, { max_tokens: 900_000 }, { enabled: false }, { effort: 'deep' }),
    prompt_cache_options: fc.constantFrom({ mode: 'explicit' }, { ttl: '30m' }, { mode: 'implicit', ttl: '12h' }),
    prompt_cache_retention: fc.constantFrom('24h', 'in_memory', null),
    cache_control: mark,
    thinking: fc.constantFrom(
      null,
      { type: 'enabled', budget_tokens: 2000 },
      { type: 'adaptive' },
      { type: 'disabled' },
      { type: 'between_tools' },
    ),
    service_tier: fc.constantFrom(null, 'auto', 'default', 'flex', 'priority'),
    store: fc.boolean(),
    metadata: fc.constantFrom(null, { a: 'b' }),
    odd_field: fc.constantFrom(1, { 'a.b': [{}] }),
  },
  { requiredKeys: [] },
);

/** The settings that change what is sent. */
export const settings = fc.record(
  {
    anthropicVersion: fc.constantFrom<TranslationSettings['anthropicVersion']>('2023-06-01', '2026-10-21'),
    showReasoning: fc.boolean(),
    allowedTools: fc.constantFrom<TranslationSettings['allowedTools']>('instruct', 'filter'),
    verbosityHint: fc.boolean(),
    namePrefix: fc.boolean(),
    promptCaching: fc.boolean(),
    fanOut: fc.boolean(),
    strict: fc.integer({ max: 9 }).map((chance) => chance === 0),
  },
  { requiredKeys: [] },
);

/** What a retry after a refusal leaves out. */
export const adjustments = fc.record(
  { stripThinkingBlocks: fc.boolean(), omitThinking: fc.boolean(), omitStrict: fc.boolean() },
  { requiredKeys: [] },
);

/** Removes `undefined`, which JSON lacks. */
export function json(value: object): Record<string, unknown> {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  return typeof copy === 'object' && copy !== null ? { ...copy } : {};
}
