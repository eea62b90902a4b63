/** Worked cases: streams, event by event. */

import type { WorkedStream } from './worked-case.ts';

const start = (usage: object = { input_tokens: 10, output_tokens: 1 }, id = 'msg_01Worked'): object => ({
  type: 'message_start',
  message: { id, type: 'message', role: 'assistant', model: 'claude-opus-4-8', content: [], stop_reason: null, usage },
});
const open = (index: number, block: object): object => ({ type: 'content_block_start', index, content_block: block });
const delta = (index: number, change: object): object => ({ type: 'content_block_delta', index, delta: change });
const close = (index: number): object => ({ type: 'content_block_stop', index });
const ending = (reason: string, more: object = {}): object => ({
  type: 'message_delta',
  delta: { stop_reason: reason, stop_sequence: null, ...more },
});
const stop = { type: 'message_stop' };

const textBlock = (index: number, ...texts: string[]): object[] => [
  open(index, { type: 'text', text: '' }),
  ...texts.map((text) => delta(index, { type: 'text_delta', text })),
  close(index),
];
const json = (index: number, text: string): object => delta(index, { type: 'input_json_delta', partial_json: text });
const tool = (id: string, name: string, input: object = {}): object => ({ type: 'tool_use', id, name, input });
const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

const role = { role: 'assistant', content: '', refusal: null };
const named = (index: number, id: string, name: string): object => ({
  tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }],
});
const argument = (index: number, text: string): object => ({ tool_calls: [{ index, function: { arguments: text } }] });
const thought = (text: string): object => ({
  reasoning_content: text,
  reasoning_details: [{ type: 'reasoning.text', text, format: 'anthropic-claude-v1', index: 0 }],
});
const signature = {
  reasoning_details: [{ type: 'reasoning.text', text: '', format: 'anthropic-claude-v1', index: 0, signature: 'SIG' }],
};

