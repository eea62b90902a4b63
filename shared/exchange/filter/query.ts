/** Terms as a store-independent query: a store turns it into SQL with parameters, `createMatcher` evaluates it on live rows. */

import { partNamed } from './fields.ts';
import { foldCase } from './fold-case.ts';
import { resolveMoment } from './moment.ts';
import type { FilterColumn } from './row.ts';
import type { HasFlag, IsFlag, NumberTest, Term, Word } from './term.ts';

/**
 * One test of one column. A null column fails every test, `set` included; booleans are compared with `=`. `contains` and `equals`
 * are for text: `value` is already folded by `foldCase` and the column must be folded likewise. `%` and `_` are ordinary characters.
 */
export type ColumnTest =
  | {
      readonly column: FilterColumn;
      readonly operator: '=' | '>' | '>=' | '<' | '<=';
      readonly value: number | boolean;
    }
  | { readonly column: FilterColumn; readonly operator: 'contains' | 'equals'; readonly value: string }
  | { readonly column: FilterColumn; readonly operator: 'set' };

/** True when all tests of one of the alternatives hold; `negated` inverts the result, rows with missing values included. */
export interface Condition {
  readonly negated: boolean;
  readonly any: readonly (readonly ColumnTest[])[];
}

/** Words that must occur one after the other in a body of the exchange or (`contains`) in one of these columns. */
export interface Phrase {
  readonly negated: boolean;
  readonly text: string;
  readonly columns: readonly FilterColumn[];
}

/** All conditions and all phrases must hold. */
export interface FilterQuery {
  readonly conditions: readonly Condition[];
  readonly phrases: readonly Phrase[];
}

const textColumns: readonly FilterColumn[] = [
  'app',
  'modelAsked',
  'modelUsed',
  'method',
  'path',
  'endpoint',
  'state',
  'errorCode',
  'label',
  'calls',
  'id',
];

/** @param now epoch milliseconds, which `after:10m` is relative to */
export function toQuery(terms: readonly Term[], now: number): FilterQuery {
  const conditions: Condition[] = [];
  const phrases: Phrase[] = [];
  for (const term of terms) {
    const { negated } = term;
    if (term.kind === 'text') phrases.push({ negated, text: term.text, columns: textColumns });
    else conditions.push({ negated, any: alternatives(term, now) });
  }
  return { conditions, phrases };
}

function alternatives(term: Exclude<Term, { kind: 'text' }>, now: number): readonly (readonly ColumnTest[])[] {
  switch (term.kind) {
    case 'word': {
      const part = partNamed(term.field);
      const columns = part?.kind === 'word' ? part.columns : [];
      return term.values.flatMap((word) => columns.map((column) => [wordTest(column, word)]));
    }
    case 'number': {
      const part = partNamed(term.field);
      return part?.kind === 'number' ? term.values.map((test) => numberTests(part.column, test)) : [];
    }
    case 'is':
      return term.values.flatMap((flag) => isTests[flag]);
    case 'has':
      return term.values.flatMap((flag) => hasTests[flag]);
    case 'moment': {
      const value = resolveMoment(term.moment, now);
      return [[{ column: 'startedAt', operator: term.field === 'after' ? '>=' : '<', value }]];
    }
  }
}

function wordTest(column: FilterColumn, { text, exact }: Word): ColumnTest {
  const value = foldCase(text);
  if (column === 'calls') return { column, operator: 'contains', value: exact ? `\n${value}\n` : value };
  return { column, operator: exact ? 'equals' : 'contains', value };
}

function numberTests(column: FilterColumn, test: NumberTest): readonly ColumnTest[] {
  if (test.kind === 'compare') return [{ column, operator: test.operator, value: test.value }];
  return [
    { column, operator: '>=', value: test.from },
    { column, operator: '<=', value: test.to },
  ];
}

type Alternatives = readonly (readonly ColumnTest[])[];

function inState(...states: readonly string[]): Alternatives {
  return states.map((value) => [{ column: 'state', operator: 'equals', value }]);
}

function isTrue(column: FilterColumn): Alternatives {
  return [[{ column, operator: '=', value: true }]];
}

function isSet(column: FilterColumn): Alternatives {
  return [[{ column, operator: 'set' }]];
}

function isPositive(column: FilterColumn): Alternatives {
  return [[{ column, operator: '>', value: 0 }]];
}

const isTests: Readonly<Record<IsFlag, Alternatives>> = {
  pinned: isTrue('pinned'),
  error: [[{ column: 'status', operator: '>=', value: 400 }], ...isSet('errorCode'), ...inState('failed')],
  demo: isTrue('demo'),
  streaming: inState('streaming'),
  aborted: inState('aborted'),
  open: inState('open', 'streaming'),
  done: inState('done'),
  failed: inState('failed'),
  stream: isTrue('stream'),
  compaction: isTrue('compaction'),
};

const hasTests: Readonly<Record<HasFlag, Alternatives>> = {
  error: isSet('errorCode'),
  losses: isPositive('losses'),
  notes: isPositive('notes'),
  tokens: isSet('tokens'),
  cost: isSet('cost'),
  cache: isPositive('tokensCached'),
  thinking: isPositive('tokensThinking'),
  calls: isSet('calls'),
  label: isSet('label'),
  tool: isSet('app'),
};
