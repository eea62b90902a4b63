/** Parses filter text to terms and problems. An invalid word is skipped and reported; the others apply. */

import { nearestField, partNamed, type NumberPart, type SyntaxPart } from './fields.ts';
import { parseMoment } from './moment.ts';
import { parseQuantity } from './quantity.ts';
import { scanFilter, type ScannedValue, type ScannedWord } from './scan.ts';
import type { ComparisonOperator, FilterProblem, NumberTest, Span, Term } from './term.ts';

export interface ParsedFilter {
  readonly terms: readonly Term[];
  /** The text range of each of `terms`. */
  readonly spans: readonly Span[];
  readonly problems: readonly FilterProblem[];
}

/** Never throws. An empty text has no terms and matches everything. */
export function parseFilter(text: string): ParsedFilter {
  const terms: Term[] = [];
  const spans: Span[] = [];
  const problems: FilterProblem[] = [];
  for (const word of scanFilter(text)) {
    const parsed = parseWord(word);
    if ('problem' in parsed) problems.push(parsed.problem);
    else {
      terms.push(parsed.term);
      spans.push({ from: word.from, to: word.to });
    }
  }
  return { terms, spans, problems };
}

type Parsed = { readonly term: Term } | { readonly problem: FilterProblem };

function problem({ from, to }: Span, message: string, hint: string | null = null): Parsed {
  return { problem: { from, to, message, hint } };
}

function parseWord(word: ScannedWord): Parsed {
  if (word.openQuote !== null) {
    return problem({ from: word.openQuote, to: word.to }, 'The quote is not closed.', 'Add " at the end.');
  }
  if (word.field === null) return textTerm(word);
  const part = partNamed(word.field);
  if (part === null) return unknownField(word, word.field);
  const empty = word.values.find((value) => value.text === '');
  if (empty !== undefined) {
    return problem(word, `${part.field}: needs a value.`, `For example ${part.field}:${part.example}`);
  }
  return partTerm(part, word);
}

function unknownField(word: ScannedWord, name: string): Parsed {
  const nearest = nearestField(name);
  const hint =
    nearest === null
      ? 'Put the word in quotes to search for it as text.'
      : `Did you mean ${nearest}:? Put the word in quotes to search for it as text.`;
  return problem(word.fieldSpan, `There is no filter called ${name}.`, hint);
}

function textTerm(word: ScannedWord): Parsed {
  const text = word.values.map((value) => value.text).join(',');
  if (text === '') return problem(word, 'There is no text to search for.', 'Write a word, or words in quotes.');
  if (word.field === null && isOperatorWord(text) && word.values.every(({ quoted }) => !quoted)) {
    return problem(
      word,
      `${text} is not part of this language: all that is written must hold.`,
      'Alternatives are written status:429,529, the contrary -status:200. Put the word in quotes to search for it.',
    );
  }
  return { term: { kind: 'text', negated: word.negated, text } };
}

/** Operators of other filter languages that this one does not support. */
export function isOperatorWord(text: string): boolean {
  return /^(?:AND|OR|NOT|&&|\|\|)$/.test(text);
}

function partTerm(part: SyntaxPart, word: ScannedWord): Parsed {
  const { negated, values } = word;
  switch (part.kind) {
    case 'text':
      return textTerm(word);
    case 'word':
      return wordTerm(part.field, word);
    case 'is':
      return flagTerm(word, part.flags, 'is', (flags) => ({ kind: 'is', negated, values: flags }));
    case 'has':
      return flagTerm(word, part.flags, 'has', (flags) => ({ kind: 'has', negated, values: flags }));
    case 'number':
      return numberTerm(part, word);
    case 'moment': {
      const [value, another] = values;
      if (value === undefined) return problem(word, `${part.field}: needs a value.`);
      if (another !== undefined) return problem(another, `${part.field}: takes one time only.`);
      const parsed = parseMoment(value.text);
      return parsed.ok
        ? { term: { kind: 'moment', negated, field: part.field, moment: parsed.moment } }
        : problem(value, parsed.message);
    }
  }
}

function wordTerm(field: Extract<Term, { kind: 'word' }>['field'], word: ScannedWord): Parsed {
  const values = [];
  for (const value of word.values) {
    const exact = value.bare.startsWith('=');
    const text = exact ? value.text.slice(1) : value.text;
    if (text === '') return problem(value, `${field}:= needs a value.`);
    values.push({ text, exact });
  }
  return { term: { kind: 'word', negated: word.negated, field, values } };
}

function flagTerm<Flag extends string>(
  word: ScannedWord,
  flags: readonly Flag[],
  field: string,
  make: (flags: readonly Flag[]) => Term,
): Parsed {
  const found: Flag[] = [];
  for (const value of word.values) {
    const flag = flags.find((candidate) => candidate === value.text.toLowerCase());
    if (flag === undefined) {
      return problem(value, `"${value.text}" is not known to ${field}:.`, `Possible are ${flags.join(', ')}.`);
    }
    found.push(flag);
  }
  return { term: make(found) };
}

function numberTerm(part: NumberPart, word: ScannedWord): Parsed {
  const values: NumberTest[] = [];
  for (const value of word.values) {
    const test = numberTest(part, value);
    if ('problem' in test) return test;
    values.push(test);
  }
  return { term: { kind: 'number', negated: word.negated, field: part.field, values } };
}

const operators: readonly ComparisonOperator[] = ['>=', '<=', '=', '>', '<'];

function numberTest(part: NumberPart, value: ScannedValue): NumberTest | { problem: FilterProblem } {
  const { text } = value;
  const bad = (message: string): { problem: FilterProblem } => ({
    problem: { from: value.from, to: value.to, message, hint: `For example ${part.field}:${part.example}` },
  });
  const statusClass = part.field === 'status' ? /^([1-5])xx$/i.exec(text) : null;
  if (statusClass !== null) {
    const hundred = Number(statusClass[1]) * 100;
    return { kind: 'range', from: hundred, to: hundred + 99 };
  }
  if (/^(?:!=|<>)/.test(text)) {
    return bad(`There is no ${text.slice(0, 2)}. All others are -${part.field}:${text.slice(2)}`);
  }
  if (/^\d+-\d+$/.test(text)) return bad(`A range is written ${text.replace('-', '..')}`);
  const dots = text.indexOf('..');
  if (dots !== -1) return rangeTest(part, text.slice(0, dots), text.slice(dots + 2), bad);
  const operator = operators.find((candidate) => text.startsWith(candidate));
  if (text === operator) return bad(`${part.field}:${text} needs a number.`);
  const quantity = parseQuantity(operator === undefined ? text : text.slice(operator.length), part.unit);
  return quantity.ok ? { kind: 'compare', operator: operator ?? '=', value: quantity.value } : bad(quantity.message);
}

/** `100..200`; a missing end makes it a comparison. */
function rangeTest(
  part: NumberPart,
  low: string,
  high: string,
  bad: (message: string) => { problem: FilterProblem },
): NumberTest | { problem: FilterProblem } {
  const from = low === '' ? null : parseQuantity(low, part.unit);
  const to = high === '' ? null : parseQuantity(high, part.unit);
  if (from === null && to === null) return bad('The range has no ends.');
  if (from !== null && !from.ok) return bad(from.message);
  if (to !== null && !to.ok) return bad(to.message);
  if (from === null) return { kind: 'compare', operator: '<=', value: to?.value ?? 0 };
  if (to === null) return { kind: 'compare', operator: '>=', value: from.value };
  if (from.value > to.value) return bad(`The range ${low}..${high} is empty: its first end is the larger one.`);
  return { kind: 'range', from: from.value, to: to.value };
}
