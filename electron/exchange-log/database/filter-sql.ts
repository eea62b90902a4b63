/**
 * Translates a parsed filter to an SQL condition with parameters. Equivalent to `createMatcher`, except for text inside of
 * words: there the indexes give candidates only, which the caller must verify.
 */

import {
  caseVariants,
  type ColumnTest,
  type Condition,
  type FilterQuery,
  foldCase,
  isAscii,
  type Phrase,
} from '#shared/exchange/filter/index.ts';
import { filterColumns } from './summary-columns.ts';
import { trigramExpression } from './trigram-index.ts';
import type { Value } from './sqlite.ts';
import { beginsWord, matchExpression } from './word-index.ts';

export interface SqlCondition {
  /** Over the table `exchanges` as `e`; true or false, never null. */
  readonly sql: string;
  readonly values: readonly Value[];
}

/** A phrase for which the indexes give candidates only. */
export interface Doubt {
  readonly negated: boolean;
  readonly text: string;
  /** True of a candidate whose text must be verified. */
  readonly open: SqlCondition;
}

export interface FilterSql {
  /** Condition for all matches and candidates. */
  readonly condition: SqlCondition;
  readonly doubts: readonly Doubt[];
}

export function filterSql({ conditions, phrases }: FilterQuery): FilterSql {
  const phraseConditions = phrases.map((phrase) => ({ ...phrase, ...phraseSql(phrase) }));
  const bounds = phraseConditions.map(({ negated, sure, maybe }) =>
    negated ? negation(sure) : anyOf(maybe === null ? [sure] : [sure, maybe]),
  );
  return {
    condition: allOf([...conditions.map(conditionSql), ...bounds]),
    doubts: phraseConditions.flatMap(({ negated, text, sure, maybe }) =>
      maybe === null ? [] : [{ negated, text, open: allOf([negation(sure), maybe]) }],
    ),
  };
}

function conditionSql({ negated, any }: Condition): SqlCondition {
  const alternatives = any.map((tests) => allOf(tests.map(testSql)));
  const condition = anyOf(alternatives);
  return negated ? negation(condition) : condition;
}

function phraseSql({ text, columns }: Phrase): { readonly sure: SqlCondition; readonly maybe: SqlCondition | null } {
  const value = foldCase(text);
  const alternatives = columns.map((column) => testSql({ column, operator: 'contains', value }));
  const words = matchExpression(text);
  // The unary plus keeps the scan on the time index: a common word would otherwise sort nearly all rows.
  if (words !== null) {
    alternatives.push({ sql: '+e.seq IN (SELECT rowid FROM words WHERE words MATCH ?)', values: [words] });
  }
  return { sure: anyOf(alternatives), maybe: beginsWord(text) ? null : withinWords(text) };
}

/** Unindexed exchanges and phrases shorter than a trigram: every exchange is a candidate. */
function withinWords(text: string): SqlCondition {
  const grams = trigramExpression(text);
  if (grams === null) return { sql: '1', values: [] };
  return {
    sql: '(+e.seq IN (SELECT rowid FROM grams WHERE grams MATCH ?) OR +e.seq <= (SELECT upto FROM unindexed))',
    values: [grams],
  };
}

function testSql(test: ColumnTest): SqlCondition {
  const column = filterColumns[test.column];
  switch (test.operator) {
    case 'set':
      return { sql: `${column} IS NOT NULL`, values: [] };
    case 'contains':
      return isAscii(test.value)
        ? { sql: `coalesce(instr(lower(${column}), ?) > 0, 0)`, values: [test.value] }
        : { sql: `coalesce(lower(${column}) GLOB ?, 0)`, values: [`*${globOf(test.value)}*`] };
    case 'equals':
      return isAscii(test.value)
        ? { sql: `coalesce(lower(${column}) = ?, 0)`, values: [test.value] }
        : { sql: `coalesce(lower(${column}) GLOB ?, 0)`, values: [globOf(test.value)] };
    case '=':
    case '>':
    case '>=':
    case '<':
    case '<=':
      return { sql: `coalesce(${column} ${test.operator} ?, 0)`, values: [Number(test.value)] };
  }
}

export function allOf(conditions: readonly SqlCondition[]): SqlCondition {
  return joined(conditions, 'AND', '1');
}

export function anyOf(conditions: readonly SqlCondition[]): SqlCondition {
  return joined(conditions, 'OR', '0');
}

export function negation({ sql, values }: SqlCondition): SqlCondition {
  return { sql: `NOT ${sql}`, values };
}

function joined(parts: readonly SqlCondition[], word: 'AND' | 'OR', empty: '0' | '1'): SqlCondition {
  if (parts.length === 0) return { sql: empty, values: [] };
  return {
    sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
    values: parts.flatMap(({ values }) => values),
  };
}

/**
 * A GLOB pattern for the folded text: SQLite lowers A to Z only, so other letters become the set of their cases. At 4,000
 * characters, the longest filter there is, the pattern stays below SQLite's limit of 50,000 bytes.
 */
function globOf(folded: string): string {
  let pattern = '';
  for (const character of folded) {
    const isSpecial = character === '*' || character === '?' || character === '[';
    const cases = isAscii(character) ? [character] : caseVariants(character);
    pattern += isSpecial || cases.length > 1 ? `[${cases.join('')}]` : character;
  }
  return pattern;
}
