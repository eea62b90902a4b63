/**
 * How rules read a text: patterns with bounded quantifiers find candidates, and the code here reads on from a candidate character
 * by character and counts. So the work of a rule is at most linear in the length of any text: no regular expression backtracks over
 * an unbounded range.
 */

/** Replaces the characters from `start` up to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Counts the characters that rules read. */
export interface StepCount {
  count: number;
}

/** Finds the edits, in text order and without overlaps. */
export type Rule = (text: string, steps: StepCount) => readonly Edit[];

const BACKSLASH = 0x5c;
const ESCAPE_LETTERS = 'nrtbf';
const HEX_ESCAPE = /^\\u00([0-7][0-9a-f])/i;

/** The characters of `members`, as a table indexed by character code. */
export function alphabet(members: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const member of members) table[member.charCodeAt(0)] = 1;
  return table;
}

/**
 * Reads as long as the characters belong to the alphabet. In JSON text a slash may be written `\/` and a sign `\u002B`: both count
 * as the character they encode.
 *
 * @returns the end of the run
 */
export function readRun(text: string, start: number, members: Uint8Array, steps: StepCount, most = Infinity): number {
  const limit = Math.min(text.length, start + most);
  let at = start;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code < 128 && members[code] === 1) at += 1;
    else if (code === BACKSLASH) {
      const length = escapeLength(text, at, members);
      if (length === 0) break;
      at += length;
    } else break;
  }
  steps.count += at - start + 1;
  return at;
}

function escapeLength(text: string, at: number, members: Uint8Array): number {
  if (text[at + 1] === '/') return members[0x2f] === 1 ? 2 : 0;
  const escaped = HEX_ESCAPE.exec(text.slice(at, at + 6))?.[1];
  return escaped !== undefined && members[Number.parseInt(escaped, 16)] === 1 ? 6 : 0;
}

const WORD = alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_');

function isWordCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 ? WORD[code] === 1 : /\p{L}/u.test(text.charAt(at));
}

/** True at the start of a word: after anything except a letter, digit or `_`, and after a JSON escape (`\n`, `\u0026`). */
export function isWordStart(text: string, at: number): boolean {
  return at === 0 || !isWordCharacter(text, at - 1) || endsEscape(text, at);
}

/** True when the characters before are a JSON escape, whose last character is not part of the text. */
export function endsEscape(text: string, at: number): boolean {
  if (text[at - 2] === '\\') return ESCAPE_LETTERS.includes(text.charAt(at - 1));
  return /^\\u[0-9a-f]{4}$/i.test(text.slice(Math.max(0, at - 6), at));
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const kept: string[] = [];
  let from = 0;
  for (const { start, end, text: replacement } of edits) {
    kept.push(text.slice(from, start), replacement);
    from = end;
  }
  kept.push(text.slice(from));
  return kept.join('');
}
