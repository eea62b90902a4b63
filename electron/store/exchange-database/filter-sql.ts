/** A filter's neutral question as an SQL condition with parameters. Agrees with `createMatcher`, but for text in bodies: here by words. */

import type { ColumnTest, Condition, FilterQuery, Phrase } from '#shared/exchange/filter/index.ts';
import { filterColumns } from './columns.ts';
import { matchExpression } from './search-text.ts';
import type { Value } from './sqlite.ts';

export interface SqlCondition {
  /** Over the table `exchanges` by the name `e`; holds or not, never null. */
  readonly sql: string;
  readonly values: readonly Value[];
}

export function filterCondition({ conditions, phrases }: FilterQuery): SqlCondition {
  return joined([...conditions.map(conditionSql), ...phrases.map(phraseSql)], 'AND', '1');
}

function conditionSql({ negated, any }: Condition): SqlCondition {
  const alternatives = any.map((tests) => joined(tests.map(testSql), 'AND', '1'));
  return negatedIf(negated, joined(alternatives, 'OR', '0'));
}

function phraseSql({ negated, text, columns }: Phrase): SqlCondition {
  const value = lowerAscii(text);
  const alternatives = columns.map((column) => testSql({ column, operator: 'contains', value }));
  const expression = matchExpression(text);
  if (expression !== null) {
    // The plus keeps the newest-first walk over the index by time: a common word would else mean sorting nearly all rows.
    alternatives.push({ sql: '+e.seq IN (SELECT rowid FROM words WHERE words MATCH ?)', values: [expression] });
  }
  return negatedIf(negated, joined(alternatives, 'OR', '0'));
}

function testSql(test: ColumnTest): SqlCondition {
  const column = filterColumns[test.column];
  switch (test.operator) {
    case 'set':
      return { sql: `${column} IS NOT NULL`, values: [] };
    case 'contains':
      return { sql: `coalesce(instr(lower(${column}), ?) > 0, 0)`, values: [test.value] };
    case 'equals':
      return { sql: `coalesce(lower(${column}) = ?, 0)`, values: [test.value] };
    case '=':
    case '>':
    case '>=':
    case '<':
    case '<=':
      return { sql: `coalesce(${column} ${test.operator} ?, 0)`, values: [Number(test.value)] };
  }
}

function joined(parts: readonly SqlCondition[], word: 'AND' | 'OR', empty: '0' | '1'): SqlCondition {
  if (parts.length === 0) return { sql: empty, values: [] };
  return {
    sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
    values: parts.flatMap(({ values }) => values),
  };
}

function negatedIf(negated: boolean, condition: SqlCondition): SqlCondition {
  return negated ? { sql: `NOT ${condition.sql}`, values: condition.values } : condition;
}

/** As SQLite's `lower()` does it. */
function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
