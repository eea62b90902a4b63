import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../__fixtures__/test-depth.ts';
import { runToEnd } from '../steps.ts';
import { measureJson, measureJsonSteps } from './json-limits.ts';

const unlimited = { values: Number.POSITIVE_INFINITY, depth: 1_000, keys: Number.POSITIVE_INFINITY, digits: 1_000 };

/** Counts values as the limit does: an empty container counts as two. */
function count(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const children = Object.values(value);
  return (
    1 +
    Math.max(
      1,
      children.reduce((sum: number, child) => sum + count(child), 0),
    )
  );
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function widest(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children = Object.values(value);
  return Math.max(Array.isArray(value) ? 0 : children.length, ...children.map(widest));
}

/** Texts with quotes, backslashes and brackets anywhere, shorter and longer than the part that is read character by character. */
const trickyText = fc
  .array(
    fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'a', 'é', '\u{1F600}', ' '.repeat(30), 'x'.repeat(70)),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const { value: anyJson } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(
      trickyText,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(trickyText, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

describe('measureJson', () => {
  test('counts values, depth and keys as in the parsed value, indented or not', () => {
    fc.assert(
      fc.property(anyJson, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(measureJson(text, unlimited)).toMatchObject({ breach: null, values: count(value) });
        for (const [limit, most] of [
          ['depth', depthOf(value)],
          ['keys', widest(value)],
        ] as const) {
          expect(measureJson(text, { ...unlimited, [limit]: most }).breach).toBeNull();
          // A single key needs no comma, so it is not counted.
          const less = Math.max(limit === 'keys' ? 1 : 0, most - 1);
          const breach = less < most ? { limit, most: less } : null;
          expect(measureJson(text, { ...unlimited, [limit]: less }).breach).toEqual(breach);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  test('comes to the same in steps of any length', () => {
    const text = fc.oneof(
      anyJson.map((value) => JSON.stringify(value)),
      trickyText,
    );
    const step = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(text, step, fc.integer({ min: 1, max: 20 }), (given, characters, most) => {
        const limits = { values: most, depth: most, keys: most, digits: most };
        expect(runToEnd(measureJsonSteps(given, limits, characters))).toEqual(measureJson(given, limits));
      }),
      { numRuns: runs(500) },
    );
  });

  test.each([
    ['values', '[0,0],'],
    ['short strings', '"a",'],
    ['one string', 'a'],
    ['one string of escapes', '\\"'],
    ['one string of backslashes', '\\\\'],
  ])('reads a bounded number of characters a step: %s', (name, piece) => {
    const text = `["${name.startsWith('one') ? '' : '",'}${piece.repeat(10_000)}`;
    const steps = measureJsonSteps(text, unlimited, 1_000);
    let taken = 1;
    while (steps.next().done !== true) taken += 1;
    expect(taken).toBeGreaterThan(text.length / 1_100);
    expect(taken).toBeLessThan(text.length / 1_000 + 2);
  });

  test.each([
    ['a number', '1111'],
    ['a fraction', '0.1111'],
    ['an exponent', '1e1111'],
    ['in a list', '[0,1111]'],
    ['behind a key', '{"a": 1111}'],
    ['behind a long string', `["${'a'.repeat(100)}", -1111 ]`],
  ])('finds a number of too many digits: %s', (_case, text) => {
    expect(measureJson(text, { ...unlimited, digits: 3 }).breach).toEqual({ limit: 'digits', most: 3 });
    expect(measureJson(text, { ...unlimited, digits: 4 }).breach).toBeNull();
    expect(measureJson(JSON.stringify(text), { ...unlimited, digits: 3 }).breach).toBeNull();
  });

  test('detects __proto__ and constructor keys in any escaping, and not such strings', () => {
    const escaped = (key: string) =>
      fc
        .array(fc.boolean(), { minLength: key.length, maxLength: key.length })
        .map((escapes) =>
          Array.from(key, (letter, index) =>
            escapes[index] === true ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
          ).join(''),
        );
    const key = fc.constantFrom('__proto__', 'constructor').chain(escaped);
    fc.assert(
      fc.property(key, fc.constantFrom('', ' ', '\n\t '), (spelled, blank) => {
        expect(measureJson(`[{"a":1,"${spelled}"${blank}:2}]`, unlimited).mayPoison).toBe(true);
        expect(measureJson(`[{"a":"${spelled}"${blank},"b":2}]`, unlimited).mayPoison).toBe(false);
      }),
    );
  });

  test('never throws, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), trickyText), (text) => {
        expect(measureJson(text, { values: 9, depth: 3, keys: 3, digits: 3 }).values).toBeGreaterThan(0);
      }),
    );
  });

  test('stops at the limit', () => {
    expect(measureJson(`[${'0,'.repeat(1_000_000)}0]`, { ...unlimited, values: 10 }).values).toBe(11);
    expect(measureJson('['.repeat(1_000_000), { ...unlimited, depth: 5 }).values).toBe(6);
  });
});
