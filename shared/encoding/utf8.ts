/** UTF-8 without `TextDecoder`, which pure code lacks, in steps. */

import type { Steps } from '../steps.ts';
import { UNITS_A_STEP, textOfUnits } from './text-units.ts';

/** Strict UTF-8: null when the bytes are invalid. A byte order mark is left out. */
export function* decodeUtf8Steps(bytes: Uint8Array): Steps<string | null> {
  const pieces: string[] = [];
  let index = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (index < bytes.length) {
    // No character has more UTF-16 units than bytes, and the last one of a piece has up to four bytes.
    const units = new Uint16Array(Math.min(bytes.length - index, UNITS_A_STEP + 4));
    const piece = decodeCharacters(bytes, index, Math.min(bytes.length, index + UNITS_A_STEP), units);
    if (piece === null) return null;
    pieces.push(textOfUnits(units.subarray(0, piece.written)));
    ({ index } = piece);
    yield;
  }
  return pieces.join('');
}

/** The characters that begin before `stop`. @returns how many units were written and where the next character begins */
function decodeCharacters(
  bytes: Uint8Array,
  start: number,
  stop: number,
  units: Uint16Array,
): { readonly written: number; readonly index: number } | null {
  let written = 0;
  let index = start;
  while (index < stop) {
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
  return { written, index };
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
