import { expect, it } from 'vitest';
import { parseEvent } from '#shared/anthropic/stream-events.ts';
import { event, textEvents } from '../__fixtures__/scripted-upstream.ts';
import { createTurnBuffer, type TurnBuffer } from './turn-buffer.ts';

function remember(events: readonly string[], longest: number): TurnBuffer {
  const memory = createTurnBuffer(longest);
  for (const text of events) {
    const data = text.slice(text.indexOf('data: ') + 'data: '.length);
    const parsed = parseEvent(data);
    if (parsed !== null) memory.push(parsed, data.length);
  }
  return memory;
}

it('keeps a whole turn or nothing', () => {
  const [start = '', block = '', ...rest] = textEvents(['Bon', 'jour']);
  const room = block.slice(block.indexOf('data: ') + 'data: '.length).length;
  const events = [start, block, ...rest];
  expect(remember(events, room + 7).message()?.content).toEqual([{ type: 'text', text: 'Bonjour' }]);
  expect(remember(events, room + 6).message()).toBeNull();
});

it.each([
  ['citations', { type: 'citations_delta', citation: { type: 'char_location', cited_text: 'x'.repeat(1_000) } }],
  ['signatures', { type: 'signature_delta', signature: 'x'.repeat(1_000) }],
  ['deltas of unknown types', { type: 'future_delta', x: 'x'.repeat(1_000) }],
])('counts %s', (_what, delta) => {
  const events = textEvents(['Bonjour']);
  events.splice(2, 0, event({ type: 'content_block_delta', index: 0, delta }));
  expect(remember(events, 1_000).message()).toBeNull();
  expect(remember(events, 2_000).message()).not.toBeNull();
});
