/** Base64 digit by digit, in both alphabets of RFC 4648 (sections 4 and 5), from any position in a group of four. */

/** Line breaks within base64, as MIME has them. */
export const SKIPPED = -2;
export const NO_DIGIT = -1;

const values = new Int8Array(256).fill(NO_DIGIT);
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let value = 0; value < DIGITS.length; value += 1) values[DIGITS.charCodeAt(value)] = value;
values['-'.charCodeAt(0)] = 62;
values['_'.charCodeAt(0)] = 63;
values['\r'.charCodeAt(0)] = SKIPPED;
values['\n'.charCodeAt(0)] = SKIPPED;

/** @returns 0 to 63, `SKIPPED` or `NO_DIGIT` */
export function digitValue(code: number): number {
  return code < 256 ? (values[code] ?? NO_DIGIT) : NO_DIGIT;
}

/** The byte that two neighbouring digits of a group encode. `place`: which byte of the group, 0 to 2. */
export function joinDigits(first: number, second: number, digit: number): number {
  if (digit === 0) return ((first << 2) | (second >> 4)) & 0xff;
  if (digit === 1) return ((first << 4) | (second >> 2)) & 0xff;
  return ((first << 6) | second) & 0xff;
}

/**
 * Decodes one byte of `text`.
 *
 * @param phase number of digits before the first group: 0 to 3
 * @returns -1 where the text is not base64
 */
export function byteAt(text: string, phase: number, index: number): number {
  const digit = index % 3;
  const at = phase + ((index - digit) / 3) * 4 + digit;
  const first = digitValue(text.charCodeAt(at));
  const second = digitValue(text.charCodeAt(at + 1));
  return first < 0 || second < 0 ? -1 : joinDigits(first, second, digit);
}
