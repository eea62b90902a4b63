/** Base64 and UTF-8 without `atob` or `TextDecoder`, which pure code lacks. Only for small or rare values. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map(Array.from(ALPHABET, (character, value) => [character.charCodeAt(0), value] as const));

/** Removes blanks, maps the URL-safe alphabet to the standard one, pads. Returns the same string when nothing changes. */
export function normalizeBase64(data: string): string {
  let normalized = data;
  for (const [found, wanted] of [
    ['\n', ''],
    ['\r', ''],
    [' ', ''],
    ['\t', ''],
    ['-', '+'],
    ['_', '/'],
  ] as const) {
    if (normalized.includes(found)) normalized = normalized.replaceAll(found, wanted);
  }
  const missing = (4 - (normalized.length % 4)) % 4;
  return missing === 1 || missing === 2 ? normalized + '='.repeat(missing) : normalized;
}

/** Base64 that the API accepts: the standard alphabet, padded. */
export function isBase64(data: string): boolean {
  return data.length > 0 && data.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(data);
}

/** Bytes of normalised base64, or null when it holds another character. `limit` stops early, for reading only the first bytes. */
export function decodeBase64(data: string, limit = Number.POSITIVE_INFINITY): Uint8Array | null {
  let end = data.length;
  while (end > 0 && data[end - 1] === '=') end -= 1;
  const length = Math.min(limit, Math.floor((end * 3) / 4));
  const bytes = new Uint8Array(length);
  let buffer = 0;
  let bits = 0;
  let written = 0;
  for (let index = 0; index < end && written < length; index += 1) {
    const value = values.get(data.charCodeAt(index));
    if (value === undefined) return null;
    buffer = ((buffer << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[written] = (buffer >> bits) & 0xff;
      written += 1;
    }
  }
  return bytes;
}

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b, c] = bytes.subarray(index, index + 3);
    const triple = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += ALPHABET.charAt(triple >> 18) + ALPHABET.charAt((triple >> 12) & 63);
    text += b === undefined ? '=' : ALPHABET.charAt((triple >> 6) & 63);
    text += c === undefined ? '=' : ALPHABET.charAt(triple & 63);
  }
  return text;
}

/** Strict UTF-8: null when the bytes are invalid. A byte order mark is left out. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  const parts: string[] = [];
  let units: number[] = [];
  let index = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (index < bytes.length) {
    const point = codePointAt(bytes, index);
    if (point === null) return null;
    units.push(point.value);
    index += point.length;
    if (units.length >= 4096) {
      parts.push(String.fromCodePoint(...units));
      units = [];
    }
  }
  parts.push(String.fromCodePoint(...units));
  return parts.join('');
}

function codePointAt(bytes: Uint8Array, index: number): { value: number; length: number } | null {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return { value: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return null;
  let value = first & (0xff >> (length + 1));
  for (let offset = 1; offset < length; offset += 1) {
    const next = bytes[index + offset];
    if (next === undefined || next >> 6 !== 0b10) return null;
    value = (value << 6) | (next & 0x3f);
  }
  const shortest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  const surrogate = value >= 0xd800 && value <= 0xdfff;
  return value < shortest || value > 0x10ffff || surrogate ? null : { value, length };
}
