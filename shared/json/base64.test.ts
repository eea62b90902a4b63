import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, decodeUtf8, encodeBase64, normalizeBase64 } from './base64.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

describe('base64', () => {
  test('is what Node makes of the same bytes, and comes back as they were', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        const text = encodeBase64(given);
        expect(text).toBe(Buffer.from(given).toString('base64'));
        expect(decodeBase64(text)).toEqual(given);
        expect(decodeBase64(text, 5)).toEqual(given.subarray(0, 5));
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
