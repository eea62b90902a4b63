/**
 * How clients of the chat completions API express the same task: a question that needs two tools, the second without parameters,
 * then their results. Reduced to the differences between clients.
 */

export type Fields = Readonly<Record<string, unknown>>;

export interface ChatClient {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Beside model, messages, tools and stream. */
  readonly top: Fields;
  readonly model?: string;
  readonly stream?: false;
  /** The messages before the question. */
  readonly opening: readonly Fields[];
  readonly question: (text: string) => Fields;
  /** The two tools; none for a client that only asks. */
  readonly tools: readonly Fields[];
  /** The model's turn as it is sent back. */
  readonly called: (turn: CalledTurn) => Fields;
  readonly result: (result: { readonly id: string; readonly name: string; readonly text: string }) => Fields;
}

export interface CalledTurn {
  readonly text: string;
  readonly calls: readonly Fields[];
}

const usage = { stream_options: { include_usage: true } };
const ephemeral = { cache_control: { type: 'ephemeral' } };
const jsonSchema = 'http://json-schema.org/draft-07/schema#';
const limit = Number.MAX_SAFE_INTEGER;

const asText = (text: string): Fields => ({ role: 'user', content: text });
const asParts = (text: string): Fields => ({ role: 'user', content: [{ type: 'text', text }] });
const system: Fields = { role: 'system', content: 'You work in a folder.' };
const plainResult: ChatClient['result'] = ({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text });

/** The model's turn with its text, or with `otherwise` where there is none. */
const turnWith =
  (otherwise: Fields, extra: Fields = {}): ChatClient['called'] =>
  ({ text, calls }) => ({
    role: 'assistant',
    ...(text === '' ? otherwise : { content: text }),
    ...extra,
    tool_calls: calls,
  });

/** Drops the text, as clients do that keep the calls alone. */
const callsOnly =
  (content: Fields): ChatClient['called'] =>
  ({ calls }) => ({ role: 'assistant', ...content, tool_calls: calls });

/** A tool that reads a file, with what a client puts beside its name and around its schema. */
function tools(schema: Fields = {}, beside: Fields = {}, without: Fields = { parameters: emptySchema }): Fields[] {
  const parameters = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'], ...schema };
  return [
    { type: 'function', function: { name: 'read_file', description: 'Read a file', parameters, ...beside } },
    { type: 'function', function: { name: 'get_time', description: 'The time', ...without, ...beside } },
  ];
}

const emptySchema: Fields = { type: 'object', properties: {} };

/** What libraries make of a whole number, a pattern and a choice. */
const rich: Fields = {
  $schema: jsonSchema,
  properties: {
    path: { type: 'string', minLength: 1 },
    offset: { type: 'integer', minimum: -limit, exclusiveMinimum: 0, maximum: limit, default: 1 },
    since: { type: 'string', format: 'date', pattern: String.raw`^\d{4}-\d{2}-\d{2}$` },
    only: { anyOf: [{ type: 'array', items: { type: 'string' }, minItems: 1 }, { type: 'null' }] },
  },
  additionalProperties: false,
};

