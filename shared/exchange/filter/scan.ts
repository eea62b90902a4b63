/** Splits the text of a filter into words: sign, field and value of each, with their ranges. Never fails; the parser validates. */

import type { Span } from './term.ts';

/** One alternative of a value, with quotes and escapes resolved. `quoted` if any part of it was in quotes. */
export interface ScannedValue extends Span {
  readonly text: string;
  readonly quoted: boolean;
  /** Characters before the first quote, which may be an operator (`=`, `>=`). */
  readonly bare: string;
}

export interface ScannedWord extends Span {
  readonly negated: boolean;
  /** As written, or null for a free word. */
  readonly field: string | null;
  readonly fieldSpan: Span;
  readonly values: readonly ScannedValue[];
  /** Offset of a quote that is never closed, or null. */
  readonly openQuote: number | null;
}

const blank = /\s/;
const fieldName = /^[A-Za-z][\w-]*$/;

/** `\"` and `\\` are the only escapes inside quotes; any other backslash is an ordinary character. */
export function scanFilter(text: string): readonly ScannedWord[] {
  const words: ScannedWord[] = [];
  let at = 0;
  while (at < text.length) {
    if (blank.test(text.charAt(at))) at += 1;
    else {
      const word = scanWord(text, at);
      words.push(word);
      at = word.to;
    }
  }
  return words;
}

function scanWord(text: string, from: number): ScannedWord {
  const negated = text.charAt(from) === '-' && from + 1 < text.length && !blank.test(text.charAt(from + 1));
  const start = negated ? from + 1 : from;
  let colon = start;
  while (colon < text.length && !/[\s":]/.test(text.charAt(colon))) colon += 1;
  const name = text.slice(start, colon);
  // A URL is text to search for, not a field called https.
  const hasField = text.charAt(colon) === ':' && fieldName.test(name) && !text.startsWith('//', colon + 1);
  const scanned = scanValues(text, hasField ? colon + 1 : start, hasField);
  return {
    from,
    to: scanned.end,
    negated,
    field: hasField ? name : null,
    fieldSpan: { from: start, to: hasField ? colon : start },
    values: scanned.values,
    openQuote: scanned.openQuote,
  };
}

interface ScannedValues {
  readonly values: readonly ScannedValue[];
  readonly end: number;
  readonly openQuote: number | null;
}

/** Commas separate the alternatives of a field; in free words they are text. */
function scanValues(text: string, from: number, commas: boolean): ScannedValues {
  const values: ScannedValue[] = [];
  let at = from;
  let openQuote: number | null = null;
  let begin = from;
  let value = '';
  let bare = '';
  let quoted = false;
  const close = (): void => {
    values.push({ from: begin, to: at, text: value, bare: quoted ? bare : value, quoted });
  };
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (blank.test(character)) break;
    if (character === '"') {
      if (!quoted) bare = value;
      quoted = true;
      const inner = scanQuoted(text, at);
      value += inner.text;
      if (!inner.closed) openQuote = at;
      at = inner.end - 1;
    } else if (commas && character === ',') {
      close();
      begin = at + 1;
      value = '';
      bare = '';
      quoted = false;
    } else value += character;
  }
  close();
  return { values, end: at, openQuote };
}

function scanQuoted(text: string, open: number): { text: string; end: number; closed: boolean } {
  const parts: string[] = [];
  let at = open + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') return { text: parts.join(''), end: at + 1, closed: true };
    const next = text.charAt(at + 1);
    if (character === '\\' && (next === '"' || next === '\\')) {
      parts.push(next);
      at += 2;
    } else {
      parts.push(character);
      at += 1;
    }
  }
  return { text: parts.join(''), end: at, closed: false };
}

/** The text in quotes, so that `scanFilter` returns it unchanged. */
export function quote(text: string): string {
  return `"${text.replaceAll(/[\\"]/g, (character) => `\\${character}`)}"`;
}
