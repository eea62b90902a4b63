/**
 * Base64 and UTF-8 without `atob`, `TextDecoder` and `Buffer`, which pure code lacks. Files of tens of megabytes pass through: one pass
 * over typed arrays each, because strings that grow character by character take seconds.
 */

import { textOfUnits } from './text-units.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_VALUE = 0xff;
/** The value of each letter by its character code. */
const VALUES = new Uint8Array(128).fill(NO_VALUE);
/** The character code of each letter by its value. */
const LETTERS = Uint8Array.from(ALPHABET, (letter, value) => {
  const code = letter.charCodeAt(0);
  VALUES[code] = value;
  return code;
});
const PADDING = 0x3d;

/** What is left out of base64 text, and what stands for letters of the standard alphabet in the URL-safe one. */
const BLANKS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20]);
const URL_SAFE: ReadonlyMap<number, number> = new Map([
  [0x2d, 0x2b],
  [0x5f, 0x2f],
]);

/** Removes blanks, maps the URL-safe alphabet to the standard one, pads. Returns the same string when nothing changes. */
export function normalizeBase64(data: string): string {
  const normalized = /[\t\n\r _-]/.test(data) ? withStandardLetters(data) : data;
  const missing = (4 - (normalized.length % 4)) % 4;
  return missing === 1 || missing === 2 ? normalized + '='.repeat(missing) : normalized;
}

function withStandardLetters(data: string): string {
  const units = new Uint16Array(data.length);
  let written = 0;
  for (let index = 0; index < data.length; index += 1) {
    const unit = data.charCodeAt(index);
    if (unit < 0x30 || unit === 0x5f) {
      if (BLANKS.has(unit)) continue;
      units[written] = URL_SAFE.get(unit) ?? unit;
    } else {
      units[written] = unit;
    }
    written += 1;
  }
  return textOfUnits(units.subarray(0, written));
}

/** Base64 that the API accepts: the standard alphabet, padded. */
export function isBase64(data: string): boolean {
  return data.length > 0 && data.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(data);
}

/** Bytes of normalised base64, or null when it holds another character. `limit` stops early, for reading only the first bytes. */
export function decodeBase64(data: string, limit = Number.POSITIVE_INFINITY): Uint8Array | null {
  let end = data.length;
  while (end > 0 && data.charCodeAt(end - 1) === PADDING) end -= 1;
  const length = Math.min(limit, Math.floor((end * 3) / 4));
  const bytes = new Uint8Array(length);
  let written = 0;
  for (let index = 0; index < end && written < length; index += 4) {
    // What is missing at the end counts as zeros, which no byte is made of.
    const a = valueAt(data, index);
    const b = index + 1 < end ? valueAt(data, index + 1) : 0;
    const c = index + 2 < end ? valueAt(data, index + 2) : 0;
    const d = index + 3 < end ? valueAt(data, index + 3) : 0;
    if ((a | b | c | d) > 63) return null;
    const triple = (a << 18) | (b << 12) | (c << 6) | d;
    bytes[written] = triple >> 16;
    bytes[written + 1] = triple >> 8;
    bytes[written + 2] = triple;
    written += 3;
  }
  return bytes;
}

function valueAt(data: string, index: number): number {
  const unit = data.charCodeAt(index);
  return unit < 128 ? (VALUES[unit] ?? NO_VALUE) : NO_VALUE;
}

export function encodeBase64(bytes: Uint8Array): string {
  const units = new Uint16Array(Math.ceil(bytes.length / 3) * 4).fill(PADDING);
  let written = 0;
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const triple = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    units[written] = LETTERS[triple >> 18] ?? PADDING;
    units[written + 1] = LETTERS[(triple >> 12) & 63] ?? PADDING;
    if (left > 1) units[written + 2] = LETTERS[(triple >> 6) & 63] ?? PADDING;
    if (left > 2) units[written + 3] = LETTERS[triple & 63] ?? PADDING;
    written += 4;
  }
  return textOfUnits(units);
}

/** Strict UTF-8: null when the bytes are invalid. A byte order mark is left out. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  // No character has more UTF-16 units than bytes.
  const units = new Uint16Array(bytes.length);
  let written = 0;
  let index = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (index < bytes.length) {
    const first = bytes[index] ?? 0;
    if (first < 0x80) {
      units[written] = first;
      written += 1;
      index += 1;
      continue;
    }
    const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    const point = pointAt(bytes, index, first, length);
    if (point === INVALID) return null;
    if (point > 0xffff) {
      units[written] = 0xd800 + ((point - 0x10000) >> 10);
      units[written + 1] = 0xdc00 + ((point - 0x10000) & 0x3ff);
      written += 2;
    } else {
      units[written] = point;
      written += 1;
    }
    index += length;
  }
  return textOfUnits(units.subarray(0, written));
}

const INVALID = -1;

/** The code point of a character of several bytes; `INVALID` for one that is cut, too long or none. */
function pointAt(bytes: Uint8Array, index: number, first: number, length: number): number {
  if (first < 0xc2 || first > 0xf4) return INVALID;
  let value = first & (0xff >> (length + 1));
  for (let offset = 1; offset < length; offset += 1) {
    const next = bytes[index + offset];
    if (next === undefined || next >> 6 !== 0b10) return INVALID;
    value = (value << 6) | (next & 0x3f);
  }
  const shortest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  const surrogate = value >= 0xd800 && value <= 0xdfff;
  return value < shortest || value > 0x10ffff || surrogate ? INVALID : value;
}
