import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../__fixtures__/test-depth.ts';
import { anyQuotedSecret, anySecret, cutAt, reads } from './__fixtures__/quoted-secrets.ts';
import { prepareSecrets } from './known-secrets.ts';
import { redactSecrets, SecretRedactor } from './secret-redactor.ts';

const KEY = 'sk-ant-api03-Wq7+f/9TnB0xZ_canary-5dR2mKvLhY8sPjE4aUcG3iOtNQAA';

function redactChunks(chunks: readonly string[], secrets: readonly string[]): string[] {
  const redactor = new SecretRedactor(prepareSecrets(secrets));
  return [...chunks.map((chunk) => redactor.push(chunk)), redactor.release()];
}

const context = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom('', '\\', '%', '%2', '\\u00', '"error": "', 'key: ', 'Basic ', 'abc', '\\n', 'QUJD', '\\\\'),
);

describe('a secret in a text', () => {
  it('is removed in every escaping, percent coding and base64, for chunks cut anywhere', () => {
    fc.assert(
      fc.property(anyQuotedSecret, context, context, fc.array(fc.nat()), ({ secret, quoted }, before, after, cuts) => {
        const text = before + quoted + after;
        const result = redactChunks(cutAt(text, cuts), [secret]).join('');
        expect(reads(quoted, secret)).toBe(true);
        expect(reads(result, secret)).toBe(false);
        // More than one character in the middle.
        expect(result.split('*').length).toBeGreaterThan(8);
        expect(result).toHaveLength(text.length);
        // Nothing else is changed.
        const changed = result.split('').filter((character, index) => character !== '*' && character !== text[index]);
        expect(changed).toEqual([]);
      }),
      { numRuns: runs(400) },
    );
  });

  it.each([
    ['as PHP writes it', KEY.replaceAll('/', '\\/')],
    ['as .NET writes it', KEY.replaceAll('+', '\\u002B').replaceAll('/', '\\/')],
    ['in a query', encodeURIComponent(KEY)],
    ['in a query twice', encodeURIComponent(encodeURIComponent(KEY))],
    ['in JSON inside of JSON', JSON.stringify(KEY.replaceAll('+', '\\u002B')).slice(1, -1)],
    ['in base64 of MIME', Buffer.from(KEY).toString('base64url').replaceAll(/.{40}/g, '$&\r\n')],
    ['in base64 of MIME, in JSON', Buffer.from(KEY).toString('base64url').replaceAll(/.{40}/g, '$&\\r\\n')],
    ['in Markdown', KEY.replaceAll('_', '\\_')],
    ['without its beginning', KEY.slice(8)],
    ['without its end', KEY.slice(0, -8)],
  ])('is removed %s', (_how, quoted) => {
    expect(redactSecrets(`{"message":"bad key ${quoted}"}`, prepareSecrets([KEY]))).toBe(
      `{"message":"bad key ${'*'.repeat(quoted.length)}"}`,
    );
  });

  it('is removed when there are two', () => {
    const token = 'sk-dragoman-0123456789abcdefghijABCDEFGHIJ';
    expect(redactSecrets(`${KEY} ${token}`, prepareSecrets([KEY, token]))).toMatch(/^\*+ \*+$/);
  });

  it('is not detected by a common key prefix alone', () => {
    const text = 'Keys begin with sk-ant-api03-, and yours ends with -UcG3iOtNQAA.';
    expect(redactSecrets(text, prepareSecrets([KEY]))).toBe(text);
  });

  it('is ignored when it is a short word without a digit', () => {
    expect(redactSecrets('anything goes', prepareSecrets(['anything', 'x', '']))).toBe('anything goes');
  });
});

describe('a text in chunks', () => {
  it('is sent immediately where no secret begins', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), anySecret, (chunks, secret) => {
        expect(redactChunks(chunks, [secret])).toEqual([...chunks, '']);
      }),
    );
  });

  it('reveals at most seven characters of a secret that arrives one by one', () => {
    const result = redactChunks(`a ${KEY} b`.split(''), [KEY]).join('');
    expect(result).toBe(`a sk-ant-${'*'.repeat(KEY.length - 7)} b`);
  });

  it('loses nothing of text that only begins like a secret', () => {
    const text = `${KEY.slice(0, 20)} and so on`;
    expect(redactChunks(text.split(''), [KEY]).join('')).toBe(text);
  });

  it('holds back only text that begins like a secret', () => {
    expect(redactChunks(['keys: ', 'see sk-ant-api', '03-abc', ' '], [KEY])).toEqual([
      'keys: ',
      'see ',
      'sk-ant-api03-abc',
      ' ',
      '',
    ]);
  });

  it('continues after release()', () => {
    const redactor = new SecretRedactor(prepareSecrets([KEY]));
    expect(redactor.push(KEY.slice(0, 30))).toBe('');
    expect(redactor.release()).toBe(KEY.slice(0, 30));
    expect(redactor.push(KEY.slice(30))).toMatch(/^\*+$/);
  });
});

describe('the work', () => {
  const words = 'The quick brown fox jumps over the internationalization of some/path/to/a/file.ts, lazily';
  const base64 = Buffer.from(Buffer.from(words.repeat(3)).toString('base64')).toString('base64');
  const text = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

  /** Characters read for `length` characters of a text in chunks of `size`. */
  function steps(unit: string, length: number, size: number): number {
    const count = { count: 0 };
    const redactor = new SecretRedactor(prepareSecrets([KEY]), undefined, count);
    const source = text(unit, length);
    for (let at = 0; at < length; at += size) redactor.push(source.slice(at, at + size));
    redactor.release();
    return count.count;
  }

  const shapes: readonly (readonly [string, string])[] = [
    ['prose', words],
    ['one letter', 'x'],
    ['base64 of base64', base64.replaceAll('=', '')],
    ['escapes', String.raw`\u0073\u006b%73%256b`],
    ['backslashes', '\\'],
    ['percent signs', '%'],
    ['beginnings of the key', KEY.slice(0, 40)],
    ['beginnings of the key in base64', Buffer.from(KEY.slice(0, 40)).toString('base64url')],
    ['the key', KEY],
  ];
  const sizes = [1, 7, 300, 20_000];
  it.each(shapes.flatMap(([name, unit]) => sizes.map((size) => [name, size, unit] as const)))(
    'doubles with the text and is a few looks at each character: %s, %i at a time',
    (_name, size, unit) => {
      const [once, twice] = [steps(unit, 40_000, size), steps(unit, 80_000, size)];
      expect(twice).toBeLessThanOrEqual(2.05 * once + 1_000);
      expect(once).toBeLessThanOrEqual(6 * 40_000);
    },
  );

  it('is hardly any where nothing resembles the key', () => {
    expect(steps(words, 100_000, 100_000)).toBeLessThan(30_000);
    // The last word of each delta.
    const deltas = words.split(/(?= )/).length;
    const each = steps(words, words.length * 1_000, Math.ceil(words.length / deltas)) / (deltas * 1_000);
    expect(each).toBeLessThan(16);
  });
});
