/**
 * Base64 without `atob` and `Buffer`, which pure code lacks. Files of tens of megabytes pass through: one pass over typed arrays each,
 * because strings that grow character by character take seconds, and in steps, because one pass takes a tenth of a second.
 */

import { runToEnd, type Steps } from '../steps.ts';
import { UNITS_A_STEP, textOfUnits } from './text-units.ts';

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
export function* normalizeBase64Steps(data: string): Steps<string> {
  const pieces: string[] = [];
  let changed = false;
  for (let start = 0; start < data.length; start += UNITS_A_STEP) {
    const piece = data.slice(start, start + UNITS_A_STEP);
    const isStandard = !/[\t\n\r _-]/.test(piece);
    if (!isStandard) changed = true;
    pieces.push(isStandard ? piece : withStandardLetters(piece));
    yield;
  }
  const normalized = changed ? pieces.join('') : data;
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
export function* isBase64Steps(data: string): Steps<boolean> {
  if (data.length === 0 || data.length % 4 !== 0) return false;
  const end = endOfLetters(data);
  if (data.length - end > 2) return false;
  for (let start = 0; start < end; start += UNITS_A_STEP) {
    if (!/^[A-Za-z0-9+/]*$/.test(data.slice(start, Math.min(end, start + UNITS_A_STEP)))) return false;
    yield;
  }
  return true;
}

/** Where the padding begins. */
function endOfLetters(data: string): number {
  let end = data.length;
  while (end > 0 && data.charCodeAt(end - 1) === PADDING) end -= 1;
  return end;
}

/** The first bytes of base64, up to `limit`; null when it holds another character there. */
export function beginningOfBase64(data: string, limit: number): Uint8Array | null {
  return runToEnd(decodeBase64Steps(data.slice(0, 4 * limit), limit));
}

/** Bytes of normalised base64, or null when it holds another character. `limit` stops early, for reading only the first bytes. */
export function* decodeBase64Steps(data: string, limit = Number.POSITIVE_INFINITY): Steps<Uint8Array | null> {
  const end = endOfLetters(data);
  const bytes = new Uint8Array(Math.min(limit, Math.floor((end * 3) / 4)));
  // Steps of whole groups of four letters.
  const most = Math.min(end, Math.ceil(bytes.length / 3) * 4);
  for (let start = 0; start < most; start += UNITS_A_STEP) {
    if (!decodeLetters(data, start, Math.min(most, start + UNITS_A_STEP), end, bytes)) return null;
    yield;
  }
  return bytes;
}

function decodeLetters(data: string, start: number, stop: number, end: number, bytes: Uint8Array): boolean {
  let written = (start / 4) * 3;
  for (let index = start; index < stop; index += 4) {
    // What is missing at the end counts as zeros, which no byte is made of.
    const a = valueAt(data, index);
    const b = index + 1 < end ? valueAt(data, index + 1) : 0;
    const c = index + 2 < end ? valueAt(data, index + 2) : 0;
    const d = index + 3 < end ? valueAt(data, index + 3) : 0;
    if ((a | b | c | d) > 63) return false;
    const triple = (a << 18) | (b << 12) | (c << 6) | d;
    bytes[written] = triple >> 16;
    bytes[written + 1] = triple >> 8;
    bytes[written + 2] = triple;
    written += 3;
  }
  return true;
}

function valueAt(data: string, index: number): number {
  const unit = data.charCodeAt(index);
  return unit < 128 ? (VALUES[unit] ?? NO_VALUE) : NO_VALUE;
}

/** Bytes between two steps: whole groups of three. */
const BYTES_A_STEP = (UNITS_A_STEP / 4) * 3;

export function* encodeBase64Steps(bytes: Uint8Array): Steps<string> {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += BYTES_A_STEP) {
    pieces.push(encodeBytes(bytes.subarray(start, start + BYTES_A_STEP)));
    yield;
  }
  return pieces.join('');
}

function encodeBytes(bytes: Uint8Array): string {
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
