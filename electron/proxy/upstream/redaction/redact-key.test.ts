import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareSecrets } from '#shared/known-secrets/known-secrets.ts';
import { TEST_KEY } from '../../__fixtures__/test-proxy.ts';
import { createByteRedactor, redactHeaderSecrets } from './redact-key.ts';

const known = prepareSecrets([TEST_KEY]);
const stars = '*'.repeat(TEST_KEY.length);

function through(chunks: readonly Buffer[]): Buffer {
  const redactor = createByteRedactor(known);
  const passed = chunks.map((fragment) => redactor.pass(fragment));
  return Buffer.concat([...passed, redactor.rest()]);
}

describe('forwarded bytes', () => {
  it('have the key redacted, and no other byte changed', () => {
    const part = fc.oneof(
      fc.constant(Buffer.from(TEST_KEY)),
      // A backslash in front belongs to the character that it may escape.
      fc.uint8Array().map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0x5c ? 0 : byte)))),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const bytes = Buffer.concat(parts);
        const expected = bytes.toString('latin1').replaceAll(TEST_KEY, stars);
        expect(through([bytes]).toString('latin1')).toBe(expected);
      }),
    );
  });

  it('pass as the same buffer without a key', () => {
    const redactor = createByteRedactor(known);
    const chunk = Buffer.from('data: Ünïcödé and \uFFFD\n\n');
    expect(redactor.pass(chunk)).toBe(chunk);
    expect(redactor.rest()).toHaveLength(0);
  });

  it('are held back only where the key may continue', () => {
    const redactor = createByteRedactor(known);
    expect(redactor.pass(Buffer.from(`see ${TEST_KEY.slice(0, 12)}`)).toString()).toBe('see ');
    expect(redactor.pass(Buffer.from('ill')).toString()).toBe(`${TEST_KEY.slice(0, 12)}ill`);
  });
});

it('header values are redacted, and a name that contains the key is omitted', () => {
  const headers = { 'request-id': `req_${TEST_KEY}`, [`anthropic-${TEST_KEY.toLowerCase()}`]: '1', 'retry-after': '7' };
  expect(redactHeaderSecrets(headers, known)).toEqual({ 'request-id': `req_${stars}`, 'retry-after': '7' });
});
