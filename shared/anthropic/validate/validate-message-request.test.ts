import { describe, expect, it } from 'vitest';

import { validateMessageRequest } from './index.ts';
import type { ValidationOptions } from './index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One rule: a request that it lets pass, and one that it stops with this text. */
interface Case {
  readonly rule: string;
  readonly accepted: Fields | null;
  readonly refused: Fields;
  readonly text: string;
  readonly options?: Partial<ValidationOptions>;
}

const user = (content: unknown = 'Hello'): Fields => ({ role: 'user', content });
const assistant = (content: unknown): Fields => ({ role: 'assistant', content });
const system = (content: unknown, more: Fields = {}): Fields => ({ role: 'system', content, ...more });
const call = (id: string): Fields => ({ type: 'tool_use', id, name: 'look', input: {} });
const result = (id: string, content: unknown = 'seen'): Fields => ({ type: 'tool_result', tool_use_id: id, content });
const text = (value: string, more: Fields = {}): Fields => ({ type: 'text', text: value, ...more });
const look = { name: 'look', input_schema: { type: 'object', properties: {} } };
const strict = (schema: Fields, name = 'look'): Fields => ({ name, strict: true, input_schema: schema });
const closed = (properties: Fields, required = Object.keys(properties)): Fields => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const format = (schema: Fields): Fields => ({ output_config: { format: { type: 'json_schema', schema } } });
const cached = (ttl?: string): Fields => ({
  cache_control: { type: 'ephemeral', ...(ttl === undefined ? {} : { ttl }) },
});
const thought = { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' };
const image = (data: string, mediaType = 'image/png'): Fields => ({
  type: 'image',
  source: { type: 'base64', media_type: mediaType, data },
});
const png = (width: number, height: number): string => {
  const bytes = Buffer.alloc(24);
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes.toString('base64');
};
const loop = (...content: readonly Fields[]): Fields => ({
  tools: [look],
  messages: [user(), assistant(content), user([result('a')])],
});

const old = { model: 'claude-sonnet-4-5' };
const sonnet46 = { model: 'claude-sonnet-4-6' };
const opus55 = { model: 'claude-opus-5-5' };
const opus5 = { model: 'claude-opus-5' };
const sonnet55 = { model: 'claude-sonnet-5-5' };
const enabled = { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 4000 };
const newest = { apiVersion: '2026-10-21' };

const request = (fields: Fields): Fields => ({
  model: 'claude-opus-4-8',
  max_tokens: 500,
  messages: [user()],
  ...fields,
});

function judge(fields: Fields, options: Partial<ValidationOptions> = {}): ReturnType<typeof validateMessageRequest> {
  return validateMessageRequest(request(fields), { apiVersion: '2023-06-01', betas: [], ...options });
}

const shape: readonly Case[] = [
  {
    rule: 'max_tokens is required',
    accepted: {},
    refused: { max_tokens: undefined },
    text: 'max_tokens: Input should be a valid integer',
  },
  {
    rule: 'an unknown field',
    accepted: { stream: true },
    refused: { n: 1 },
    text: 'n: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in metadata',
    accepted: { metadata: { user_id: 'u1' } },
    refused: { metadata: { trace: 'x' } },
    text: 'metadata.trace: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in a message',
    accepted: null,
    refused: { messages: [{ ...user(), name: 'Ann' }] },
    text: 'messages.0.name: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in a block',
    accepted: { messages: [user([text('a')])] },
    refused: { messages: [user([text('a', { id: 'x' })])] },
    text: 'messages.0.content.0.text.id: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in a tool',
    accepted: { tools: [look] },
    refused: { tools: [{ ...look, parameters: {} }] },
    text: 'tools.0.custom.parameters: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in tool_choice',
    accepted: { tools: [look], tool_choice: { type: 'none' } },
    refused: { tools: [look], tool_choice: { type: 'none', disable_parallel_tool_use: true } },
    text: 'tool_choice.none.disable_parallel_tool_use: Extra inputs are not permitted',
  },
  {
    rule: 'tool_choice is an object',
    accepted: { tools: [look], tool_choice: { type: 'auto' } },
    refused: { tools: [look], tool_choice: 'auto' },
    text: 'tool_choice: Input should be an object',
  },
  {
    rule: 'a null temperature',
    accepted: { temperature: 1 },
    refused: { temperature: null },
    text: 'temperature: Input should be a valid number',
  },
  {
    rule: 'an unknown role',
    accepted: null,
    refused: { messages: [{ role: 'developer', content: 'x' }] },
    text: 'messages: Unexpected role "developer". Allowed roles are "user" or "assistant"',
  },
  {
    rule: 'an unknown block',
    accepted: null,
    refused: { messages: [user([{ type: 'image_url' }])] },
    text: "messages.0.content.0: Input tag 'image_url' found using 'type' does not match",
  },
  {
    rule: 'a tool name',
    accepted: null,
    refused: { tools: [{ ...look, name: 'a b' }] },
    text: "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
  },
  {
    rule: 'a tool id',
    accepted: null,
    refused: loop({ ...call('a'), id: 'a.b' }),
    text: "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  },
  {
    rule: 'tool input is an object',
    accepted: loop(call('a')),
    refused: loop({ ...call('a'), input: '{}' }),
    text: 'messages.1.content.0.tool_use.input: Input should be an object',
  },
  {
    rule: 'an image type',
    accepted: null,
    refused: { messages: [user([image('aaaa', 'image/bmp')])] },
    text: "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
  },
  {
    rule: 'service_tier',
    accepted: { service_tier: 'auto' },
    refused: { service_tier: 'flex' },
    text: "service_tier: Input should be 'auto' or 'standard_only'",
  },
];

const betas: readonly Case[] = [
  {
    rule: 'an unknown beta',
    accepted: null,
    refused: {},
    options: { betas: ['dreams-2030-01-01'] },
    text: 'Unexpected value(s) `dreams-2030-01-01` for the `anthropic-beta` header.',
  },
  {
    rule: 'block_binding without its beta',
    accepted: null,
    refused: { ...opus55, thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'drop_block' } } },
    text: 'thinking.adaptive.block_binding: Extra inputs are not permitted',
  },
  {
    rule: 'mcp_servers without its beta',
    accepted: null,
    refused: { mcp_servers: [] },
    text: 'mcp_servers: Extra inputs are not permitted',
  },
  {
    rule: 'an effort within the conversation without its beta',
    accepted: null,
    refused: { messages: [user(), system([], { output_config: { effort: 'low' } })] },
    text: 'messages.1.output_config: Extra inputs are not permitted',
  },
];

