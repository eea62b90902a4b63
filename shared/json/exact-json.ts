/**
 * Parses JSON without rounding its numbers. `JSON.parse` does the work; only where a double would change a number is the text walked
 * once more, beside the parsed value. Reviver functions get the source text of a number only from Node 22 on.
 */

import { ExactNumber, isContainer, toDouble } from './exact-number.ts';
import { endOfStringWithin, isInsideString } from './json-scan.ts';
import { runToEnd, type Steps } from '../steps.ts';

/**
 * @param text JSON of any depth and size
 * @returns what `JSON.parse` returns, except that an ExactNumber stands for each number that `JSON.stringify` would write differently
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseExactJson(text: string): unknown {
  return runToEnd(exactJsonSteps(text));
}

/** The same in steps, for large bodies. */
export function* exactJsonSteps(text: string): Steps<unknown> {
  const value: unknown = JSON.parse(text);
  yield;
  if (!(yield* holdsInexactNumberSteps(text))) return value;
  yield;
  return yield* placeExactNumbers(text, value);
}

/** Characters between two steps, which take some milliseconds. */
const CHARACTERS_A_STEP = 512 * 1024;

/** Whether a double would change a number of the text, in value or in digits. One pass that skips strings. */
export function holdsInexactNumber(text: string): boolean {
  return runToEnd(holdsInexactNumberSteps(text));
}

/** The same in steps. */
export function* holdsInexactNumberSteps(text: string, charactersAStep = CHARACTERS_A_STEP): Steps<boolean> {
  const position: Position = { at: 0, inString: false };
  while (position.at < text.length) {
    if (findInexact(text, position, position.at + charactersAStep)) return true;
    yield;
  }
  return false;
}

interface Position {
  at: number;
  /** It is in a string, and not escaped. */
  inString: boolean;
}

/** Reads on up to `until`, or to the end of the number there. */
function findInexact(text: string, position: Position, until: number): boolean {
  const end = Math.min(text.length, until);
  let { at, inString } = position;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (inString || code === QUOTE) {
      at = endOfStringWithin(text, inString ? at : at + 1, end);
      inString = isInsideString(text, at);
      if (!inString) at += 1;
    } else if (isDigit(code) || code === MINUS) {
      const start = at;
      at = endOfNumber(text, start + 1);
      if (isInexact(text, start, at)) return true;
    } else at += 1;
  }
  Object.assign(position, { at, inString });
  return false;
}

const QUOTE = 0x22;
const MINUS = 0x2d;
const SAFE_LENGTH = 15;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Point, exponent or sign. NaN, after the end of the text, is none of these. */
function continuesNumber(code: number): boolean {
  return code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b || code === MINUS;
}

function endOfNumber(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); isDigit(code) || continuesNumber(code); code = text.charCodeAt(at)) at += 1;
  return at;
}

function isInexact(text: string, start: number, end: number): boolean {
  // Nearly all numbers are integers of up to 15 digits, which are exact.
  if (end - start <= SAFE_LENGTH) {
    let at = start;
    while (at < end && isDigit(text.charCodeAt(at))) at += 1;
    if (at === end) return false;
  }
  const token = text.slice(start, end);
  return String(Number(token)) !== token;
}

/** A list or object of the text that is open at the current position. */
interface OpenContainer {
  /** Its parsed counterpart; null where a later member of the same name has replaced it. */
  readonly value: object | null;
  readonly isArray: boolean;
  /** The current item of a list. */
  index: number;
  /** Where the key of the current member begins; its end is kept as well. */
  keyStart: number;
  keyEnd: number;
  /** Whether the next string is a key. */
  atKey: boolean;
}

/** Tokens between two steps. */
const TOKENS_A_STEP = 4_096;

/**
 * Puts exact numbers into a value in place. Both are walked at the same time, with an explicit stack: each container and each exact
 * number is looked up once, everything else of the text is only passed over.
 *
 * @param text JSON that `JSON.parse` has accepted
 * @param root what it returned
 * @returns the root itself, or the number that the text consists of
 */
function* placeExactNumbers(text: string, root: unknown): Steps<unknown> {
  const open: OpenContainer[] = [];
  let top: OpenContainer | undefined;
  let tokens = 0;
  let pause = CHARACTERS_A_STEP;
  let at = 0;
  while (at < text.length) {
    if (at >= pause) {
      yield;
      pause = at + CHARACTERS_A_STEP;
    }
    const code = text.charCodeAt(at);
    const start = at;
    at += 1;
    if (code === QUOTE) {
      at = endOfStringWithin(text, at, at + CHARACTERS_A_STEP);
      while (isInsideString(text, at)) {
        yield;
        at = endOfStringWithin(text, at, at + CHARACTERS_A_STEP);
      }
      at += 1;
      if (top?.atKey === true) {
        top.keyStart = start;
        top.keyEnd = at;
        top.atKey = false;
      }
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      const child = top === undefined ? root : currentMember(text, top);
      const isArray = code === OPEN_ARRAY;
      // With a repeated name the text may show a list where the value has an object.
      const value = isContainer(child) && Array.isArray(child) === isArray ? child : null;
      top = { value, isArray, index: 0, keyStart: 0, keyEnd: 0, atKey: !isArray };
      open.push(top);
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      open.pop();
      top = open.at(-1);
    } else if (code === COMMA && top !== undefined) {
      top.index += 1;
      top.atKey = !top.isArray;
    } else if (isDigit(code) || code === MINUS) {
      at = endOfNumber(text, at);
      if (isInexact(text, start, at)) {
        const token = text.slice(start, at);
        const exact = new ExactNumber(token.length < MIN_SLICE ? token : ownString(`"${token}"`));
        if (top === undefined) return exact;
        setCurrentMember(text, top, exact);
      }
    } else continue;
    tokens += 1;
    if (tokens % TOKENS_A_STEP === 0) yield;
  }
  return root;
}

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;

function currentMember(text: string, open: OpenContainer): unknown {
  const { value } = open;
  if (value === null) return undefined;
  const key = keyOf(text, open);
  // `__proto__` too is a member of its own.
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** Only where the value has this very number: the last of several members of the same name counts. */
function setCurrentMember(text: string, open: OpenContainer, exact: ExactNumber): void {
  const { value } = open;
  const present = currentMember(text, open);
  if (value !== null && Object.is(toDouble(present), exact.valueOf())) Reflect.set(value, keyOf(text, open), exact);
}

function keyOf(text: string, { isArray, index, keyStart, keyEnd }: OpenContainer): string | number {
  if (isArray) return index;
  const key = text.slice(keyStart, keyEnd);
  return key.includes('\\') ? ownString(key) : key.slice(1, -1);
}

/** V8 copies shorter slices; a longer one refers to the whole text. */
const MIN_SLICE = 13;

/** A long slice would keep the whole text in memory for as long as it is kept itself; the parser makes a string of its own. */
function ownString(json: string): string {
  return String(JSON.parse(json));
}
