/** Completions for the search box, from the parser's field table. */

import { partNamed, syntaxParts, type KnownValues, type SyntaxPart } from './fields.ts';
import { quote, scanFilter, type ScannedWord } from './scan.ts';
import type { Span } from './term.ts';

export interface Suggestion extends Span {
  /** Text in the list. */
  readonly label: string;
  readonly detail: string;
  /** Replaces `from`..`to`. */
  readonly insert: string;
  /** New cursor position, in the new text. */
  readonly cursor: number;
  /** False for a prefix (`status:`) after which more suggestions follow. */
  readonly complete: boolean;
}

const MAX_LIST = 20;

/**
 * @param cursor UTF-16 offset in `text`
 * @param known values in the log
 * @returns at most 20, best first
 */
export function suggest(text: string, cursor: number, known: KnownValues): readonly Suggestion[] {
  const word = scanFilter(text).find((candidate) => candidate.from < cursor && cursor <= candidate.to);
  if (word === undefined) return syntaxParts.map((part) => fieldSuggestion(part, cursor, cursor, ''));
  const sign = word.negated ? '-' : '';
  const valueStart = word.fieldSpan.to + 1;
  if (word.field === null || cursor < valueStart) {
    const typed = text.slice(word.fieldSpan.from, word.field === null ? word.to : word.fieldSpan.to);
    if (typed.includes('"')) return [];
    return fieldSuggestions(typed, word, sign, known).slice(0, MAX_LIST);
  }
  const part = partNamed(word.field);
  return part === null ? [] : valueSuggestions(part, word, cursor, known).slice(0, MAX_LIST);
}

function fieldSuggestion(part: SyntaxPart, from: number, to: number, sign: string): Suggestion {
  const insert = `${sign}${part.field}:`;
  const detail = `${part.detail} (${part.field}:${part.example})`;
  return { from, to, label: `${part.field}:`, detail, insert, cursor: from + insert.length, complete: false };
}

/** Fields whose name begins with the word, then those that contain it, then values of flags and models that begin with it. */
function fieldSuggestions(typed: string, word: ScannedWord, sign: string, known: KnownValues): Suggestion[] {
  const lower = typed.toLowerCase();
  const to = word.field === null ? word.to : word.fieldSpan.to + 1;
  const starting = syntaxParts.filter(({ field }) => field.startsWith(lower));
  const holding = syntaxParts.filter(({ field }) => !field.startsWith(lower) && field.includes(lower));
  const fields = [...starting, ...holding].map((part) => fieldSuggestion(part, word.from, to, sign));
  if (word.field !== null || lower.length < 2) return fields;
  const values = syntaxParts.flatMap((part) =>
    valuesOf(part, known)
      .filter((value) => value.toLowerCase().startsWith(lower))
      .map((value): Suggestion => {
        const insert = `${sign}${part.field}:${written(value)} `;
        const label = `${part.field}:${value}`;
        const cursor = word.from + insert.length;
        return { from: word.from, to, label, detail: part.detail, insert, cursor, complete: true };
      }),
  );
  return [...fields, ...values];
}

function valueSuggestions(part: SyntaxPart, word: ScannedWord, cursor: number, known: KnownValues): Suggestion[] {
  const value = word.values.find(({ from, to }) => from <= cursor && cursor <= to);
  if (value === undefined) return [];
  const typed = value.text.replace(/^[=<>]+/, '').toLowerCase();
  const operator = part.kind === 'word' && value.bare.startsWith('=') ? '=' : '';
  const offered = part.kind === 'number' || part.kind === 'moment' ? examplesOf(part) : valuesOf(part, known);
  const fitting = offered.filter((candidate) =>
    candidate
      .replace(/^[=<>]+/, '')
      .toLowerCase()
      .includes(typed),
  );
  const starting = fitting.filter((candidate) => candidate.toLowerCase().startsWith(typed));
  const others = fitting.filter((candidate) => !candidate.toLowerCase().startsWith(typed));
  return [...starting, ...others].map((candidate) => {
    const insert = operator + written(candidate);
    const { from, to } = value;
    return { from, to, label: candidate, detail: part.detail, insert, cursor: from + insert.length, complete: true };
  });
}

function valuesOf(part: SyntaxPart, known: KnownValues): readonly string[] {
  if (part.kind === 'is' || part.kind === 'has') return part.flags;
  return part.kind === 'word' ? [...new Set(part.known(known))] : [];
}

const durations = ['>1s', '>2s', '>10s', '<500ms'];
const unitExamples = {
  count: ['>0', '>=10'],
  tokens: ['>1k', '>10k', '>100k'],
  duration: durations,
  bytes: ['>100kB', '>1MB', '>5MB'],
  money: ['>0.01', '>0.1', '>1'],
} as const;

function examplesOf(part: Extract<SyntaxPart, { kind: 'number' | 'moment' }>): readonly string[] {
  if (part.kind === 'moment') return ['10m', '1h', '1d', '1w'];
  return part.field === 'status' ? ['>=400', '4xx', '5xx', '429', '200'] : unitExamples[part.unit];
}

function written(value: string): string {
  return /[\s",]|^=/.test(value) ? quote(value) : value;
}
