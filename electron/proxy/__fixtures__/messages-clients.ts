/** How clients of the Messages API express the task of `chat-clients.ts`. */

import type { Fields } from './chat-clients.ts';

export interface MessagesClient {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly top: Fields;
  readonly opening: (text: string) => readonly Fields[];
  readonly result: (id: string, text: string) => Fields;
}

const ephemeral = { cache_control: { type: 'ephemeral' } };
const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { path: { type: 'string' }, limit: { type: 'integer', exclusiveMinimum: 0, maximum: 9_007_199_254_740_991 } },
  required: ['path'],
  additionalProperties: false,
};
const tools = (beside: Fields = {}): Fields[] => [
  { name: 'read_file', description: 'Read a file', input_schema: schema, ...beside },
  { name: 'get_time', description: 'The time', input_schema: { type: 'object', properties: {} }, ...beside },
];
const result = (id: string, text: string): Fields => ({ type: 'tool_result', tool_use_id: id, content: text });

export const messagesClients: readonly MessagesClient[] = [
  {
    name: 'Claude Code',
    path: '/v1/messages?beta=true',
    headers: {
      'user-agent': 'claude-cli/2.1.330 (external, sdk-cli)',
      'x-api-key': 'any',
      'anthropic-version': '2023-06-01',
      'anthropic-beta':
        'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,per-turn-control-2026-07-01,mid-conversation-tool-changes-2026-07-01,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24',
      'anthropic-dangerous-direct-browser-access': 'true',
      'x-app': 'cli',
      'x-stainless-retry-count': '0',
    },
    top: {
      model: 'claude-opus-5-5',
      max_tokens: 32_000,
      stream: true,
      metadata: { user_id: 'u1' },
      system: [
        { type: 'text', text: 'x-billing: none' },
        { type: 'text', text: 'You work in a folder.', ...ephemeral },
      ],
      tools: tools(),
      thinking: { type: 'adaptive', display: 'omitted' },
      context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
      output_config: { effort: 'high' },
    },
    opening: (text) => [
      {
        role: 'user',
        content: [
          { type: 'text', text: '<system-reminder></system-reminder>' },
          { type: 'text', text, ...ephemeral },
        ],
      },
      { role: 'system', content: [{ type: 'text', text: '# Environment' }], output_config: { effort: 'medium' } },
    ],
    result: (id, text) => ({ ...result(id, text), ...(text.startsWith('half') ? ephemeral : {}) }),
  },
  {
    name: 'Anthropic SDK',
    path: '/v1/messages',
    headers: { authorization: 'Bearer any', 'anthropic-version': '2026-10-21', 'user-agent': 'Anthropic/JS 1.12.0' },
    top: { model: 'claude-sonnet-5-5', max_tokens: 1000, tools: tools() },
    opening: (text) => [{ role: 'user', content: text }],
    result,
  },
  {
    name: 'Anthropic SDK, a thinking budget',
    path: '/v1/messages',
    headers: { 'x-api-key': 'any', 'anthropic-version': '2023-06-01' },
    top: {
      model: 'claude-sonnet-4-5',
      max_tokens: 4000,
      stream: true,
      thinking: { type: 'enabled', budget_tokens: 2000 },
      tools: tools(),
    },
    opening: (text) => [{ role: 'user', content: text }],
    result,
  },
  {
    name: 'pi',
    path: '/v1/messages',
    headers: { 'x-api-key': 'any', 'anthropic-version': '2023-06-01', 'user-agent': 'Anthropic/JS 0.91.1' },
    top: {
      model: 'claude-sonnet-5-5',
      max_tokens: 16_000,
      stream: true,
      system: [{ type: 'text', text: 'You work in a folder.', ...ephemeral }],
      tools: tools({ eager_input_streaming: true, ...ephemeral }),
    },
    opening: (text) => [{ role: 'user', content: [{ type: 'text', text, ...ephemeral }] }],
    result,
  },
];
