/**
 * A filter's neutral question as an SQL condition with parameters. Agrees with `createMatcher`, except where a text may stand inside
 * of words: there the indexes only know which exchanges may have it, and who asks has to look.
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
  /** Over the table `exchanges` by the name `e`; holds or not, never null. */
  readonly sql: string;
  readonly values: readonly Value[];
}

/** A phrase that the indexes cannot be sure of. */
export interface Doubt {
  readonly negated: boolean;
  readonly text: string;
  /** True of a row whose text has to be looked at: the condition has let it through and cannot know. */
  readonly open: SqlCondition;
}

export interface FilterSql {
  /** Of all rows that the filter lets through, and of those it may let through. */
  readonly condition: SqlCondition;
  readonly doubts: readonly Doubt[];
}

export function filterSql({ conditions, phrases }: FilterQuery): FilterSql {
  const asked = phrases.map((phrase) => ({ ...phrase, ...phraseSql(phrase) }));
  const bounds = asked.map(({ negated, sure, maybe }) =>
    negated ? negation(sure) : anyOf(maybe === null ? [sure] : [sure, maybe]),
  );
  return {
    condition: allOf([...conditions.map(conditionSql), ...bounds]),
    doubts: asked.flatMap(({ negated, text, sure, maybe }) =>
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
  // The plus keeps the newest-first walk over the index by time: a common word would else mean sorting nearly all rows.
  if (words !== null) {
    alternatives.push({ sql: '+e.seq IN (SELECT rowid FROM words WHERE words MATCH ?)', values: [words] });
  }
  return { sure: anyOf(alternatives), maybe: beginsWord(text) ? null : withinWords(text) };
}

/** Of what the index does not know yet, and for what is too short for it, any exchange may have it. */
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
 * A GLOB pattern for the folded text: SQLite lowers A to Z only, so each other letter becomes the set of its cases. At 4,000
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
