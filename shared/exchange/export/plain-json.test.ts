import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainJson } from './plain-json.ts';

it.each([
  ['turned \u202Eback', String.raw`"turned \u202eback"`],
  ['red \u001B[31m, in eight bits \u009B31m', String.raw`"red \u001b[31m, in eight bits \u009b31m"`],
  ['lines\u2028end', String.raw`"lines\u2028end"`],
  ['tag \u{E0041}', String.raw`"tag \udb40\udc41"`],
  ['café 日本 🙂', '"café 日本 🙂"'],
])('%j is written as %s', (text, written) => expect(plainJson(text)).toBe(written));

it('plainJson parses to the same value as JSON.stringify, on one line', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 1 }), (value) => {
      const written = plainJson({ value });
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify({ value })));
      expect(written).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }),
  );
});
