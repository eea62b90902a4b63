import { expect, it } from 'vitest';
import { parseEvent } from '#shared/anthropic/stream-events.ts';
import { textEvents } from '../__fixtures__/scripted-upstream.ts';
import { createTurnBuffer, type TurnBuffer } from './turn-buffer.ts';

function remember(pieces: readonly string[], longest: number): TurnBuffer {
  const memory = createTurnBuffer(longest);
  for (const text of textEvents(pieces)) {
    const event = parseEvent(text.slice(text.indexOf('data: ') + 'data: '.length));
    if (event !== null) memory.push(event);
  }
  return memory;
}

it('keeps a turn whole, or not at all', () => {
  expect(remember(['Bon', 'jour'], 7).message()?.content).toEqual([{ type: 'text', text: 'Bonjour' }]);
  expect(remember(['Bon', 'jour'], 6).message()).toBeNull();
});
