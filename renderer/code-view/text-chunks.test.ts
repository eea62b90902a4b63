import { describe, expect, it } from 'vitest';
import { PART, partAt, partCount, within } from './text-chunks.ts';

describe('parts of a long text', () => {
  it.each([
    [0, 1],
    [PART, 1],
    [PART + 1, 2],
    [52_000_000, 6],
  ])('of %i characters there are %i', (length, count) => expect(partCount(length)).toBe(count));

  it('add up to the text', () => {
    const text = `${'x'.repeat(PART - 1)}🙂${'y'.repeat(PART)}`;
    const parts = Array.from({ length: partCount(text.length) }, (_, index) => partAt(text, index));
    expect(parts.map(({ from, to }) => text.slice(from, to)).join('')).toBe(text);
    expect(parts.every(({ from, to }) => text.slice(from, to).isWellFormed())).toBe(true);
  });
});

it.each([
  ['inside', { from: 12, to: 14 }, { from: 2, to: 4 }],
  ['over the beginning', { from: 5, to: 14 }, { from: 0, to: 4 }],
  ['over the end', { from: 18, to: 40 }, { from: 8, to: 10 }],
  ['all around', { from: 0, to: 40 }, { from: 0, to: 10 }],
  ['before', { from: 3, to: 10 }, null],
  ['behind', { from: 20, to: 21 }, null],
])('a range %s', (_, span, expected) => expect(within(span, { from: 10, to: 20 })).toEqual(expected));