const conversation: readonly Case[] = [
  {
    rule: 'no messages',
    accepted: null,
    refused: { messages: [] },
    text: 'messages: at least one message is required',
  },
  {
    rule: 'a first message of the assistant',
    accepted: null,
    refused: { messages: [assistant('a'), user()] },
    text: 'messages: first message must use the "user" role',
  },
  {
    rule: 'an empty user message',
    accepted: { messages: [user(), user('again')] },
    refused: { messages: [user([])] },
    text: 'messages.0: user messages must have non-empty content',
  },
  {
    rule: 'an empty text block',
    accepted: null,
    refused: { messages: [user([text('')])] },
    text: 'messages: text content blocks must be non-empty',
  },
  {
    rule: 'a blank text block',
    accepted: null,
    refused: { messages: [user('  \n')] },
    text: 'messages: text content blocks must contain non-whitespace text',
  },
  {
    rule: 'an empty system block',
    accepted: { system: [text('Be kind.')] },
    refused: { system: [text('')] },
    text: 'system: text content blocks must be non-empty',
  },
  {
    rule: 'prefill on newer models',
    accepted: { ...old, messages: [user(), assistant('I')] },
    refused: { messages: [user(), assistant('I')] },
    text: 'This model does not support assistant message prefill. The conversation must end with a user message.',
  },
  {
    rule: 'prefill that ends in white space',
    accepted: null,
    refused: { ...old, messages: [user(), assistant('I ')] },
    text: 'messages: final assistant content cannot end with trailing whitespace',
  },
  {
    rule: 'a tool result of the assistant',
    accepted: null,
    refused: { messages: [user(), assistant([result('a')]), user()] },
    text: '`tool_result` blocks can only be in `user` messages',
  },
  {
    rule: 'a document of the assistant under the newer version',
    accepted: null,
    options: newest,
    refused: {
      messages: [
        user(),
        assistant([{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } }]),
        user(),
      ],
    },
    text: '`document` blocks can only be in `user` messages',
  },
  {
    rule: 'half a surrogate pair',
    accepted: { messages: [user('😀')] },
    refused: { messages: [user('\ud83d')] },
    text: 'The request body is not valid JSON: no low surrogate in string',
  },
];

