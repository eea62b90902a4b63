/** Text that the Messages API accepts: well-formed Unicode without NUL, and never only white space. */

import { isContainer } from './exact-number.ts';
import { isObject } from './unknown-json.ts';
import { endOfSlice, textOfUnits, UNITS_A_STEP } from '../encoding/text-units.ts';
import type { Steps } from '../steps.ts';

/** U+FFFD, the replacement character. */
const REPLACEMENT = 0xfffd;

/** Lone surrogates and NUL become U+FFFD. Returns the same string when nothing changes. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? withoutNul(wellFormed) : wellFormed;
}

/** The same in steps, for a text of megabytes. */
export function* cleanTextSteps(text: string): Steps<string> {
  if (text.length <= UNITS_A_STEP) return cleanText(text);
  const pieces: string[] = [];
  let changed = false;
  for (let start = 0; start < text.length;) {
    // Half a surrogate pair by itself would be replaced.
    const piece = text.slice(start, endOfSlice(text, start, UNITS_A_STEP));
    const cleaned = cleanText(piece);
    if (cleaned !== piece) changed = true;
    pieces.push(cleaned);
    start += piece.length;
    yield;
  }
  return changed ? pieces.join('') : text;
}

/** One pass over the code units: replacing millions of characters one by one takes seconds. */
function withoutNul(text: string): string {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index += 1) units[index] = text.charCodeAt(index) || REPLACEMENT;
  return textOfUnits(units);
}

/** True for a text without a visible character. Stops at the first one, so the length does not matter. */
export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}

/** The same for every string inside a JSON value, keys too. Copies only what changes; key order stays. */
export function cleanValue(value: unknown): unknown {
  return isClean(value) ? value : cleanPart(value);
}

function cleanPart(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (!isContainer(value)) return value;
  if (Array.isArray(value)) {
    const items = value.map(cleanPart);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value);
  const cleaned = entries.map(([key, field]) => [cleanText(key), cleanPart(field)] as const);
  const same = cleaned.every(([key, field], index) => key === entries[index]?.[0] && field === entries[index][1]);
  // `fromEntries` defines own properties, so a `__proto__` key stays data.
  return same ? value : Object.fromEntries(cleaned);
}

/** Checks every string once without allocating: nearly all values are clean. */
function isClean(value: unknown): boolean {
  if (typeof value === 'string') return cleanText(value) === value;
  if (!isContainer(value)) return true;
  if (Array.isArray(value)) return value.every(isClean);
  for (const key in value) {
    if (Object.hasOwn(value, key) && !(isClean(key) && isClean(Reflect.get(value, key)))) return false;
  }
  return true;
}

/** Deeper than any tool needs, and far below the depth at which serialising exhausts the stack. */
const MAX_DEPTH = 200;

/** True for a value that is nested too deeply to be sent. Never recurses deeper than the limit itself. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (!isContainer(value)) return false;
  if (depth >= MAX_DEPTH) return true;
  if (Array.isArray(value)) return value.some((child) => isTooDeep(child, depth + 1));
  for (const key in value) if (isTooDeep(Reflect.get(value, key), depth + 1)) return true;
  return false;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return isObject(value);
}
