/**
 * Undoes JSON escapes and percent coding one character at a time, nested in any order: what an escape encodes may itself be a
 * character of the enclosing escape (`\u002573` is `%73`, and that is `s`).
 * JSON escapes: RFC 8259 section 7. Percent coding: RFC 3986 section 2.1.
 *
 * A backslash that begins no escape is left out, so that each further layer of JSON, which doubles backslashes, reads the same.
 * Hence `u` and four hex digits after any number of backslashes are always one character.
 */

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const LETTER_N = 0x6e;
const LETTER_R = 0x72;
const LETTER_U = 0x75;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Deeper nesting counts as text: this bounds memory. */
const MAX_OPEN = 16;
/** Maximal length of one escaped character: no writer makes longer runs of backslashes. */
const MAX_SOURCE = 1024;

/** @param code the character that a range of the source encodes, as `[start, end)` */
export type TakeCharacter = (code: number, start: number, end: number) => void;

/** An incomplete escape. */
interface Open {
  /** The start of its characters among the pending ones. */
  readonly first: number;
  readonly start: number;
  /** Backslashes in a row; 0 for `%`. */
  backslashes: number;
  /** Hex digits that it needs; 0 while only backslashes were read. */
  digits: number;
  taken: number;
  value: number;
}

export class EscapeReader {
  readonly #take: TakeCharacter;
  readonly #open: Open[] = [];
  /** The characters of the open escapes, in case they turn out not to be escapes. */
  readonly #codes: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(take: TakeCharacter) {
    this.#take = take;
  }

  /** The start of the first incomplete escape; null when none is open. */
  get pendingFrom(): number | null {
    return this.#open[0]?.start ?? null;
  }

  push(code: number, start: number, end: number): void {
    if (this.#open.length === 0 && code !== BACKSLASH && code !== PERCENT) {
      this.#take(code, start, end);
      return;
    }
    const outermost = this.#open[0];
    if (outermost !== undefined && end - outermost.start > MAX_SOURCE) this.flush();
    this.#add(code, start, end, true);
  }

  /** Flushes open escapes that turned out not to be escapes. */
  flush(): void {
    const count = this.#codes.length;
    for (let index = 0; index < count; index += 1) {
      const code = this.#codes[index] ?? 0;
      if (code !== BACKSLASH) this.#take(code, this.#starts[index] ?? 0, this.#ends[index] ?? 0);
    }
    this.#open.length = 0;
    this.#truncate(0);
  }

  /** `literal`: the character stands in the source; otherwise an escape encodes it. */
  #add(code: number, start: number, end: number, literal: boolean): void {
    const top = this.#open.at(-1);
    if (code === BACKSLASH && top?.digits === 0) {
      top.backslashes += 1;
      return;
    }
    if (code === BACKSLASH || code === PERCENT) {
      this.#begin(code, start, end);
      return;
    }
    if (top === undefined) this.#take(code, start, end);
    else if (top.digits === 0) this.#afterBackslash(top, code, start, end, literal);
    else this.#digit(top, code, start, end);
  }

  #begin(code: number, start: number, end: number): void {
    if (this.#open.length === MAX_OPEN) this.flush();
    const [backslashes, digits] = code === PERCENT ? [0, 2] : [1, 0];
    this.#open.push({ first: this.#codes.length, start, backslashes, digits, taken: 0, value: 0 });
    this.#keep(code, start, end);
  }

  #afterBackslash(top: Open, code: number, start: number, end: number, literal: boolean): void {
    if (code === LETTER_U) {
      this.#keep(code, start, end);
      top.digits = 4;
    } else if (code === LETTER_N && literal) this.#complete(top, LINE_FEED, end);
    else if (code === LETTER_R && literal) this.#complete(top, CARRIAGE_RETURN, end);
    else {
      // `\/`, or meaningless backslashes. An odd one belongs to the character: JSON without it would differ.
      this.#open.pop();
      this.#truncate(top.first);
      this.#add(code, top.backslashes % 2 === 1 ? top.start : start, end, false);
    }
  }

  #digit(top: Open, code: number, start: number, end: number): void {
    const digit = hexDigit(code);
    this.#keep(code, start, end);
    if (digit === -1) {
      this.flush();
      return;
    }
    top.value = top.value * 16 + digit;
    top.taken += 1;
    if (top.taken === top.digits) this.#complete(top, top.value, end);
  }

  /** The escape uses one backslash; those before may begin another one with the character that it encodes. */
  #complete(top: Open, code: number, end: number): void {
    const { start, backslashes } = top;
    this.#open.pop();
    this.#truncate(top.first);
    if (backslashes > 1) {
      this.#begin(BACKSLASH, start, end);
      const below = this.#open.at(-1);
      if (below !== undefined) below.backslashes = backslashes - 1;
    }
    this.#add(code, start, end, false);
  }

  #keep(code: number, start: number, end: number): void {
    this.#codes.push(code);
    this.#starts.push(start);
    this.#ends.push(end);
  }

  #truncate(length: number): void {
    this.#codes.length = length;
    this.#starts.length = length;
    this.#ends.length = length;
  }
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
