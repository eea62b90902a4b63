import { expect, it, test } from 'vitest';
import { shownLength, expandMore, type ExpandedText } from './expand-text.ts';

it.each([
  ['a short text is whole', 1_700, 0, 1_700],
  ['a long one is folded', 2_000, 0, 1_500],
  ['and unfolded with one click', 50_000, 1, 50_000],
  ['one of megabytes in steps', 5_000_000, 1, 100_000],
  ['step by step', 5_000_000, 20, 2_000_000],
  ['down to its end', 5_000_000, 50, 5_000_000],
  ['without a last step for a few lines', 110_000, 1, 110_000],
])('%s', (_, length, clicks, expected) => expect(shownLength(length, clicks)).toBe(expected));

test('each text expands separately', () => {
  const none: ExpandedText = new Map();
  const twice = expandMore(expandMore(none, 'messages[0]'), 'messages[0]');
  expect([...expandMore(twice, 'messages[1]')]).toEqual([
    ['messages[0]', 2],
    ['messages[1]', 1],
  ]);
});
