/**
 * Trigram index for text inside of words: each distinct trigram of a text as an 18-bit hash. A text with all trigrams of a search
 * is a candidate only and must be verified. An index with positions needs no verification but is twice as large as the text;
 * this one is a fifth of it or less.
 */

import { foldText, storableText } from '#shared/exchange/searchable-text.ts';

const BITS = 18;
/** Maximum trigrams of a search. */
const MAX_TRIGRAMS = 24;
/** For each trigram the last text that had it: cheaper than a set per text. */
const seen = new Uint32Array(2 ** BITS);
let turn = 0;

/** @param folded folded text @returns its trigrams as index words */
export function indexedTrigrams(folded: string): string {
  return distinctTrigrams(folded).map(toLetters).join(' ');
}

/** The index query for candidates; null when the text is too short. */
export function trigramExpression(wanted: string): string | null {
  const grams = distinctTrigrams(foldText(storableText(wanted)));
  if (grams.length === 0) return null;
  const step = Math.max(1, grams.length / MAX_TRIGRAMS);
  const trigrams = Array.from(
    { length: Math.min(grams.length, MAX_TRIGRAMS) },
    (_, at) => grams[Math.floor(at * step)] ?? 0,
  );
  return trigrams.map((gram) => `"${toLetters(gram)}"`).join(' AND ');
}

function distinctTrigrams(folded: string): number[] {
  turn += 1;
  if (turn === 2 ** 32) {
    seen.fill(0);
    turn = 1;
  }
  const found: number[] = [];
  let before = 0;
  let last = 0;
  for (let at = 0; at < folded.length; at += 1) {
    const code = folded.charCodeAt(at);
    const now = isWithinWord(code) ? code : 0;
    if (before !== 0 && last !== 0 && now !== 0) {
      const gram = mix(before, last, now);
      if (seen[gram] !== turn) {
        seen[gram] = turn;
        found.push(gram);
      }
    }
    before = last;
    last = now;
  }
  return found;
}

/** Letters, digits and `_`; non-ASCII characters count as letters. */
function isWithinWord(code: number): boolean {
  return code >= 128 || (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;
}

function mix(one: number, two: number, three: number): number {
  return Math.imul(Math.imul(Math.imul(one, 0x9e3b) + two, 0x85eb) + three, 0x9e3779b1) >>> (32 - BITS);
}

function toLetters(gram: number): string {
  return gram.toString(36);
}
