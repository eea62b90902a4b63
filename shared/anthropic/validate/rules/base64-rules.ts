/** The part of base64 that checking an attachment needs, without decoding all of it. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map(Array.from(alphabet).map((letter, value) => [letter, value]));

/** Standard alphabet, padded, no line breaks: what the API takes. */
export function isStrictBase64(data: string): boolean {
  return data.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(data);
}

/** The first bytes of valid base64, at most `limit` of them. */
export function decodeHead(data: string, limit: number): Uint8Array {
  const length = Math.min(data.length, Math.ceil(limit / 3) * 4);
  const bytes: number[] = [];
  for (let index = 0; index < length; index += 4) {
    const letters = data.slice(index, index + 4).replace(/=+$/, '');
    let bits = 0;
    for (const letter of letters) bits = (bits << 6) | (values.get(letter) ?? 0);
    bits <<= 6 * (4 - letters.length);
    const group = [(bits >> 16) & 255, (bits >> 8) & 255, bits & 255];
    bytes.push(...group.slice(0, Math.max(0, letters.length - 1)));
  }
  return Uint8Array.from(bytes);
}
