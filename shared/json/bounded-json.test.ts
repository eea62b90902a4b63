import { describe, expect, it } from 'vitest';
import { exceededLimit, parseBounded } from './bounded-json.ts';

describe('parseBounded', () => {
  it.each([
    ['201 lists', '['.repeat(201), 'depth'],
    ['201 objects', '{"a":'.repeat(201), 'depth'],
    ['100,000 lists', '['.repeat(100_000) + ']'.repeat(100_000), 'depth'],
    ['200 lists', '['.repeat(200) + ']'.repeat(200), null],
    ['a quarter of a million numbers', `[${'0,'.repeat(250_000)}0]`, 'values'],
    ['125,000 empty lists', `[${'[],'.repeat(125_000)}[]]`, 'values'],
    ['200,000 numbers', `[${'0,'.repeat(200_000)}0]`, null],
    [
      '100,001 keys of one object',
      `{${Array.from({ length: 100_001 }, (_, index) => `"k${String(index)}":0`).join(',')}}`,
      'keys',
    ],
    ['brackets in a string', JSON.stringify('['.repeat(1_000)), null],
    ['text that is not JSON', 'x'.repeat(1_000), null],
  ])('checks the limits of %s', (_what, text, limit) => {
    expect(exceededLimit(text)).toBe(limit);
    expect(limit !== null && parseBounded(text) !== undefined).toBe(false);
  });

  it('parses JSON within the limits, and returns undefined for text that is not JSON', () => {
    expect(parseBounded('{"a":[1]}')).toEqual({ a: [1] });
    expect(parseBounded('{"a":')).toBeUndefined();
    expect(parseBounded('')).toBeUndefined();
  });
});
