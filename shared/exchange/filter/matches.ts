/** Matches single summaries against a filter: live rows, and lists already in memory. */

import type { ExchangeSummary } from '../record.ts';
import { foldCase } from './fold-case.ts';
import { toQuery, type ColumnTest, type FilterQuery, type Phrase } from './query.ts';
import { rowOf, type FilterRow } from './row.ts';
import type { Term } from './term.ts';

/** Returns whether a body of this exchange holds the text; the summary does not contain bodies. */
export type BodySearch = (summary: ExchangeSummary, text: string) => boolean;

const noBodies: BodySearch = () => false;

/** True when the result depends on bodies, which only the store can read. */
export function needsBodies(terms: readonly Term[]): boolean {
  return terms.some((term) => term.kind === 'text');
}

/**
 * Text terms search the summary's columns and, where given, `bodies`.
 *
 * @param now epoch milliseconds
 */
export function matches(
  terms: readonly Term[],
  summary: ExchangeSummary,
  now: number,
  bodies: BodySearch = noBodies,
): boolean {
  return createMatcher(terms, now, bodies)(summary);
}

/** The same for many summaries: compiles the terms once. */
export function createMatcher(
  terms: readonly Term[],
  now: number,
  bodies: BodySearch = noBodies,
): (summary: ExchangeSummary) => boolean {
  const query = toQuery(terms, now);
  return (summary) => {
    const row = rowOf(summary);
    return conditionsHold(query, row) && query.phrases.every((phrase) => phraseHolds(phrase, row, summary, bodies));
  };
}

/** The reference that a store's SQL must agree with. */
export function conditionsHold(query: FilterQuery, row: FilterRow): boolean {
  return query.conditions.every(
    ({ negated, any }) => any.some((tests) => tests.every((test) => testHolds(test, row))) !== negated,
  );
}

function phraseHolds(phrase: Phrase, row: FilterRow, summary: ExchangeSummary, bodies: BodySearch): boolean {
  const value = foldCase(phrase.text);
  const inColumns = phrase.columns.some((column) => testHolds({ column, operator: 'contains', value }, row));
  return (inColumns || bodies(summary, phrase.text)) !== phrase.negated;
}

function testHolds(test: ColumnTest, row: FilterRow): boolean {
  const value = row[test.column];
  if (value === null) return false;
  switch (test.operator) {
    case 'set':
      return true;
    case 'contains':
      return foldCase(String(value)).includes(test.value);
    case 'equals':
      return foldCase(String(value)) === test.value;
    case '=':
      return value === test.value;
    case '>':
      return value > test.value;
    case '>=':
      return value >= test.value;
    case '<':
      return value < test.value;
    case '<=':
      return value <= test.value;
  }
}