export const chatClients: readonly ChatClient[] = [
  {
    name: 'opencode',
    headers: { 'x-session-affinity': 'ses_1', 'user-agent': 'opencode/1.18.33 ai-sdk/provider-utils/4.0.23' },
    model: 'claude-sonnet-5-5',
    top: { max_tokens: 16_000, tool_choice: 'auto', ...usage },
    opening: [{ ...system, ...ephemeral }],
    question: (text) => ({ ...asText(text), ...ephemeral }),
    tools: tools(rich),
    called: ({ text, calls }) => ({
      role: 'assistant',
      content: text,
      ...ephemeral,
      tool_calls: calls.map((call) => ({ ...call, ...ephemeral })),
    }),
    result: (result) => ({ ...plainResult(result), ...ephemeral }),
  },
  {
    name: 'Qwen Code',
    headers: { 'user-agent': 'QwenCode/0.24.4 (linux; x64)' },
    top: { max_tokens: 8000, ...usage },
    opening: [system],
    question: asParts,
    tools: tools(rich),
    called: turnWith({ content: null }),
    result: ({ id, text }) => ({ role: 'tool', tool_call_id: id, content: [{ type: 'text', text }] }),
  },
  {
    name: 'Continue',
    top: usage,
    opening: [system],
    question: asText,
    tools: tools(),
    called: callsOnly({ content: '' }),
    result: plainResult,
  },
  {
    name: 'Cline',
    headers: { 'user-agent': 'ai-sdk/openai-compatible/3.0.37 runtime/bun/1.3.13' },
    top: { tool_choice: 'auto', ...usage },
    opening: [system],
    question: asText,
    tools: tools(rich),
    called: callsOnly({ content: null }),
    result: plainResult,
  },
  {
    name: 'pi',
    top: { store: false, max_completion_tokens: 16_000, ...usage },
    opening: [system],
    question: asParts,
    tools: tools({}, { strict: false }),
    called: turnWith({ content: null }),
    result: plainResult,
  },
  {
    name: 'pi, reasoning',
    top: { store: false, max_completion_tokens: 16_000, reasoning_effort: 'high', ...usage },
    opening: [{ ...system, role: 'developer' }],
    question: asParts,
    tools: tools({}, { strict: false }),
    called: callsOnly({ content: null }),
    result: plainResult,
  },
  {
    name: 'Grok CLI',
    stream: false,
    top: { tool_choice: 'auto', temperature: 0.7, max_tokens: 1536, search_parameters: { mode: 'off' } },
    opening: [system],
    question: asText,
    tools: tools(),
    called: turnWith({ content: '' }),
    result: plainResult,
  },
  {
    name: 'Copilot',
    top: { reasoning_effort: 'medium', temperature: 1, ...usage },
    opening: [system],
    question: asText,
    tools: [
      ...tools(rich),
      {
        type: 'custom',
        custom: {
          name: 'apply_patch',
          description: 'Change files',
          format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'start: "patch"' } },
        },
      },
    ],
    called: turnWith({ content: null }, { refusal: null }),
    result: plainResult,
  },
  {
    name: 'AI SDK',
    headers: { 'user-agent': 'ai-sdk/openai-compatible/2.0.91 runtime/node.js/v20.20.2' },
    top: { tool_choice: 'auto', ...usage },
    opening: [system],
    question: asText,
    tools: tools({ $schema: jsonSchema, additionalProperties: false }),
    called: turnWith({ content: '' }),
    result: plainResult,
  },
  {
    name: 'LangChain',
    top: usage,
    opening: [system],
    question: asText,
    tools: tools({ $schema: jsonSchema }),
    called: turnWith({ content: '' }, { name: 'agent' }),
    result: (result) => ({ ...plainResult(result), name: result.name }),
  },
  {
    name: 'OpenAI Agents',
    top: usage,
    opening: [system],
    question: asText,
    tools: tools(
      { $schema: jsonSchema, additionalProperties: false },
      { strict: true },
      { parameters: { ...emptySchema, required: [], additionalProperties: false } },
    ),
    // Its parts carry the fields of a whole message.
    called: ({ text, calls }) => ({
      role: 'assistant',
      content: [{ type: 'text', text, role: 'assistant', refusal: null, tool_calls: [], annotations: [] }],
      tool_calls: calls,
    }),
    result: plainResult,
  },
  {
    name: 'LlamaIndex',
    top: { temperature: 0.1, top_p: 1 },
    opening: [system],
    question: asText,
    tools: tools({ $schema: jsonSchema }),
    called: turnWith({ content: '' }),
    result: plainResult,
  },
  {
    name: 'OpenAI SDK',
    headers: { 'user-agent': 'OpenAI/JS 7.57.0', 'x-stainless-lang': 'js', 'x-stainless-retry-count': '0' },
    top: { parallel_tool_calls: true, max_completion_tokens: 2000, user: 'u-1', temperature: 1, stop: 'END', ...usage },
    opening: [{ role: 'developer', content: [{ type: 'text', text: 'You work in a folder.' }] }],
    question: (text) => ({ ...asText(text), name: 'Ann' }),
    // A tool without parameters comes without the field.
    tools: tools({}, {}, {}),
    called: turnWith({ content: null }, { refusal: null }),
    result: ({ id, text }) => ({ role: 'tool', tool_call_id: id, content: [{ type: 'text', text }] }),
  },
  {
    name: 'Genkit',
    top: usage,
    opening: [system],
    question: asText,
    tools: tools(),
    called: callsOnly({}),
    result: plainResult,
  },
];