const pairing: readonly Case[] = [
  {
    rule: 'a call without a result',
    accepted: loop(call('a')),
    refused: { tools: [look], messages: [user(), assistant([call('a')]), user('well?')] },
    text: 'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: a. Each `tool_use` block must have a corresponding `tool_result`',
  },
  {
    rule: 'text before the results',
    accepted: { tools: [look], messages: [user(), assistant([call('a')]), user([result('a'), text('now')])] },
    refused: { tools: [look], messages: [user(), assistant([call('a')]), user([text('now'), result('a')])] },
    text: 'ids were found without `tool_result`',
  },
  {
    rule: 'text after the last call',
    accepted: loop(text('I look.'), call('a')),
    refused: loop(call('a'), text('I looked.')),
    text: 'ids were found without `tool_result`',
  },
  {
    rule: 'a result without a call',
    accepted: null,
    refused: { tools: [look], messages: [user([result('a')])] },
    text: 'unexpected `tool_use_id` found in `tool_result` blocks',
  },
  {
    rule: 'two results for a call',
    accepted: {
      tools: [look],
      messages: [user(), assistant([call('a'), call('b')]), user([result('b'), result('a')])],
    },
    refused: { tools: [look], messages: [user(), assistant([call('a')]), user([result('a'), result('a')])] },
    text: 'each tool_use must have a single result',
  },
  {
    rule: 'one id twice',
    accepted: null,
    refused: { tools: [look], messages: [user(), assistant([call('a'), call('a')]), user([result('a')])] },
    text: '`tool_use` ids must be unique',
  },
  {
    rule: 'tool blocks without tools',
    accepted: null,
    refused: { messages: [user(), assistant([call('a')]), user([result('a')])] },
    text: 'must define tools',
  },
  {
    rule: 'a server tool call left open',
    accepted: {
      messages: [
        user(),
        assistant([{ type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } }]),
      ],
    },
    refused: {
      messages: [
        user(),
        assistant([{ type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } }]),
        user(),
      ],
    },
    text: '`web_search` tool use with id `srvtoolu_1` was found without a corresponding `web_search_tool_result` block',
  },
];

const systemTurns: readonly Case[] = [
  {
    rule: 'a system message first',
    accepted: { messages: [user(), system('Short.')] },
    refused: { messages: [system('Short.'), user()] },
    text: "messages.0: use the top-level 'system' parameter",
  },
  {
    rule: 'a system message before a user message',
    accepted: { messages: [user(), system('Short.'), assistant('Yes.'), user()] },
    refused: { messages: [user(), system('A.'), system('B.'), user()] },
    text: "messages.2: role 'system' must precede an 'assistant' message or end the array",
  },
  {
    rule: 'a system message after the assistant',
    accepted: null,
    refused: { messages: [user(), assistant('Yes.'), system('Short.'), user()] },
    text: "messages.2: role 'system' must precede",
  },
  {
    rule: 'a system message on an older model',
    accepted: null,
    refused: { ...sonnet46, messages: [user(), system('Short.')] },
    text: "role 'system' is not supported on this model",
  },
  {
    rule: 'an empty system message',
    accepted: null,
    refused: { messages: [user(), system([])] },
    text: 'messages.1: system content must contain at least one block',
  },
  {
    rule: 'a blank system message',
    accepted: null,
    refused: { messages: [user(), system([text(' ')])] },
    text: 'messages.1: system text blocks must contain non-whitespace text',
  },
  {
    rule: 'an image in a system message',
    accepted: null,
    refused: { messages: [user(), system([image('aaaa')])] },
    text: "messages.1: role 'system' supports text, tool_addition, and tool_removal blocks only",
  },
];

