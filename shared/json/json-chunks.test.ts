import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeJsonSteps, jsonChunks, writeJsonSteps } from './json-chunks.ts';
import { numberText } from './__fixtures__/number-texts.ts';
import { parseExactJson } from './exact-json.ts';
import { writeJson } from './exact-number.ts';
import { runToEnd } from '../steps.ts';

it('add up to writeJson’s text at any chunk length', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '1', '"', '\\', '\n', 'é', '☃', '🌍', '\ud83c', '\udf0d', '\u2028'),
  });
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.double(),
      numberText.map(parseExactJson),
      fc.boolean(),
      fc.constantFrom(null, undefined, [], {}),
      fc.array(tie('value')),
      fc.dictionary(text, tie('value')),
    ),
  })).value;
  fc.assert(
    fc.property(fc.array(value), fc.integer({ min: 1, max: 20 }), (whole, length) => {
      expect([...jsonChunks(whole, length)].join('')).toBe(writeJson(whole));
      expect(runToEnd(encodeJsonSteps(whole, length)).toString()).toBe(writeJson(whole));
    }),
  );
});

it('are encoded in as many steps as there are chunks', () => {
  const value = {
    messages: Array.from({ length: 50 }, () => ({ content: 'x'.repeat(3_000) })),
    file: 'y'.repeat(50_000),
  };
  const steps = encodeJsonSteps(value, 1_000);
  let taken = 0;
  while (steps.next().done !== true) taken += 1;
  expect(taken).toBeGreaterThan(150);
});

it('are at most the chunk length plus escapes', () => {
  const chunks = [...jsonChunks({ text: 'x'.repeat(10_000), list: Array.from({ length: 1_000 }, () => 'y') }, 100)];
  expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(300);
});

it('write many small values together', () => {
  const value = {
    numbers: Array.from({ length: 10_000 }, () => 1),
    members: Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${String(index)}`, [index]])),
  };
  expect([...jsonChunks(value, 1_000)].length).toBeLessThan(100);
  expect(runToEnd(writeJsonSteps(value, 1_000))).toBe(JSON.stringify(value));
});
