/** Arbitrary messages of the Messages API, and streams of them cut anywhere, for properties of the response translation. */

import * as fc from 'fast-check';
import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import type { ContentBlock, Message } from '../../anthropic/types.ts';
import { noUsage } from '../response/usage.ts';

const words = fc.string({ unit: 'grapheme', maxLength: 12 });
const name = fc.constantFrom('a', 'b', 'weather', 'now');
const caller = { type: 'direct' } as const;
const block: fc.Arbitrary<ContentBlock> = fc.oneof(
  words.map((text): ContentBlock => ({ type: 'text', text, citations: null })),
  fc.tuple(words, words, fc.webUrl()).map(([text, title, url]): ContentBlock => ({
    type: 'text',
    text,
    citations: [{ type: 'web_search_result_location', cited_text: '', encrypted_index: '', title, url }],
  })),
  fc.tuple(words, words).map(([thinking, signature]): ContentBlock => ({ type: 'thinking', thinking, signature })),
  words.map((data): ContentBlock => ({ type: 'redacted_thinking', data })),
  fc
    .tuple(fc.uuid(), name, fc.dictionary(words, fc.jsonValue({ maxDepth: 2 })))
    .map(([id, tool, input]): ContentBlock => ({ type: 'tool_use', id, name: tool, input, caller })),
  // Arguments encoded twice, as some gateways pass them on.
  fc
    .tuple(name, fc.dictionary(words, fc.jsonValue({ maxDepth: 2 })))
    .map(([tool, input]): ContentBlock => ({
      type: 'tool_use',
      id: 'toolu_encoded',
      name: tool,
      input: JSON.stringify(input),
      caller,
    })),
  fc.constantFrom('a', 'b').chain((tool) =>
    fc.jsonValue({ maxDepth: 2 }).map((value): ContentBlock => ({
      type: 'tool_use',
      id: 'toolu_wrapped',
      name: tool,
      input: tool === 'a' ? { value } : { input: JSON.stringify(value) },
      caller,
    })),
  ),
  words.map((query): ContentBlock => ({
    type: 'server_tool_use',
    id: 'srvtoolu_1',
    name: 'web_search',
    input: { query },
    caller,
  })),
  words.map((id): ContentBlock => ({ type: 'container_upload', file_id: id })),
  fc.tuple(words, words, fc.integer()).map(([stdout, stderr, code]): ContentBlock => ({
    type: 'bash_code_execution_tool_result',
    tool_use_id: 'srvtoolu_2',
    content: {
      type: 'bash_code_execution_result',
      stdout,
      stderr,
      return_code: code,
      content: [{ type: 'bash_code_execution_output', file_id: 'file_011' }],
    },
  })),
);

/** A message of the Messages API with any possible content. */
export const anyMessage: fc.Arbitrary<Message> = fc.record({
  id: fc.constantFrom('msg_01Any', 'odd-id'),
  type: fc.constant('message'),
  role: fc.constant('assistant'),
  model: fc.constant('claude-sonnet-5-5'),
  container: fc.constantFrom(null, { id: 'container_011', expires_at: '2026-12-01T00:00:00Z', skills: null }),
  diagnostics: fc.constant(null),
  content: fc.array(block, { maxLength: 8 }),
  stop_reason: fc.constantFrom('end_turn', 'max_tokens', 'stop_sequence', 'tool_use', 'pause_turn', 'refusal', null),
  stop_sequence: fc.constantFrom(null, 'END'),
  stop_details: fc.constantFrom(null, { type: 'refusal', category: null, explanation: 'No.' }),
  usage: fc
    .record({ input_tokens: fc.nat(), output_tokens: fc.nat(), cache_read_input_tokens: fc.option(fc.nat()) })
    .map((counts) => Object.assign({ ...noUsage }, counts)),
});

/** Cuts each delta's text in two at a position from the list, also between the halves of a surrogate pair. */
export function cutDeltas(events: readonly UpstreamEvent[], cuts: readonly number[]): UpstreamEvent[] {
  let next = 0;
  return events.flatMap((event): UpstreamEvent[] => {
    if (event.type !== 'content_block_delta') return [event];
    const at = cuts[next++] ?? 0;
    return [
      { ...event, delta: part(event.delta, (text) => text.slice(0, at % (text.length + 1))) },
      { ...event, delta: part(event.delta, (text) => text.slice(at % (text.length + 1))) },
    ].slice(isText(event.delta) ? 0 : 1);
  });
}

type BlockDelta = Extract<UpstreamEvent, { type: 'content_block_delta' }>['delta'];

function isText(delta: BlockDelta): boolean {
  return delta.type === 'text_delta' || delta.type === 'thinking_delta' || delta.type === 'input_json_delta';
}

function part(delta: BlockDelta, take: (text: string) => string): BlockDelta {
  switch (delta.type) {
    case 'text_delta':
      return { ...delta, text: take(delta.text) };
    case 'thinking_delta':
      return { ...delta, thinking: take(delta.thinking) };
    case 'input_json_delta':
      return { ...delta, partial_json: take(delta.partial_json) };
    default:
      return delta;
  }
}