const thinking: readonly Case[] = [
  {
    rule: 'a manual budget on newer models',
    accepted: { ...old, ...enabled },
    refused: enabled,
    text: '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
  },
  {
    rule: 'thinking off where it is always on',
    accepted: { thinking: { type: 'disabled' } },
    refused: { ...opus55, thinking: { type: 'disabled' } },
    text: '"thinking.type.disabled" is not supported for this model.',
  },
  {
    rule: 'thinking off on Sonnet 5.5',
    accepted: { ...sonnet55, thinking: { type: 'between_tools' } },
    refused: { ...sonnet55, thinking: { type: 'disabled' } },
    text: 'To turn thinking off on this model, send "thinking": {"type": "between_tools"} instead of {"type": "disabled"}.',
  },
  {
    rule: 'between_tools elsewhere',
    accepted: null,
    refused: { thinking: { type: 'between_tools' } },
    text: '"thinking.type.between_tools" is not supported for this model.',
  },
  {
    rule: 'between_tools with a display',
    accepted: null,
    refused: { ...sonnet55, thinking: { type: 'between_tools', display: 'omitted' } },
    text: 'thinking.between_tools.display: Extra inputs are not permitted',
  },
  {
    rule: 'adaptive thinking on older models',
    accepted: { thinking: { type: 'adaptive', display: 'summarized' } },
    refused: { ...old, thinking: { type: 'adaptive' } },
    text: 'adaptive thinking is not supported on this model',
  },
  {
    rule: 'a budget as large as the answer',
    accepted: null,
    refused: { ...old, ...enabled, max_tokens: 1024 },
    text: '`max_tokens` must be greater than `thinking.budget_tokens`.',
  },
  {
    rule: 'a budget that is too small',
    accepted: null,
    refused: { ...old, thinking: { type: 'enabled', budget_tokens: 1000 } },
    text: 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
  },
  {
    rule: 'high effort with thinking off',
    accepted: { ...opus5, thinking: { type: 'disabled' }, output_config: { effort: 'high' } },
    refused: { ...opus5, thinking: { type: 'disabled' }, output_config: { effort: 'xhigh' } },
    text: "output_config.effort 'xhigh' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.",
  },
  {
    rule: 'effort on a model without it',
    accepted: null,
    refused: { ...old, output_config: { effort: 'low' } },
    text: 'This model does not support the effort parameter.',
  },
  {
    rule: 'an effort level that the model lacks',
    accepted: { ...sonnet46, output_config: { effort: 'max' } },
    refused: { ...sonnet46, output_config: { effort: 'xhigh' } },
    text: "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.",
  },
  {
    rule: 'a tool loop without its thinking under a manual budget',
    accepted: { ...old, ...enabled, ...loop(thought, call('a')) },
    refused: { ...old, ...enabled, ...loop(call('a')) },
    text: 'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.',
  },
  {
    rule: 'thinking without a signature',
    accepted: loop(thought, call('a')),
    refused: loop({ ...thought, signature: '' }, call('a')),
    text: 'messages.1.content.0: Invalid `signature` in `thinking` block',
  },
  {
    rule: 'a cache mark on thinking',
    accepted: null,
    refused: loop({ ...thought, ...cached() }, call('a')),
    text: 'messages.1.content.0.thinking.cache_control: Extra inputs are not permitted',
  },
  {
    rule: 'a change of effort while thinking is off',
    accepted: null,
    options: { betas: ['mid-conversation-output-config-2026-07-01'] },
    refused: {
      ...opus5,
      thinking: { type: 'disabled' },
      messages: [user(), system([], { output_config: { effort: 'low' } })],
    },
    text: "messages.1: output_config.effort 'low' differs from the 'high' in effect before it",
  },
];

const sampling: readonly Case[] = [
  {
    rule: 'a temperature on newer models',
    accepted: { temperature: 1 },
    refused: { temperature: 0.5 },
    text: '`temperature` is deprecated for this model.',
  },
  {
    rule: 'top_p on newer models',
    accepted: { top_p: 0.99 },
    refused: { top_p: 1 },
    text: '`top_p` is deprecated for this model.',
  },
  {
    rule: 'top_k on newer models',
    accepted: { ...old, top_k: 5 },
    refused: { top_k: 5 },
    text: '`top_k` is deprecated for this model.',
  },
  {
    rule: 'two sampling fields at once',
    accepted: { ...old, temperature: 0.2 },
    refused: { ...old, temperature: 0.2, top_p: 0.9 },
    text: '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
  },
  {
    rule: 'a temperature above one',
    accepted: { ...old, temperature: 1 },
    refused: { ...old, temperature: 1.5 },
    text: 'temperature: range: 0..1',
  },
  {
    rule: 'a temperature while thinking',
    accepted: { ...old, ...enabled, top_p: 0.95 },
    refused: { ...old, ...enabled, temperature: 0.5 },
    text: '`temperature` may not be set when thinking is enabled',
  },
  {
    rule: 'any sampling under the newer version',
    accepted: null,
    options: newest,
    refused: { ...old, temperature: 1 },
    text: 'temperature: Extra inputs are not permitted',
  },
];

