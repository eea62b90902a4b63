/** Percent-encoding (RFC 3986, section 2.1), in steps: a whole file may be written in it. */

import type { Steps } from '../steps.ts';
import { UNITS_A_STEP } from './text-units.ts';

/** What `decodeURIComponent` makes of the text; invalid escapes leave all of it as it is. */
export function* unescapePercentSteps(text: string, unitsAStep = UNITS_A_STEP): Steps<string> {
  if (!text.includes('%')) return text;
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = wholeEscapes(text, start + unitsAStep);
    try {
      pieces.push(decodeURIComponent(text.slice(start, end)));
    } catch {
      return text;
    }
    start = end;
    yield;
  }
  return pieces.join('');
}

/** The most that one character takes: `%F0%9F%98%80`. */
const LONGEST_CHARACTER = 12;

/** The first position from `from` on at which no escaped character is cut. In text without one the escapes are invalid anyway. */
function wholeEscapes(text: string, from: number): number {
  const last = Math.min(text.length, from + LONGEST_CHARACTER);
  let end = Math.min(text.length, from);
  while (end < last && (text[end - 1] === '%' || text[end - 2] === '%' || isContinued(text, end))) end += 1;
  return end;
}

/** An escape of 80 to BF continues a character in UTF-8. */
function isContinued(text: string, index: number): boolean {
  return /^%[89ab]/i.test(text.slice(index, index + 2));
}

/** The bytes of a text whose escapes are bytes; other characters count as single bytes. */
export function* percentBytesSteps(text: string): Steps<Uint8Array> {
  const bytes = new Uint8Array(text.length);
  const read = { index: 0, written: 0 };
  while (read.index < text.length) {
    readBytes(text, bytes, read);
    yield;
  }
  return bytes.subarray(0, read.written);
}

function readBytes(text: string, bytes: Uint8Array, read: { index: number; written: number }): void {
  let { index, written } = read;
  const stop = Math.min(text.length, index + UNITS_A_STEP);
  for (; index < stop; index += 1) {
    const unit = text.charCodeAt(index);
    const high = unit === PERCENT ? hexDigit(text.charCodeAt(index + 1)) : NO_DIGIT;
    const low = high === NO_DIGIT ? NO_DIGIT : hexDigit(text.charCodeAt(index + 2));
    const isEscape = low !== NO_DIGIT;
    bytes[written] = isEscape ? high * 16 + low : unit & 0xff;
    if (isEscape) index += 2;
    written += 1;
  }
  Object.assign(read, { index, written });
}

const PERCENT = 0x25;
const NO_DIGIT = -1;

function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NO_DIGIT;
}
