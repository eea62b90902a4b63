/** Client requests and upstream responses of the sample exchanges; the real translator produces the rest. */

/** A red square of 8 by 8 pixels. */
const redSquare =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEElEQVR4nGO4o6GBFTEMLQkAVP1LgVvJ6ScAAAAASUVORK5CYII=';

export const plainRequest = JSON.stringify({
  model: 'gpt-4',
  messages: [
    { role: 'system', content: 'You are a professional translator.' },
    { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
  ],
  max_tokens: 500,
});

export const plainMessage = JSON.stringify({
  id: 'msg_01HfQ2vYkZ4nJ8bRkTq7sWxC',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5-5',
  content: [{ type: 'text', text: 'Bonjour, comment allez-vous ?' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 27, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 11 },
});

const readFile = {
  name: 'read_file',
  description: 'Reads one file of the workspace.',
  parameters: {
    type: 'object',
    properties: { path: { type: 'string', description: 'Path from the workspace root' } },
    required: ['path'],
  },
};
const system = 'You are a careful engineer who reads before writing.';
const question = 'Why does the parser drop the last token? \u202e(this text runs backwards)\u202c';

/** An agent's turn: a picture, an earlier tool call and its result, and settings that Claude does not take. */
export const agentRequest = JSON.stringify({
  model: 'gpt-4o',
  temperature: 0.2,
  stream: true,
  stream_options: { include_usage: true },
  tool_choice: 'required',
  tools: [{ type: 'function', function: readFile }],
  messages: [
    { role: 'system', content: system },
    {
      role: 'user',
      content: [
        { type: 'text', text: question },
        { type: 'image_url', image_url: { url: redSquare } },
      ],
    },
    {
      role: 'assistant',
      content: 'First the lexer.',
      tool_calls: [
        { id: 'toolu_01X3', type: 'function', function: { name: 'read_file', arguments: '{"path":"src/lexer.ts"}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'toolu_01X3', content: 'export function* tokens(text: string) {\n  yield* [];\n}\n' },
  ],
});

/** The same request in the Responses API. */
export const codexRequest = JSON.stringify({
  model: 'gpt-5-codex',
  stream: true,
  store: false,
  instructions: system,
  input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: question }] }],
  tools: [{ type: 'function', ...readFile, strict: false }],
  reasoning: { effort: 'medium', summary: 'auto' },
});

export function agentEvents(model: string): string {
  return events(model)
    .map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
    .join('');
}

interface SampleEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

function delta(index: number, change: object): SampleEvent {
  return { type: 'content_block_delta', index, delta: change };
}

function events(model: string): readonly SampleEvent[] {
  const message = {
    id: 'msg_01Kq7d',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 944, cache_read_input_tokens: 17_100, cache_creation_input_tokens: 0, output_tokens: 1 },
  };
  const call = { type: 'tool_use', id: 'toolu_01X4', name: 'read_file', input: {} };
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    delta(0, { type: 'text_delta', text: 'I will look at' }),
    delta(0, { type: 'text_delta', text: ' the parser first.' }),
    { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: call },
    delta(1, { type: 'input_json_delta', partial_json: '{"path":"src/pars' }),
    delta(1, { type: 'input_json_delta', partial_json: 'er.ts"}' }),
    { type: 'content_block_stop', index: 1 },
    { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 1023 } },
    { type: 'message_stop' },
  ];
}

/** When those events came, in milliseconds since accept; one of them is late. */
export const agentTimes: readonly number[] = [790, 792, 810, 1240, 1242, 1260, 2980, 3010, 3012, 3050, 3051];

export const refusal = {
  upstream: JSON.stringify({
    type: 'error',
    error: { type: 'rate_limit_error', message: 'Number of request tokens has exceeded your per-minute rate limit.' },
    request_id: 'req_011CVb',
  }),
  client: JSON.stringify({
    error: {
      message: 'Number of request tokens has exceeded your per-minute rate limit.',
      type: 'rate_limit_error',
      param: null,
      code: 'rate_limit_exceeded',
    },
  }),
};