const tools: readonly Case[] = [
  {
    rule: 'a forced tool where none is allowed',
    accepted: { tools: [look], tool_choice: { type: 'any' } },
    refused: { ...opus55, tools: [look], tool_choice: { type: 'any' } },
    text: 'tool_choice: type "tool" and "any" are not supported for this model.',
  },
  {
    rule: 'a forced tool under a manual budget',
    accepted: { ...old, tools: [look], tool_choice: { type: 'tool', name: 'look' } },
    refused: { ...old, ...enabled, tools: [look], tool_choice: { type: 'any' } },
    text: 'Thinking may not be enabled when tool_choice forces tool use.',
  },
  {
    rule: 'a choice without tools',
    accepted: null,
    refused: { tool_choice: { type: 'any' } },
    text: 'tool_choice.any may only be specified while providing tools',
  },
  {
    rule: 'an unknown tool',
    accepted: null,
    refused: { tools: [look], tool_choice: { type: 'tool', name: 'x' } },
    text: "Tool 'x' not found in provided tools",
  },
  {
    rule: 'two tools of one name',
    accepted: null,
    refused: { tools: [look, look] },
    text: 'tools: Tool names must be unique.',
  },
  {
    rule: 'a union at the root',
    accepted: {
      tools: [{ ...look, input_schema: { type: 'object', properties: { a: { anyOf: [{ type: 'string' }] } } } }],
    },
    refused: { tools: [{ ...look, input_schema: { type: 'object', oneOf: [{}] } }] },
    text: 'tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level',
  },
  {
    rule: 'a schema without a type',
    accepted: null,
    refused: { tools: [{ ...look, input_schema: {} }] },
    text: 'tools.0.custom.input_schema.type: Field required',
  },
  {
    rule: 'a schema that is none',
    accepted: null,
    refused: { tools: [{ ...look, input_schema: { type: 'object', properties: { a: { type: 'any' } } } }] },
    text: 'tools.0.custom.input_schema: JSON schema is invalid.',
  },
  {
    rule: 'the old computer tool on Fable 5.2',
    accepted: null,
    options: { betas: ['computer-use-2025-11-24'] },
    refused: { model: 'claude-fable-5-2', tools: [{ type: 'computer_20251124', name: 'computer' }] },
    text: "'claude-fable-5-2' does not support tool types: computer_20251124.",
  },
  {
    rule: 'options of a built-in tool',
    accepted: { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 3 }] },
    refused: { tools: [{ type: 'web_search_20250305', name: 'web_search', depth: 3 }] },
    text: 'tools.0.web_search_20250305.depth: Extra inputs are not permitted',
  },
];

