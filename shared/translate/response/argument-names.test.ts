import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { createArgumentNameReader } from './argument-names.ts';

const names = new Map([
  ['_top', '$top'],
  ['a"b', 'x[0]'],
  ['plain', 'plain "quoted" \\ name'],
]);

function read(pieces: readonly string[]): string {
  const reader = createArgumentNameReader(names);
  return pieces.map((piece) => reader.push(piece)).join('') + reader.end();
}

/** The text cut at every place whose number is in `cuts`. */
function cut(text: string, cuts: readonly number[]): readonly string[] {
  const places = [...new Set(cuts.map((place) => place % (text.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...places].map((start, index) => text.slice(start, places[index]));
}

describe('names of parameters in the text of arguments', () => {
  test.each([
    ['{"_top":1}', '{"$top":1}'],
    [' { "limit" : 1.0 , "_top" : 1481220477346119781 } ', ' { "limit" : 1.0 , "$top" : 1481220477346119781 } '],
    ['{"_top":{"_top":["_top"]},"b":"_top"}', '{"$top":{"_top":["_top"]},"b":"_top"}'],
    [String.raw`{"\u005ftop":"\"_top\":"}`, String.raw`{"$top":"\"_top\":"}`],
    [String.raw`{"a\"b":null}`, '{"x[0]":null}'],
    ['[{"_top":1}]', '[{"_top":1}]'],
    ['"_top"', '"_top"'],
    ['{"_to', '{"_to'],
    ['{"_top":"cut of', '{"$top":"cut of'],
    ['{}', '{}'],
    ['{"_top":1}{"_top":2}', '{"$top":1}{"$top":2}'],
    ['{"_top":1,"$top":2}', '{"$top":1,"_top":2}'],
    ['{"$top":1,"_top":2}', '{"$top":1,"_top":2}'],
  ])('%s', (json, expected) => {
    expect(read([json])).toBe(expected);
    expect(read(json.split(''))).toBe(expected);
  });

  test('a very long key is not held back', () => {
    const reader = createArgumentNameReader(names);
    expect(reader.push(`{"${'k'.repeat(100_000)}`).length).toBeGreaterThan(100_000);
  });

  test('only keys of the root change, wherever the text is cut', () => {
    const keys = fc.constantFrom('_top', 'a"b', 'plain', 'other', '$top');
    const member = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 2 },
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(keys, tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(keys, member), fc.array(fc.nat()), fc.constantFrom(0, 2), (input, cuts, space) => {
        const json = JSON.stringify(input, null, space);
        // Where both names of one parameter occur, the second one keeps the upstream's, so that no value is lost.
        const expected: Record<string, unknown> = {};
        for (const [key, value] of Object.entries(input)) {
          const name = names.get(key) ?? key;
          const upstream = [...names].find(([, client]) => client === name)?.[0] ?? key;
          expected[name in expected ? upstream : name] = value;
        }
        expect(JSON.parse(read(cut(json, cuts)))).toEqual(expected);
        expect(Object.keys(expected)).toHaveLength(Object.keys(input).length);
        expect(read(cut(json, cuts))).toBe(read([json]));
      }),
      { numRuns: runs(1_000) },
    );
  });
});
