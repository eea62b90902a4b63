import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runToEnd } from '../steps.ts';
import {
  beginningOfBase64,
  decodeBase64Steps,
  encodeBase64Steps,
  isBase64Steps,
  normalizeBase64Steps,
} from './base64.ts';
import { percentBytesSteps, unescapePercentSteps } from './percent.ts';
import { decodeUtf8Steps } from './utf8.ts';

const encodeBase64 = (bytes: Uint8Array) => runToEnd(encodeBase64Steps(bytes));
const decodeBase64 = (text: string) => runToEnd(decodeBase64Steps(text));
const normalizeBase64 = (text: string) => runToEnd(normalizeBase64Steps(text));
const decodeUtf8 = (bytes: Uint8Array) => runToEnd(decodeUtf8Steps(bytes));

const bytes = fc.uint8Array({ maxLength: 200 });

describe('base64', () => {
  test('is what Node makes of the same bytes, and comes back as they were', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        const text = encodeBase64(given);
        expect(text).toBe(Buffer.from(given).toString('base64'));
        expect(decodeBase64(text)).toEqual(given);
        expect(beginningOfBase64(text, 5)).toEqual(given.subarray(0, 5));
      }),
    );
  });

  test('with blanks, in the URL-safe alphabet and without padding is normalised', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom('', '\n', '\r\n', ' \t'), (given, blank) => {
        const text = Buffer.from(given).toString('base64');
        const spelled = text
          .replaceAll('+', '-')
          .replaceAll('/', '_')
          .replaceAll('=', '')
          .replaceAll(/.{5}/g, `$&${blank}`);
        expect(normalizeBase64(spelled)).toBe(text);
      }),
    );
  });

  test('keeps what is no base64, for the error to be about it', () => {
    expect(normalizeBase64('AA A\u{1F600}-é')).toBe('AAA\u{1F600}+é=');
    expect(decodeBase64('AA\u{1F600}A')).toBeNull();
    expect(decodeBase64('AA*A')).toBeNull();
  });
});

describe('base64 that the API accepts', () => {
  test.each([
    ['', false],
    ['AAA', false],
    ['AAAA', true],
    ['AAA=', true],
    ['AA==', true],
    ['A===', false],
    ['AA=A', false],
    ['AA-A', false],
  ])('%s: %s', (text, expected) => {
    expect(runToEnd(isBase64Steps(text))).toBe(expected);
  });
});

describe('percent-encoding', () => {
  test('is read as decodeURIComponent reads it, or left as it is', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.constantFrom('%', '%4', '%zz', '%80', '%C3', '%f0%9f%98', 'é', '\u{1F600}', 'a'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.integer({ min: 1, max: 30 }), (pieces, units) => {
        const text = pieces.join('');
        let expected = text;
        try {
          expected = decodeURIComponent(text);
        } catch {
          // Left as it is.
        }
        expect(runToEnd(unescapePercentSteps(text, units))).toBe(expected);
      }),
    );
  });

  test('is read as bytes', () => {
    expect(runToEnd(percentBytesSteps('%89PNG%0d%0A%1a%z%'))).toEqual(
      new Uint8Array(Buffer.from('\x89PNG\r\n\x1a%z%', 'latin1')),
    );
  });
});

describe('UTF-8', () => {
  test('is read as TextDecoder reads it, and refused where it does', () => {
    const pieces = fc.oneof(
      bytes,
      fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
      fc
        .constantFrom([0xef, 0xbb, 0xbf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0x80], [0xe2, 0x82])
        .map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 4 }), (list) => {
        const whole = Uint8Array.from(list.flatMap((piece) => [...piece]));
        let expected: string | null;
        try {
          expected = new TextDecoder('utf-8', { fatal: true }).decode(whole);
        } catch {
          expected = null;
        }
        expect(decodeUtf8(whole)).toBe(expected);
      }),
    );
  });

  test('longer than what a function takes as arguments', () => {
    const text = 'aé\u{1F600}'.repeat(100_000);
    expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
  });
});