const many = (count: number, schema: Fields): Fields =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema]));
const schemas: readonly Case[] = [
  {
    rule: 'an open object in a strict tool',
    accepted: { tools: [strict(closed({ a: { type: 'string' } }))] },
    refused: { tools: [strict({ type: 'object', properties: {} })] },
    text: "tools.0.custom: For 'object' type, 'additionalProperties' must be explicitly set to false",
  },
  {
    rule: 'an open object deep in an output format',
    accepted: format(closed({ a: closed({}) })),
    refused: format(closed({ a: { type: 'object' } })),
    text: "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
  },
  {
    rule: 'a limit on numbers',
    accepted: {
      tools: [{ ...look, input_schema: { type: 'object', properties: { a: { type: 'integer', minimum: 0 } } } }],
    },
    refused: format(closed({ a: { type: 'integer', minimum: 0 } })),
    text: "For 'integer' type, properties minimum are not supported",
  },
  {
    rule: 'a limit on length',
    accepted: null,
    refused: format(closed({ a: { type: 'string', maxLength: 5 } })),
    text: "property 'maxLength' is not supported",
  },
  {
    rule: 'a larger minimum of items',
    accepted: format(closed({ a: { type: 'array', items: { type: 'string' }, minItems: 1 } })),
    refused: format(closed({ a: { type: 'array', items: { type: 'string' }, minItems: 2 } })),
    text: "'minItems' values other than 0 or 1 are not supported",
  },
  {
    rule: 'an unknown string format',
    accepted: format(closed({ a: { type: 'string', format: 'uuid' } })),
    refused: format(closed({ a: { type: 'string', format: 'regex' } })),
    text: 'format "regex" is not supported',
  },
  {
    rule: 'look-around in a pattern',
    accepted: format(closed({ a: { type: 'string', pattern: '^[a-z]+$' } })),
    refused: format(closed({ a: { type: 'string', pattern: '(?=a)b' } })),
    text: "pattern '(?=a)b' is not supported",
  },
  {
    rule: 'a schema within itself',
    accepted: format({
      ...closed({ a: { $ref: '#/$defs/node' }, b: { $ref: '#/$defs/node' } }),
      $defs: { node: closed({}) },
    }),
    refused: format({
      ...closed({ a: { $ref: '#/$defs/node' } }),
      $defs: { node: closed({ next: { $ref: '#/$defs/node' } }) },
    }),
    text: 'recursive schemas are not supported',
  },
  {
    rule: 'more than 24 optional properties',
    accepted: format(closed(many(24, { type: 'string' }), [])),
    refused: format(closed(many(25, { type: 'string' }), [])),
    text: 'Schema is too complex for compilation.',
  },
  {
    rule: 'more than 16 unions',
    accepted: format(closed(many(16, { type: ['string', 'null'] }))),
    refused: format(closed(many(17, { type: ['string', 'null'] }))),
    text: 'Schema is too complex for compilation.',
  },
  {
    rule: 'more than 20 strict tools',
    accepted: { tools: Array.from({ length: 20 }, (_, index) => strict(closed({}), `t${index}`)) },
    refused: { tools: Array.from({ length: 21 }, (_, index) => strict(closed({}), `t${index}`)) },
    text: 'Schema is too complex for compilation.',
  },
  {
    rule: 'an output format with a prefill',
    accepted: { ...old, ...format(closed({})) },
    refused: { ...old, ...format(closed({})), messages: [user(), assistant('{')] },
    text: 'prefill is not supported with structured outputs',
  },
  {
    rule: 'an output format with citations',
    accepted: null,
    refused: {
      ...format(closed({})),
      messages: [
        user([
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'x' },
            citations: { enabled: true },
          },
        ]),
      ],
    },
    text: 'citations are not supported with structured outputs',
  },
];

const caching: readonly Case[] = [
  {
    rule: 'five cache marks',
    accepted: { ...cached(), messages: [user([text('a', cached()), text('b', cached()), text('c', cached())])] },
    refused: { ...cached(), messages: [user(['a', 'b', 'c', 'd'].map((value) => text(value, cached())))] },
    text: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  },
  {
    rule: 'a long mark after a short one',
    accepted: { tools: [{ ...look, ...cached('1h') }], messages: [user([text('a', cached())])] },
    refused: { tools: [{ ...look, ...cached() }], messages: [user([text('a', cached('1h'))])] },
    text: "messages.0.content.0.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.",
  },
];

const media: readonly Case[] = [
  {
    rule: 'an image that is of another type',
    accepted: { messages: [user([image(png(10, 10))])] },
    refused: { messages: [user([image(png(10, 10), 'image/jpeg')])] },
    text: 'messages.0.content.0.image.source.base64: The image was specified using the image/jpeg media type, but the image appears to be a image/png image',
  },
  {
    rule: 'an image with too many pixels',
    accepted: { messages: [user([image(png(8000, 10))])] },
    refused: { messages: [user([image(png(8001, 10))])] },
    text: 'At least one of the image dimensions exceed max allowed size: 8000 pixels',
  },
  {
    rule: 'many images with many pixels',
    accepted: { messages: [user(Array.from({ length: 20 }, () => image(png(2001, 10))))] },
    refused: { messages: [user(Array.from({ length: 21 }, () => image(png(2001, 10))))] },
    text: 'for many-image requests: 2000 pixels',
  },
  {
    rule: 'data that is not base64',
    accepted: null,
    refused: { messages: [user([image('data:image/png;base64,AAAA')])] },
    text: 'messages.0.content.0.image.source.base64.data: Input should be valid base64',
  },
  {
    rule: 'an image over http',
    accepted: { messages: [user([{ type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } }])] },
    refused: { messages: [user([{ type: 'image', source: { type: 'url', url: 'http://x.example/a.png' } }])] },
    text: 'Only HTTPS URLs are supported.',
  },
  {
    rule: 'a PDF that is none',
    accepted: {
      messages: [
        user([
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: Buffer.from('%PDF-1.7').toString('base64') },
          },
        ]),
      ],
    },
    refused: {
      messages: [user([{ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } }])],
    },
    text: 'The PDF specified was not valid.',
  },
];

