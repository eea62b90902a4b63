/**
 * Removes known secrets, escaped or encoded in any way, from a text that arrives in chunks of any size.
 *
 * Every encoding of a secret (plain, JSON escapes, percent coding, base64) is a long run of form characters: letters, digits and a
 * few signs, without a space. So only runs are read that are long enough to hold one, or that reach the end of a chunk and may
 * become so; of ordinary text only every n-th character and the last word are read.
 */

import { FormScanner, type SourceRange } from './form-scanner.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { findLongRun, mayHoldSecret } from './long-runs.ts';

/** The replacement of a range of the source. `length` is the length of the range. */
export type Replace = (length: number) => string;

/** Counts the characters that are looked at; for tests of the amount of work. */
export interface ScanWork {
  count: number;
}

/** The same number of stars, so that declared lengths still hold. */
const stars: Replace = (length) => '*'.repeat(length);

export class SecretRedactor {
  readonly #known: KnownSecrets;
  readonly #replace: Replace;
  readonly #steps: ScanWork;
  #scanner: FormScanner | null = null;
  /** The scanner is inside a run. */
  #scanning = false;
  /** A run at the end of the sent text that is too short to be read yet. */
  #run = '';
  #held = '';
  /** Number of characters sent. */
  #handedOn = 0;
  #found: SourceRange[] = [];

  constructor(known: KnownSecrets, replace: Replace = stars, steps: ScanWork = { count: 0 }) {
    this.#known = known;
    this.#replace = replace;
    this.#steps = steps;
  }

  /** @returns what can be sent: the text without an end that may begin a secret */
  push(text: string): string {
    if (text === '' || this.#known.secrets.length === 0) return text;
    const source = this.#held === '' ? text : this.#held + text;
    this.#read(source, this.#held.length);
    const holdFrom = this.#scanning ? (this.#scanner?.holdFrom() ?? null) : null;
    return this.#handOn(source, holdFrom === null ? source.length : Math.min(source.length, holdFrom - this.#handedOn));
  }

  /** The last chunk, or the whole text: nothing is held back. */
  finish(text: string): string {
    if (this.#known.secrets.length === 0) return text;
    const source = this.#held + text;
    this.#read(source, this.#held.length);
    if (this.#scanning) this.#scanner?.end();
    return this.#handOn(source, source.length);
  }

  /** Returns what was held back. The scanner still treats what follows as its continuation. */
  release(): string {
    return this.#handOn(this.#held, this.#held.length);
  }

  get holds(): boolean {
    return this.#held !== '';
  }

  #handOn(source: string, length: number): string {
    this.#held = length === source.length ? '' : source.slice(length);
    const start = this.#handedOn;
    this.#handedOn += length;
    if (this.#scanner !== null) this.#scanner.handedOn = this.#handedOn;
    const passed = length === source.length ? source : source.slice(0, length);
    return this.#found.length === 0 ? passed : this.#redact(passed, start);
  }

  #redact(text: string, offset: number): string {
    let result = '';
    let at = 0;
    const later: SourceRange[] = [];
    for (const range of union(this.#found)) {
      const start = Math.max(at, range.start - offset);
      const end = Math.min(text.length, range.end - offset);
      if (end > start) {
        result += text.slice(at, start) + this.#replace(end - start);
        at = end;
      }
      if (range.end - offset > text.length) later.push(range);
    }
    this.#found = later;
    return result + text.slice(at);
  }

  /** Reads `source` from `from` on; everything before was already read. */
  #read(source: string, from: number): void {
    const { shortestForm, shortestHold } = this.#known;
    let at = from;
    if (this.#scanning || this.#run !== '') {
      at = this.#runEnd(source, from);
      const ended = at < source.length;
      const length = this.#run.length + at - from;
      if (this.#scanning) this.#scanOn(source, from, at);
      else if (length >= (ended ? shortestForm : shortestHold)) {
        this.#scanEarlier();
        this.#scan(source, from, at);
      } else this.#run += source.slice(from, at);
      if (!ended) return;
      this.#endRun();
    }
    const last = this.#runStart(source, at);
    this.#scanLongRuns(source, at, last);
    if (source.length - last >= shortestHold) this.#scanLastRun(source, last);
    else this.#run = source.slice(last);
  }

  #scanLongRuns(source: string, from: number, to: number): void {
    const { shortestForm } = this.#known;
    const isForm = (position: number): boolean => this.#isForm(source, position);
    for (let at = from; at < to;) {
      const start = findLongRun(at, to, shortestForm, isForm);
      if (start === -1) return;
      const end = this.#runEnd(source, start + shortestForm);
      if (this.#mayHold(source, start, end)) {
        this.#scan(source, start, end);
        this.#endRun();
      }
      at = end;
    }
  }

  /** Continues a run. Of a long chunk of it without a secret only both ends can be part of one. */
  #scanOn(source: string, from: number, to: number): void {
    const { longestForm } = this.#known;
    if (to - from <= 4 * longestForm || this.#mayHold(source, from, to)) {
      this.#scan(source, from, to);
      return;
    }
    this.#scan(source, from, from + longestForm);
    this.#endRun();
    this.#scan(source, to - longestForm, to);
  }

  /** The run at the end of a chunk. Of a long one without a secret only the end can begin one. */
  #scanLastRun(source: string, from: number): void {
    const start = this.#mayHold(source, from, source.length)
      ? from
      : Math.max(from, source.length - this.#known.longestForm);
    this.#scan(source, start, source.length);
  }

  #mayHold(source: string, from: number, to: number): boolean {
    this.#steps.count += to - from;
    return mayHoldSecret(source.slice(from, to), this.#known);
  }

  #isForm(source: string, index: number): boolean {
    this.#steps.count += 1;
    const code = source.charCodeAt(index);
    return code < 256 && this.#known.formCharacters[code] === 1;
  }

