/** How clients of the Responses API express the task of `chat-clients.ts`. */

import type { Fields } from './chat-clients.ts';

export interface ResponsesClient {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly top: Fields;
  readonly opening: readonly Fields[];
  readonly question: (text: string) => Fields;
  /** An item of the output as it is sent back. */
  readonly sentBack: (item: Fields) => Fields;
  readonly result: (id: string, text: string) => Fields;
  /** The namespace of the tools with a slash, or nothing. */
  readonly prefix: string;
  /** Events without which the client does not work. */
  readonly waitsFor: readonly string[];
}

const schema = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };
const nothing = { type: 'object', properties: {} };

const tools = (strict: Fields): Fields[] => [
  { type: 'function', name: 'read_file', description: 'Read a file', parameters: schema, ...strict },
  { type: 'function', name: 'get_time', description: 'The time', parameters: nothing, ...strict },
];

const saying = (role: string, ...texts: string[]): Fields => ({
  type: 'message',
  role,
  content: texts.map((text) => ({ type: 'input_text', text })),
});

const events = [
  'response.created',
  'response.output_item.added',
  'response.output_text.delta',
  'response.output_item.done',
  'response.completed',
];

const codex = {
  headers: {
    accept: 'text/event-stream',
    originator: 'codex_exec',
    'user-agent': 'codex_exec/0.169.0 (Debian 12.0.0; x86_64)',
    'x-codex-turn-metadata': '{"turn_id":"t1"}',
    'session-id': 's1',
  },
  opening: [
    { ...saying('developer', 'You work in a folder.'), id: 'msg_a' },
    { ...saying('developer', 'Skills: none.', 'Permissions: all.'), id: 'msg_b' },
    { ...saying('user', '<environment_context></environment_context>'), id: 'msg_c' },
  ],
  question: (text: string) => ({ ...saying('user', text), id: 'msg_d' }),
  sentBack: (item: Fields) => (item['type'] === 'reasoning' ? { ...item, content: null } : item),
  result: (id: string, text: string) => ({ type: 'function_call_output', id: `fco_${id}`, call_id: id, output: text }),
  waitsFor: events,
};

const codexTop = {
  model: 'gpt-5-codex',
  stream: true,
  tool_choice: 'auto',
  parallel_tool_calls: true,
  reasoning: { summary: 'auto' },
  store: false,
  include: ['reasoning.encrypted_content'],
  prompt_cache_key: 's1',
  client_metadata: { session_id: 's1' },
};

export const responsesClients: readonly ResponsesClient[] = [
  {
    ...codex,
    name: 'Codex',
    prefix: '',
    top: {
      ...codexTop,
      tools: [
        ...tools({ strict: false }),
        { type: 'namespace', name: 'agents', description: 'Agents', tools: [{ ...tools({})[0], name: 'spawn' }] },
        { type: 'web_search', external_web_access: true },
      ],
    },
  },
  {
    ...codex,
    name: 'Codex, tools in a namespace',
    prefix: 'agents/',
    top: {
      ...codexTop,
      tools: [{ type: 'namespace', name: 'agents', description: 'Agents', tools: tools({ strict: false }) }],
    },
  },
  {
    name: 'pi and Copilot',
    prefix: '',
    top: {
      model: 'gpt-5',
      stream: true,
      store: false,
      max_output_tokens: 16_000,
      prompt_cache_key: 's1',
      reasoning: { effort: 'high', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
      tools: tools({ strict: false }),
    },
    // Short messages have no type.
    opening: [{ role: 'developer', content: 'You work in a folder.' }],
    question: (text) => ({ role: 'user', content: [{ type: 'input_text', text }] }),
    sentBack: (item) => item,
    result: (id, text) => ({ type: 'function_call_output', call_id: id, output: text }),
    waitsFor: [...events, 'response.reasoning_summary_text.delta'],
  },
  {
    name: 'OpenAI Agents',
    prefix: '',
    top: { model: 'gpt-4', stream: true, instructions: 'You work in a folder.', include: [], tools: tools({ strict: false }) },
    opening: [],
    question: (text) => ({ role: 'user', content: text }),
    sentBack({ status: _status, ...item }) {
      return item;
    },
    result: (id, text) => ({
      type: 'function_call_output',
      call_id: id,
      output: [{ type: 'input_text', text }],
      status: 'completed',
    }),
    waitsFor: events,
  },
];