export const wholeStreams: readonly (WorkedStream & { readonly ends: { readonly finish: string } })[] = [
  {
    name: 'tool call indexes start at 0',
    events: [
      start(),
      open(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'hm' }),
      delta(0, { type: 'signature_delta', signature: 'SIG' }),
      close(0),
      ...textBlock(1, 'so'),
      open(2, tool('t1', 'a')),
      json(2, ''),
      json(2, '{"x":'),
      json(2, '1}'),
      close(2),
      open(3, tool('t2', 'b')),
      json(3, '{}'),
      close(3),
      ending('tool_use'),
      stop,
    ],
    deltas: [
      role,
      thought('hm'),
      signature,
      { content: 'so' },
      named(0, 't1', 'a'),
      argument(0, '{"x":'),
      argument(0, '1}'),
      named(1, 't2', 'b'),
      argument(1, '{}'),
      {},
    ],
    ends: { finish: 'tool_calls' },
  },
  {
    name: 'a tool call without arguments gets {}',
    events: [start(), open(0, tool('t1', 'a')), json(0, ''), close(0), ending('tool_use'), stop],
    deltas: [role, named(0, 't1', 'a'), argument(0, '{}'), {}],
    ends: { finish: 'tool_calls' },
  },
  {
    name: 'tool input in content_block_start is sent',
    events: [start(), open(0, tool('t1', 'a', { x: 1 })), close(0), ending('tool_use'), stop],
    deltas: [role, named(0, 't1', 'a'), argument(0, '{"x":1}'), {}],
    ends: { finish: 'tool_calls' },
  },
  {
    name: 'interleaved blocks stay separate',
    events: [
      start(),
      open(1, tool('ta', 'a')),
      open(2, tool('tb', 'b')),
      json(2, '{"y":'),
      json(1, '{"x":'),
      json(2, '2}'),
      close(2),
      json(1, '1}'),
      close(1),
      ending('tool_use'),
      stop,
    ],
    deltas: [
      role,
      named(0, 'ta', 'a'),
      named(1, 'tb', 'b'),
      argument(1, '{"y":'),
      argument(0, '{"x":'),
      argument(1, '2}'),
      argument(0, '1}'),
      {},
    ],
    ends: { finish: 'tool_calls' },
  },
  {
    name: 'text in content_block_start is sent',
    events: [start(), open(0, { type: 'text', text: 'Hel' }), delta(0, { type: 'text_delta', text: 'lo' }), close(0), ending('end_turn'), stop],
    deltas: [role, { content: 'Hel' }, { content: 'lo' }, {}],
    ends: { finish: 'stop' },
  },
  {
    name: 'the usage chunk comes last, with include_usage',
    events: [start({ input_tokens: 10, output_tokens: 1 }), ...textBlock(0, 'x'), { ...ending('end_turn'), usage: { output_tokens: 5 } }, stop],
    deltas: [role, { content: 'x' }, {}],
    ends: { finish: 'stop' },
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  },
  {
    name: 'the last usage counts win',
    events: [
      start(),
      ...textBlock(0, 'x'),
      { type: 'message_delta', delta: {}, usage: { output_tokens: 7, input_tokens: null } },
      ending('end_turn'),
      stop,
    ],
    deltas: [role, { content: 'x' }, {}],
    ends: { finish: 'stop' },
    usage: { prompt_tokens: 10, completion_tokens: 7 },
  },
  {
    name: 'ping and unknown events give no chunk',
    events: [
      { type: 'ping' },
      { type: 'new_event', data: 1 },
      start(),
      { type: 'ping' },
      open(0, { type: 'hologram' }),
      delta(0, { type: 'hologram_delta', data: 1 }),
      close(0),
      ...textBlock(1, 'x'),
      ending('end_turn'),
      stop,
    ],
    deltas: [role, { content: 'x' }, { anthropic_blocks: [{ type: 'hologram' }] }, {}],
    ends: { finish: 'stop' },
  },
  {
    name: 'refusal comes before finish_reason',
    events: [
      start(),
      ...textBlock(0, 'Well'),
      ending('refusal', { stop_details: { type: 'refusal', category: 'bio', explanation: 'No.' } }),
      stop,
    ],
    deltas: [role, { content: 'Well' }, { refusal: 'No.' }, {}],
    ends: { finish: 'content_filter' },
  },
  {
    name: 'a legacy function_call stream',
    responseContext: { legacyFunctions: true },
    events: [start(), open(0, tool('t1', 'a')), json(0, '{"x":1}'), close(0), ending('tool_use'), stop],
    deltas: [role, { function_call: { name: 'a', arguments: '' } }, { function_call: { arguments: '{"x":1}' } }, {}],
    ends: { finish: 'function_call' },
  },
  {
    name: 'a custom tool call has its input text',
    responseContext: { customTools: new Set(['patch']) },
    events: [start(), open(0, tool('t1', 'patch')), json(0, '{"input":'), json(0, '"raw"}'), close(0), ending('tool_use'), stop],
    deltas: [
      role,
      { tool_calls: [{ index: 0, id: 't1', type: 'custom', custom: { name: 'patch', input: '' } }] },
      { tool_calls: [{ index: 0, custom: { input: 'raw' } }] },
      {},
    ],
    ends: { finish: 'tool_calls' },
  },
  {
    name: 'text with a format in the prompt is held back until complete',
    responseContext: { outputFormat: { kind: 'instructed', schema: null } },
    events: [start(), ...textBlock(0, '```json\n', '{"a":1}', '\n```'), ending('end_turn'), stop],
    deltas: [role, { content: '{"a":1}' }, {}],
    ends: { finish: 'stop' },
  },
  {
    name: 'a duplicate message_start is ignored',
    events: [start(), start(), ...textBlock(0, 'a'), ending('end_turn'), stop],
    deltas: [role, { content: 'a' }, {}],
    ends: { finish: 'stop' },
  },
];

export const brokenStreams: readonly (WorkedStream & { readonly ends: { readonly failure: string } })[] = [
  {
    name: 'an error event before the first chunk becomes an HTTP error',
    events: [{ type: 'ping' }, overloaded],
    deltas: [],
    ends: { failure: 'overloaded_error' },
  },
  {
    name: 'an error event during the stream ends it after the chunks so far',
    events: [start(), open(0, { type: 'text', text: '' }), delta(0, { type: 'text_delta', text: 'hel' }), overloaded, stop],
    deltas: [role, { content: 'hel' }],
    ends: { failure: 'overloaded_error' },
  },
  {
    name: 'a stream without message_stop was cut off',
    events: [start(), ...textBlock(0, 'hel'), ending('end_turn')],
    deltas: [role, { content: 'hel' }],
    ends: { failure: 'upstream_truncated' },
  },
  {
    name: 'a second message inside the first is an error',
    events: [start(), ...textBlock(0, 'a'), start({ input_tokens: 1, output_tokens: 1 }, 'msg_other'), ...textBlock(1, 'b'), stop],
    deltas: [role, { content: 'a' }],
    ends: { failure: 'upstream_invalid_response' },
  },
];