const limits: readonly Case[] = [
  {
    rule: 'more output than the model gives',
    accepted: { max_tokens: 128_000 },
    refused: { max_tokens: 128_001 },
    text: 'max_tokens: 128001 > 128000, which is the maximum allowed number of output tokens for claude-opus-4-8',
  },
  {
    rule: 'a stream without output',
    accepted: { max_tokens: 0 },
    refused: { max_tokens: 0, stream: true },
    text: 'max_tokens: 0 may not be used together with `stream`',
  },
  {
    rule: 'a blank stop sequence',
    accepted: { stop_sequences: ['END'] },
    refused: { stop_sequences: ['\n'] },
    text: 'stop_sequences: each stop sequence must contain non-whitespace',
  },
  {
    rule: 'an e-mail address as user id',
    accepted: null,
    refused: { metadata: { user_id: 'ann@example.org' } },
    text: 'metadata.user_id: user_id appears to contain an email address',
  },
  { rule: 'fast mode', accepted: null, refused: { speed: 'fast' }, text: 'speed: Extra inputs are not permitted' },
];

const groups = {
  shape,
  betas,
  conversation,
  pairing,
  systemTurns,
  thinking,
  sampling,
  tools,
  schemas,
  caching,
  media,
  limits,
};

describe.each(Object.entries(groups))('the rules of %s', (_, cases) => {
  it.each(cases.map((row) => [row.rule, row] as const))('stop %s and nothing else', (_rule, row) => {
    expect(row.accepted === null ? null : judge(row.accepted, row.options)).toBeNull();
    expect(judge(row.refused, row.options)).toMatchObject({ status: 400, type: 'invalid_request_error' });
    expect(judge(row.refused, row.options)?.message).toContain(row.text);
  });
});

describe('the validator', () => {
  it('answers 404 for a model that it does not know', () => {
    expect(judge({ model: 'gpt-4' })).toEqual({
      status: 404,
      type: 'not_found_error',
      message: 'model: gpt-4',
      errorCode: null,
    });
  });

  it('lets a retired model pass only when asked to', () => {
    const fields = { model: 'claude-3-5-sonnet-20240620' };
    expect(judge(fields)?.status).toBe(404);
    expect(judge(fields, { acceptRetired: true })).toBeNull();
    expect(judge({ model: 'claude-9-zero' }, { acceptRetired: true })?.status).toBe(404);
  });

  it('opens beta fields to those who send the header', () => {
    const fields = {
      ...opus55,
      thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'drop_block' } },
    };
    expect(judge(fields, { betas: ['thinking-binding-controls-2026-08-01'] })).toBeNull();
  });

  it('gives the stable code for an image that is too large', () => {
    expect(judge({ messages: [user([image(png(9000, 9))])] })?.errorCode).toBe('image_dimensions_too_large');
  });

  it('judges a token count by its own fields', () => {
    const body = { model: 'claude-opus-5-5', messages: [user()] };
    const options = { apiVersion: '2023-06-01', betas: [], endpoint: 'count_tokens' } as const;
    expect(validateMessageRequest(body, options)).toBeNull();
    expect(validateMessageRequest({ ...body, max_tokens: 1 }, options)?.message).toBe(
      'max_tokens: Extra inputs are not permitted',
    );
  });

  it('refuses what is no object', () => {
    for (const body of [null, 'x', [], 3]) {
      expect(validateMessageRequest(body, { apiVersion: '2023-06-01', betas: [] })?.status).toBe(400);
    }
  });
});