  #runEnd(source: string, from: number): number {
    let at = from;
    while (at < source.length && this.#isForm(source, at)) at += 1;
    return at;
  }

  /** The start of the run at the end of the source; not before `from`. */
  #runStart(source: string, from: number): number {
    let at = source.length;
    while (at > from && this.#isForm(source, at - 1)) at -= 1;
    return at;
  }

  /** The run so far, which is already sent. */
  #scanEarlier(): void {
    const run = this.#run;
    this.#run = '';
    this.#scanText(run, 0, run.length, this.#handedOn - run.length);
  }

  #scan(source: string, from: number, to: number): void {
    this.#scanText(source, from, to, this.#handedOn);
  }

  #scanText(source: string, from: number, to: number, offset: number): void {
    this.#scanner ??= new FormScanner(this.#known, (start, end) => this.#add(start, end));
    this.#scanner.handedOn = this.#handedOn;
    this.#scanning = true;
    this.#steps.count += to - from;
    for (let at = from; at < to; at += 1) this.#scanner.push(source.charCodeAt(at), offset + at, offset + at + 1);
  }

  #endRun(): void {
    if (this.#scanning) this.#scanner?.end();
    this.#scanning = false;
    this.#run = '';
  }

  #add(start: number, end: number): void {
    const last = this.#found.at(-1);
    if (last !== undefined && start <= last.end && end >= last.start) {
      last.start = Math.min(last.start, start);
      last.end = Math.max(last.end, end);
    } else this.#found.push({ start, end });
  }
}

/** Merges ranges that overlap or touch, in order. */
function union(ranges: readonly SourceRange[]): SourceRange[] {
  const joined: SourceRange[] = [];
  for (const { start, end } of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** Redacts a whole text. */
export function redactSecrets(text: string, known: KnownSecrets, replace: Replace = stars): string {
  return new SecretRedactor(known, replace).finish(text);
}
