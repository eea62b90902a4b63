/**
 * Decodes a run of characters in every way in which it may contain a secret: plain, with JSON escapes and percent coding undone, as
 * base64, and as base64 of any of these. Constant work and memory per character.
 */

import { digitValue, joinDigits, NO_DIGIT, SKIPPED } from './base64-digits.ts';
import { EscapeReader } from './escape-reader.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { BASE64_DEPTH } from './long-runs.ts';
import { SubstringMatch } from './substring-automaton.ts';

/** A range of the source, end excluded. */
export interface SourceRange {
  start: number;
  end: number;
}

export class FormScanner {
  readonly #known: KnownSecrets;
  readonly #matches: readonly SubstringMatch[];
  readonly #escapes: EscapeReader;
  readonly #depth: number;
  readonly #found: (start: number, end: number) => void;
  /** Ring buffer of the starts of the last characters: as many as the longest secret has, rounded up to a power of two. */
  readonly #starts: Float64Array;
  #count = 0;
  /** One decoder for each position in a group of four at which base64 may begin; created when there is enough to decode. */
  #inner: readonly InnerText[] | null = null;
  #digits = 0;
  #previousValue = 0;
  #previousStart = 0;
  /** Ranges that start before this were already sent: a match begins at the first character after. */
  handedOn = 0;

  /** @param found called with each range of the source that holds enough of a secret; ranges overlap and grow */
  constructor(known: KnownSecrets, found: (start: number, end: number) => void, depth = BASE64_DEPTH) {
    this.#known = known;
    this.#found = found;
    this.#depth = depth;
    this.#matches = known.secrets.map(({ automaton }) => new SubstringMatch(automaton()));
    this.#escapes = new EscapeReader((code, start, end) => this.#take(code, start, end));
    this.#starts = new Float64Array(2 ** Math.ceil(Math.log2(known.longest + 1)));
  }

  /** The next character of the run, at `[start, end)` of the source. */
  push(code: number, start: number, end: number): void {
    this.#escapes.push(code, start, end);
  }

  /** Ends the run. */
  end(): void {
    this.#escapes.flush();
    for (const match of this.#matches) match.reset();
    this.#endBase64();
  }

  /**
   * The position from which the source must be held back, because a secret may continue after its end. Null: nothing. Infinite: a
   * secret may continue, and everything of it so far is already removed.
   */
  holdFrom(): number | null {
    let from: number | null = null;
    const add = (start: number): void => void (from = Math.min(from ?? start, start));
    for (const [index, match] of this.#matches.entries()) {
      const secret = this.#known.secrets[index];
      if (secret === undefined || match.length < secret.hold || match.reach < secret.enough) continue;
      add(match.length < secret.enough ? this.#startOf(match.length) : Number.POSITIVE_INFINITY);
    }
    for (const inner of this.#inner ?? []) {
      const start = inner.holdFrom();
      if (start !== null) add(start);
    }
    // Half an escape is held back: its other half may complete the next character of the secret.
    const pending = this.#escapes.pendingFrom;
    if (from !== null && pending !== null) add(pending);
    return from;
  }

  #take(code: number, start: number, end: number): void {
    this.#starts[this.#count & (this.#starts.length - 1)] = start;
    this.#count += 1;
    for (let index = 0; index < this.#matches.length; index += 1) {
      const match = this.#matches[index];
      const secret = this.#known.secrets[index];
      if (match === undefined || secret === undefined) continue;
      match.step(code);
      if (match.length >= secret.enough) this.#found(this.#startOf(match.length), end);
    }
    if (this.#depth > 0) this.#takeBase64(code, start, end);
  }

  /** The start of the last `length` characters, or of the first one that was not sent. */
  #startOf(length: number): number {
    const mask = this.#starts.length - 1;
    for (let back = length; back > 1; back -= 1) {
      const start = this.#starts[(this.#count - back) & mask] ?? 0;
      if (start >= this.handedOn) return start;
    }
    return this.#starts[(this.#count - 1) & mask] ?? 0;
  }

  #takeBase64(code: number, start: number, end: number): void {
    const value = digitValue(code);
    if (value === SKIPPED) return;
    if (value === NO_DIGIT) {
      this.#endBase64();
      return;
    }
    if (this.#digits > 0) {
      this.#inner ??= [0, 1, 2, 3].map(() => new InnerText(this.#known, this.#found, this.#depth - 1));
      for (let phase = 0; phase < 4; phase += 1) {
        const position = this.#digits - phase;
        if (position <= 0 || (position & 3) === 0) continue;
        const byte = joinDigits(this.#previousValue, value, (position & 3) - 1);
        const inner = this.#inner[phase];
        if (inner !== undefined) inner.push(byte, this.#previousStart, end, this.handedOn);
      }
    }
    this.#digits += 1;
    this.#previousValue = value;
    this.#previousStart = start;
  }

  #endBase64(): void {
    if (this.#digits === 0) return;
    this.#digits = 0;
    for (const inner of this.#inner ?? []) inner.end();
  }
}

/** Reads what a run of base64 decodes to. That is nearly always arbitrary bytes, so only sequences of form characters are read. */
class InnerText {
  readonly #known: KnownSecrets;
  readonly #found: (start: number, end: number) => void;
  readonly #depth: number;
  /** The current sequence of form characters while it is too short to be read: code, start and end of each. */
  readonly #waiting: Float64Array;
  #scanner: FormScanner | null = null;
  #run = 0;

  constructor(known: KnownSecrets, found: (start: number, end: number) => void, depth: number) {
    this.#known = known;
    this.#found = found;
    this.#depth = depth;
    this.#waiting = new Float64Array(3 * known.shortestHold);
  }

  push(code: number, start: number, end: number, handedOn: number): void {
    if (this.#known.formCharacters[code] !== 1) {
      if (this.#run > 0) this.end();
      return;
    }
    if (this.#run < this.#known.shortestHold - 1) {
      const at = 3 * this.#run;
      this.#waiting[at] = code;
      this.#waiting[at + 1] = start;
      this.#waiting[at + 2] = end;
      this.#run += 1;
      return;
    }
    this.#scanner ??= new FormScanner(this.#known, this.#found, this.#depth);
    this.#scanner.handedOn = handedOn;
    if (this.#run < this.#known.shortestHold) this.#scanWaiting(this.#scanner);
    this.#run += 1;
    this.#scanner.push(code, start, end);
  }

  #scanWaiting(scanner: FormScanner): void {
    const waiting = this.#waiting;
    for (let at = 0; at < 3 * this.#run; at += 3)
      scanner.push(waiting[at] ?? 0, waiting[at + 1] ?? 0, waiting[at + 2] ?? 0);
  }

  end(): void {
    if (this.#run >= this.#known.shortestHold) this.#scanner?.end();
    this.#run = 0;
  }

  /** As `FormScanner.holdFrom`. */
  holdFrom(): number | null {
    if (this.#scanner === null || this.#run < this.#known.shortestHold) return null;
    return this.#scanner.holdFrom();
  }
}
