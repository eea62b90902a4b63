import { describe, expect, test } from 'vitest';
import type { Steps } from '../steps.ts';
import { cleanTextSteps } from '../json/sanitize-text.ts';
import { decodeBase64Steps, encodeBase64Steps, isBase64Steps, normalizeBase64Steps } from './base64.ts';
import { percentBytesSteps, unescapePercentSteps } from './percent.ts';
import { UNITS_A_STEP } from './text-units.ts';
import { decodeUtf8Steps } from './utf8.ts';

function taken<Result>(steps: Steps<Result>): { readonly count: number; readonly result: Result } {
  for (let count = 0; ; count += 1) {
    const step = steps.next();
    if (step.done === true) return { count, result: step.value };
  }
}

/** Longer than three steps, and cut within a character or group wherever one can be. */
const length = 3 * UNITS_A_STEP + 7;

describe('a file of megabytes is read in steps', () => {
  test.each([
    ['base64 with line breaks', () => normalizeBase64Steps('AAAA\n_-'.repeat(length / 7))],
    ['base64', () => normalizeBase64Steps('AAAA'.repeat(length / 4))],
    ['base64 that is checked', () => isBase64Steps('AAAA'.repeat(length / 4))],
    ['base64 that is decoded', () => decodeBase64Steps('AAAA'.repeat(length / 4))],
    ['bytes', () => encodeBase64Steps(new Uint8Array(length))],
    ['UTF-8', () => decodeUtf8Steps(new Uint8Array(length))],
    ['escapes of characters', () => unescapePercentSteps('%41'.repeat(length / 3))],
    ['escapes of bytes', () => percentBytesSteps('%41'.repeat(length / 3))],
    ['NUL', () => cleanTextSteps('\0'.repeat(length))],
  ])('%s', (_case, steps: () => Steps<unknown>) => {
    const { count } = taken(steps());
    expect(count).toBeGreaterThanOrEqual(3);
    expect(count).toBeLessThan(10);
  });

  test.each(['a', 'é', '漢', '\u{1F600}'])('without cutting the character %s', (character) => {
    for (let before = 0; before < 12; before += 1) {
      const text = 'a'.repeat(before) + character.repeat(UNITS_A_STEP / 2);
      const bytes = Buffer.from(text);
      const escaped = `${'a'.repeat(before)}${encodeURIComponent(character).repeat(UNITS_A_STEP / 8)}`;
      const { result: unescaped } = taken(unescapePercentSteps(escaped));
      expect(unescaped === decodeURIComponent(escaped)).toBe(true);
      if (before % 4 !== 0) continue;
      expect(taken(decodeUtf8Steps(bytes)).result === text).toBe(true);
      expect(taken(encodeBase64Steps(bytes)).result === bytes.toString('base64')).toBe(true);
      const { result: decoded } = taken(decodeBase64Steps(bytes.toString('base64')));
      expect(bytes.equals(decoded ?? new Uint8Array())).toBe(true);
      const dirty = `\0${text}\0\ud800`;
      expect(taken(cleanTextSteps(dirty)).result === dirty.replaceAll('\0', '\uFFFD').toWellFormed()).toBe(true);
    }
  });
});
