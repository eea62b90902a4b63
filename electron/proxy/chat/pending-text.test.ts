import { expect, it } from 'vitest';
import type { EventSink } from '../../sse/event-sink.ts';
import { createPendingText, encodeInParts } from './pending-text.ts';

const answer = { text: 'x'.repeat(8 * 1024 * 1024) };

it.each([
  ['takes everything', true],
  ['has drained at once what it took', false],
])('a large event is written in pieces, each in a turn of its own, to a reader that %s', async (_reader, free) => {
  let turns = 0;
  let counting = true;
  const others = (): void => {
    turns += 1;
    if (counting) setImmediate(others);
  };
  const pieces: { readonly text: string; readonly turn: number }[] = [];
  const sink: EventSink = {
    write(text) {
      pieces.push({ text, turn: turns });
      return free;
    },
    wait: (resume) => resume(),
    end: () => true,
    stop: () => undefined,
    begun: true,
    closed: false,
    onClose: () => () => undefined,
  };
  const pending = createPendingText();
  pending.add(encodeInParts('data: ', answer, '\n\n'));
  setImmediate(others);
  await pending.writeTo(sink);
  counting = false;
  expect(pieces.map(({ text }) => text).join('')).toBe(`data: ${JSON.stringify(answer)}\n\n`);
  expect(pieces.length).toBeGreaterThan(16);
  expect(new Set(pieces.map(({ turn }) => turn)).size).toBe(pieces.length);
});
