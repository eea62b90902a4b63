import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseVariants, foldCase, isAscii } from './fold-case.ts';

describe('case folding', () => {
  test.each([
    ['ÄPFEL-Model', 'äpfel-model'],
    ['МОДЕЛЬ', 'модель'],
    ['ΛΌΓΟΣ', 'λόγος'],
    ['STRAẞE', 'straße'],
    ['Ångström', 'ångström'],
    ['𐐀', '𐐨'],
    ['model', 'MODEL'],
  ])('%s and %s are equal', (one, other) => {
    expect(foldCase(one)).toBe(foldCase(other));
  });

  test.each([
    ['İ', 'i'],
    ['ı', 'I'],
    ['\u212a', 'k'],
    ['ſ', 's'],
    ['ä', 'a'],
  ])('%s is not the ASCII letter %s, for SQLite could not find it', (one, other) => {
    expect(foldCase(one)).not.toBe(foldCase(other));
  });

  test('folding is idempotent, keeps characters beyond ASCII beyond it, and agrees with the variants', () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint <= 0x10_ff_ff; codePoint += 1) {
      if (codePoint === 0xd8_00) codePoint = 0xe0_00;
      const character = String.fromCodePoint(codePoint);
      const folded = foldCase(character);
      const known = isAscii(character) || caseVariants(folded).includes(character);
      if (foldCase(folded) !== folded || isAscii(folded) !== isAscii(character) || !known) wrong.push(character);
    }
    expect(wrong).toEqual([]);
  });

  test('of a text equals folding each character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldCase(text)).toBe(Array.from(text, foldCase).join(''));
      }),
    );
  });
});
