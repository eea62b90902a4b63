import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exceededBound, parseBounded } from './bounded-json.ts';

/** Levels of a parsed value, and how many members and items it has, counted the slow way. */
function measure(value: unknown): { depth: number; items: number } {
  if (typeof value !== 'object' || value === null) return { depth: 0, items: 0 };
  const children = Object.values(value).map(measure);
  return {
    depth: 1 + Math.max(0, ...children.map(({ depth }) => depth)),
    items: children.reduce((sum, { items }) => sum + items, children.length),
  };
}

describe('bounds of JSON text', () => {
  it.each([
    ['lists', '['.repeat(201), 'depth'],
    ['objects', '{"a":'.repeat(201), 'depth'],
    ['100,000 lists', '['.repeat(100_000) + ']'.repeat(100_000), 'depth'],
    ['200 lists', '['.repeat(200) + ']'.repeat(200), null],
    ['brackets in a string', JSON.stringify('['.repeat(1_000)), null],
    ['brackets behind escaped quotes', JSON.stringify('\\"['.repeat(1_000)), null],
    ['text that is not JSON', 'x'.repeat(1_000), null],
    ['a string that never ends', `"${'['.repeat(1_000)}`, null],
  ])('%s', (_what, text, bound) => {
    expect(exceededBound(text)).toBe(bound);
  });

  it.each([
    ['items', `[${'0,'.repeat(50)}0]`],
    ['empty lists', `[${'[],'.repeat(50)}[]]`],
    ['members', `{${Array.from({ length: 50 }, (_, index) => `"${index}":0`).join(',')}}`],
  ])('count %s', (_what, text) => {
    expect(exceededBound(text, { depth: 10, values: 49 })).toBe('values');
    expect(exceededBound(text, { depth: 10, values: 200 })).toBeNull();
  });

  it('hold for any value exactly in depth, and within a factor of two in number', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(undefined, 1), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const { depth, items } = measure(value);
        const wide = Number.MAX_SAFE_INTEGER;
        expect(exceededBound(text, { depth: depth - 1, values: wide })).toBe(depth > 0 ? 'depth' : null);
        expect(exceededBound(text, { depth, values: wide })).toBeNull();
        expect(exceededBound(text, { depth: wide, values: 2 * items + 1 })).toBeNull();
        const half = Math.max(0, Math.floor(items / 2) - 1);
        expect(items <= 1 || exceededBound(text, { depth: wide, values: half }) === 'values').toBe(true);
      }),
    );
  });

  it('leave what is within them to the parser', () => {
    expect(parseBounded('{"a":[1]}')).toEqual({ a: [1] });
    expect(parseBounded('{"a":')).toBeUndefined();
    expect(parseBounded('['.repeat(300) + ']'.repeat(300))).toBeUndefined();
  });
});
