/**
 * Counts the JSON values in a text before it is parsed, in one pass over any characters. These counts, not the length of the text,
 * bound what it costs later: 20 MB of prose are one value, 20 MB of `[],[],…` are seven million.
 */

import type { Steps } from '../steps.ts';
import { endOfStringWithin, isInsideString, NEAR } from './json-scan.ts';

export interface JsonLimits {
  /** Values of any type, containers and their contents. */
  readonly values: number;
  /** Levels of arrays and objects. */
  readonly depth: number;
  /** Members of one object. */
  readonly keys: number;
  /** In a row. Reading a number takes time for each of them, although the first seventeen decide. */
  readonly digits: number;
}

/** Far beyond any number: the largest and the smallest one take some 320 to write out. */
export const MAX_DIGITS = 1_000;

/**
 * Limits for the body of one request and all JSON texts inside it (arguments of tool calls) together. Measured on real clients: a
 * session of 10,000 messages with tools has 70,000 values, 500 tools have 23,000; they nest a dozen levels, schemas of tools
 * perhaps forty; OpenAI accepts schemas of 5,000 properties.
 */
export const REQUEST_JSON_LIMITS: JsonLimits = { values: 250_000, depth: 200, keys: 10_000, digits: MAX_DIGITS };

export interface JsonBreach {
  readonly limit: keyof JsonLimits;
  readonly most: number;
}

export interface JsonMeasure {
  /** The first limit that the text exceeds; the rest is not read. */
  readonly breach: JsonBreach | null;
  /** Values up to there, or up to the end. An empty container counts as two, and text that is not JSON counts as if it were. */
  readonly values: number;
  /** False: no key is `__proto__` or `constructor`, however it is escaped. */
  readonly mayPoison: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Characters between two steps: a millisecond or two, or ten for a string of escapes. */
const CHARACTERS_A_STEP = 1024 * 1024;

/**
 * Never throws. Linear in the length.
 *
 * @param text JSON, or anything else that a client sends
 */
export function measureJson(text: string, limits: JsonLimits): JsonMeasure {
  return scan(text, startScan(limits), limits, text.length);
}

/** The same in steps, for texts of any length. */
export function* measureJsonSteps(
  text: string,
  limits: JsonLimits,
  charactersAStep = CHARACTERS_A_STEP,
): Steps<JsonMeasure> {
  const state = startScan(limits);
  for (;;) {
    const measure = scan(text, state, limits, state.index + charactersAStep);
    if (measure.breach !== null || state.index >= text.length) return measure;
    yield;
  }
}

interface Scan {
  /** The next character to read. */
  index: number;
  /** What was read since then is blank, or a number, or one of `true`, `false`, `null` and `:`. */
  since: number;
  /** It is in a long string, and not escaped. */
  inString: boolean;
  /** Commas so far in each open object; -1 marks an array. */
  readonly commas: Int32Array;
  depth: number;
  values: number;
  mayPoison: boolean;
}

function startScan(limits: JsonLimits): Scan {
  return {
    index: 0,
    since: 0,
    inString: false,
    commas: new Int32Array(limits.depth + 1),
    depth: 0,
    values: 1,
    mayPoison: false,
  };
}

/** Reads on up to `until`, or some characters further. */
function scan(text: string, state: Scan, limits: JsonLimits, until: number): JsonMeasure {
  const { commas } = state;
  const end = Math.min(text.length, until);
  // In variables of their own: a field of an object costs much more in a loop over each character.
  let { index, since, inString, depth, values, mayPoison } = state;
  const breach = (limit: keyof JsonLimits): JsonMeasure => ({
    breach: { limit, most: limits[limit] },
    values,
    mayPoison,
  });

  if (inString) {
    index = endOfStringWithin(text, index, end);
    inString = isInsideString(text, index);
    if (!inString) index += 1;
    since = index;
  }
  for (; index < end && !inString; index += 1) {
    const character = text.charCodeAt(index);
    // White space and characters that do not count.
    if (character < QUOTE) continue;
    switch (character) {
      case QUOTE: {
        const start = index + 1;
        const near = Math.min(text.length, start + NEAR);
        let escaped = false;
        let inside = text.charCodeAt((index = start));
        while (index < near && inside !== QUOTE) {
          if (inside === BACKSLASH) {
            escaped = true;
            index += 1;
          }
          inside = text.charCodeAt((index += 1));
        }
        if (index >= near) {
          index = endOfStringWithin(text, index, end);
          inString = isInsideString(text, index);
          // Read on from there, not from the character behind it.
          if (inString) index -= 1;
        } else if (escaped || index - start === 9 || index - start === 11) mayPoison ||= isPoison(text, start, index);
        since = index + 1;
        break;
      }
      case COMMA: {
        if (isTooLong(text, since, index, limits.digits)) return breach('digits');
        since = index + 1;
        values += 1;
        if (values > limits.values) return breach('values');
        const before = commas[depth] ?? -1;
        if (before === -1) break;
        commas[depth] = before + 1;
        if (before + 2 > limits.keys && depth > 0) return breach('keys');
        break;
      }
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        since = index + 1;
        depth += 1;
        if (depth > limits.depth) return breach('depth');
        values += 1;
        if (values > limits.values) return breach('values');
        commas[depth] = character === OPEN_OBJECT ? 0 : -1;
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        if (isTooLong(text, since, index, limits.digits)) return breach('digits');
        since = index + 1;
        // Below zero the text is not JSON, and the parser will report it.
        if (depth > 0) depth -= 1;
        break;
      default:
        break;
    }
  }
  if (index >= text.length && isTooLong(text, since, index, limits.digits)) return breach('digits');
  Object.assign(state, { index, since, inString, depth, values, mayPoison });
  return { breach: null, values, mayPoison };
}

/** Whether there are more than so many digits in a row. */
function isTooLong(text: string, start: number, end: number, most: number): boolean {
  if (end - start <= most) return false;
  let digits = 0;
  for (let index = start; index < end && digits <= most; index += 1) {
    const character = text.charCodeAt(index);
    digits = character >= DIGIT_0 && character <= DIGIT_9 ? digits + 1 : 0;
  }
  return digits > most;
}

/** Whether the string from `start` to `end` is a key that may unescape to `__proto__` or `constructor`. */
function isPoison(text: string, start: number, end: number): boolean {
  const said = text.slice(start, end);
  if (said !== '__proto__' && said !== 'constructor' && !said.includes('\\u')) return false;
  let next = end + 1;
  while (next < text.length && text.charCodeAt(next) <= 0x20) next += 1;
  return text.charCodeAt(next) === COLON;
}
