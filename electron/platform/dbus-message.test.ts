import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage, encodeCall } from './dbus-message.ts';

/** `NameHasOwner("org.freedesktop.DBus")` returned true, as captured from the socket of dbus-daemon 1.14.10. */
const YES = Buffer.from(
  '6c02010104000000030000003d00000006017300040000003a312e3000000000050175000200000008016700016200000' +
    '7017300140000006f72672e667265656465736b746f702e444275730000000001000000',
  'hex',
);

function outcome(bytes: Buffer): unknown {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    return error instanceof RangeError ? 'refused' : error;
  }
}

describe('decodeMessage', () => {
  test('decodes a recorded response', () => {
    expect(decodeMessage(YES)).toEqual({ length: YES.length, replySerial: 2, boolean: true });
  });

  test('waits for the whole message, cut anywhere', () => {
    for (let cut = 0; cut < YES.length; cut += 1) expect(decodeMessage(YES.subarray(0, cut))).toBeNull();
    expect(decodeMessage(Buffer.concat([YES, YES]))?.length).toBe(YES.length);
  });

  test('an error response has no boolean', () => {
    const error = Buffer.from(YES);
    error[1] = 3;
    expect(decodeMessage(error)).toMatchObject({ replySerial: 2, boolean: null });
  });

  test('throws RangeError for no D-Bus message and for a far too long one', () => {
    expect(() => decodeMessage(Buffer.from('HTTP/1.1 200 OK\r\n'))).toThrow(RangeError);
    const huge = Buffer.from(YES);
    huge.writeUInt32LE(0x7fffffff, 4);
    expect(() => decodeMessage(huge)).toThrow(RangeError);
  });

  test('random bytes give a message, null or a RangeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(outcome(Buffer.concat([Buffer.from('l'), bytes]))).not.toBeInstanceOf(Error);
      }),
    );
  });
});

describe('encodeCall', () => {
  test('encodes a decodable message with aligned fields', () => {
    const text = fc.stringMatching(/^[a-z.]{1,40}$/);
    fc.assert(
      fc.property(text, text, fc.array(text, { maxLength: 3 }), (destination, member, texts) => {
        const bytes = encodeCall(7, { destination, path: '/a', interface: 'b.c', member, texts });
        expect(decodeMessage(bytes)).toEqual({ length: bytes.length, replySerial: null, boolean: null });
        expect(bytes.readUInt32LE(8)).toBe(7);
      }),
    );
  });
});
