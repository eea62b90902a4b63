import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANTHROPIC_ORIGIN } from '#shared/settings/endpoint.ts';
import { bindKey, type BoundKey, confirmOrigin, formatKeychainItem, mayGoTo, parseKeychainItem } from './bound-key.ts';

const gateway = 'https://gateway.example';
const origins = fc
  .webUrl()
  .map((url) => new URL(url).origin)
  .filter((origin) => origin.length < 200);

function boundKeys(): fc.Arbitrary<BoundKey> {
  return fc.record({
    key: fc.string({ minLength: 1, maxLength: 500 }),
    origin: fc.oneof(fc.constant(ANTHROPIC_ORIGIN), origins),
    confirmed: fc.array(origins, { maxLength: 6 }),
  });
}

describe('keychain item of the API key', () => {
  it('is the plain key when bound to api.anthropic.com only', () => {
    expect(formatKeychainItem(bindKey('sk-ant-old', ANTHROPIC_ORIGIN))).toBe('sk-ant-old');
    expect(parseKeychainItem('sk-ant-old')).toEqual(bindKey('sk-ant-old', 'https://api.anthropic.com'));
  });

  it('holds key, origin and confirmed origins otherwise', () => {
    const bound = confirmOrigin(bindKey('sk-ant-new', ANTHROPIC_ORIGIN), gateway);
    expect(JSON.parse(formatKeychainItem(bound))).toEqual({
      dragoman: 'bound-key',
      key: 'sk-ant-new',
      origin: ANTHROPIC_ORIGIN,
      confirmed: [gateway],
    });
  });

  it('round-trips for any key', () => {
    fc.assert(
      fc.property(boundKeys(), (bound) => {
        expect(parseKeychainItem(formatKeychainItem(bound))).toEqual(bound);
      }),
    );
    const disguised = formatKeychainItem(bindKey('sk', gateway));
    expect(parseKeychainItem(formatKeychainItem(bindKey(disguised, ANTHROPIC_ORIGIN)))?.key).toBe(disguised);
  });

  it.each([
    '{',
    '{}',
    '{"key":"sk","origin":"https://evil.example","confirmed":[]}',
    '{"dragoman":"bound-key","key":""}',
  ])('is invalid as JSON of another shape: %s', (text) => {
    expect(parseKeychainItem(text)).toBeNull();
  });

  it('fits the Windows limit with the longest origins', () => {
    const longest = (letter: string): string => `https://${`${letter.repeat(62)}.`.repeat(4).slice(0, 253)}:65535`;
    let bound = bindKey('k'.repeat(500), longest('z'));
    for (const letter of 'abcdefgh') bound = confirmOrigin(bound, longest(letter));
    expect(Buffer.byteLength(formatKeychainItem(bound))).toBeLessThanOrEqual(2560);
    expect(mayGoTo(bound, longest('h'))).toBe(true);
    expect(mayGoTo(bound, longest('a'))).toBe(false);
    expect(mayGoTo(bound, longest('z'))).toBe(true);
  });
});

it('a key matches its origin and confirmed ones exactly', () => {
  const bound = confirmOrigin(bindKey('sk', ANTHROPIC_ORIGIN), gateway);
  for (const origin of [ANTHROPIC_ORIGIN, gateway]) expect(mayGoTo(bound, origin)).toBe(true);
  for (const origin of [
    'http://api.anthropic.com',
    'https://api.anthropic.com:8443',
    'https://api.anthropic.com.',
    'https://api.anthropic.com.evil.example',
    'https://gateway.example:444',
    'null',
    '',
  ]) {
    expect(mayGoTo(bound, origin)).toBe(false);
  }
});
