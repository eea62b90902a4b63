/** Made-up but faithful wire data for the fake bridge: one translated pair plain, one streamed with losses, one refused. */

export const plainPair = {
  clientRequest: JSON.stringify({
    model: 'gpt-4',
    messages: [
      { role: 'system', content: 'You are a professional translator.' },
      { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
    ],
    max_tokens: 500,
  }),
  upstreamRequest: JSON.stringify({
    model: 'claude-sonnet-5-5',
    max_tokens: 500,
    system: [{ type: 'text', text: 'You are a professional translator.' }],
    messages: [{ role: 'user', content: 'Translate the following to French: Hello, how are you?' }],
  }),
  upstreamResponse: JSON.stringify({
    id: 'msg_01HfQ2vYkZ4nJ8bRkTq7sWxC',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [{ type: 'text', text: 'Bonjour, comment allez-vous ?' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 27, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 11 },
  }),
  clientResponse: JSON.stringify({
    id: 'chatcmpl-01HfQ2vYkZ4nJ8bRkTq7sWxC',
    object: 'chat.completion',
    created: 1795356131,
    model: 'gpt-4',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Bonjour, comment allez-vous ?', refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 27, completion_tokens: 11, total_tokens: 38 },
  }),
};

const readFileTool = {
  name: 'read_file',
  description: 'Reads one file of the workspace.',
  parameters: {
    type: 'object',
    properties: { path: { type: 'string', description: 'Path from the workspace root' } },
    required: ['path'],
  },
};

const anthropicEvents: readonly (readonly [string, unknown])[] = [
  [
    'message_start',
    {
      type: 'message_start',
      message: {
        id: 'msg_01Kq7d',
        type: 'message',
        role: 'assistant',
        model: 'claude-opus-5-5',
        content: [],
        stop_reason: null,
        usage: { input_tokens: 944, cache_read_input_tokens: 17_100, output_tokens: 1 },
      },
    },
  ],
  ['content_block_start', { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }],
  [
    'content_block_delta',
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'I will look at' } },
  ],
  [
    'content_block_delta',
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' the parser first.' } },
  ],
  ['content_block_stop', { type: 'content_block_stop', index: 0 }],
  [
    'content_block_start',
    {
      type: 'content_block_start',
      index: 1,
      content_block: { type: 'tool_use', id: 'toolu_01X4', name: 'read_file', input: {} },
    },
  ],
  [
    'content_block_delta',
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"path":"src/pars' } },
  ],
  [
    'content_block_delta',
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: 'er.ts"}' } },
  ],
  ['content_block_stop', { type: 'content_block_stop', index: 1 }],
  [
    'message_delta',
    { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 1023 } },
  ],
  ['message_stop', { type: 'message_stop' }],
];

function chunk(delta: object, finish: string | null = null): string {
  const body = {
    id: 'chatcmpl-01Kq7d',
    object: 'chat.completion.chunk',
    created: 1795356131,
    model: 'gpt-4o',
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
  return `data: ${JSON.stringify(body)}\n\n`;
}

const toolCall = (extra: object): object => ({ tool_calls: [{ index: 0, ...extra }] });

export const streamedPair = {
  clientRequest: JSON.stringify({
    model: 'gpt-4o',
    temperature: 0.2,
    stream: true,
    stream_options: { include_usage: true },
    tool_choice: 'required',
    tools: [{ type: 'function', function: readFileTool }],
    messages: [
      { role: 'system', content: 'You are a careful engineer who reads before writing.' },
      { role: 'user', content: 'Why does the parser drop the last token? \u202e(this text runs backwards)\u202c' },
    ],
  }),
  upstreamRequest: JSON.stringify({
    model: 'claude-opus-5-5',
    max_tokens: 32_000,
    stream: true,
    system: [
      {
        type: 'text',
        text: 'You are a careful engineer who reads before writing.',
        cache_control: { type: 'ephemeral' },
      },
      { type: 'text', text: 'Answer with a call of one of the tools.' },
    ],
    tools: [{ name: 'read_file', description: readFileTool.description, input_schema: readFileTool.parameters }],
    tool_choice: { type: 'auto' },
    messages: [
      { role: 'user', content: 'Why does the parser drop the last token? \u202e(this text runs backwards)\u202c' },
    ],
  }),
  upstreamResponse: anthropicEvents.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
  upstreamMessage: JSON.stringify({
    id: 'msg_01Kq7d',
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-5-5',
    content: [
      { type: 'text', text: 'I will look at the parser first.' },
      { type: 'tool_use', id: 'toolu_01X4', name: 'read_file', input: { path: 'src/parser.ts' } },
    ],
    stop_reason: 'tool_use',
    usage: { input_tokens: 944, cache_read_input_tokens: 17_100, output_tokens: 1023 },
  }),
  clientResponse: [
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'I will look at' }),
    chunk({ content: ' the parser first.' }),
    chunk(toolCall({ id: 'toolu_01X4', type: 'function', function: { name: 'read_file', arguments: '' } })),
    chunk(toolCall({ function: { arguments: '{"path":"src/pars' } })),
    chunk(toolCall({ function: { arguments: 'er.ts"}' } })),
    chunk({}, 'tool_calls'),
    'data: [DONE]\n\n',
  ].join(''),
  clientMessage: JSON.stringify({
    id: 'chatcmpl-01Kq7d',
    object: 'chat.completion',
    model: 'gpt-4o',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: 'I will look at the parser first.',
          tool_calls: [
            {
              id: 'toolu_01X4',
              type: 'function',
              function: { name: 'read_file', arguments: '{"path":"src/parser.ts"}' },
            },
          ],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: { prompt_tokens: 18_044, completion_tokens: 1023, total_tokens: 19_067 },
  }),
};

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
