/** The window's summaries in order of arrival, indexed so that a batch of changes is cheap at 100,000 rows. Pure. */

import { arrivalOf, type ExchangeSummary } from '#shared/exchange/record.ts';

export interface SummaryIndex {
  /** Oldest first: new ones are appended. */
  readonly ascending: readonly ExchangeSummary[];
  /** Index of each id in `ascending`. Shared by successive tables: only the newest may be merged into. */
  readonly positions: Map<string, number>;
}

export function emptyIndex(): SummaryIndex {
  return { ascending: [], positions: new Map() };
}

/** Adds new summaries and replaces known ones. The given table's `ascending` stays as it was. */
export function mergeSummaries(table: SummaryIndex, batch: readonly ExchangeSummary[]): SummaryIndex {
  if (batch.length === 0) return table;
  const ascending = table.ascending.slice();
  const { positions } = table;
  let ordered = true;
  for (const summary of batch) {
    const known = positions.get(summary.id);
    if (known !== undefined) {
      const before = ascending[known];
      if (before !== undefined && arrivalOf(before) !== arrivalOf(summary)) ordered = false;
      ascending[known] = summary;
      continue;
    }
    const last = ascending.at(-1);
    if (last !== undefined && arrivalOf(last) > arrivalOf(summary)) ordered = false;
    positions.set(summary.id, ascending.length);
    ascending.push(summary);
  }
  return ordered ? { ascending, positions } : inOrder(ascending);
}

function inOrder(summaries: ExchangeSummary[]): SummaryIndex {
  const ascending = summaries.toSorted((a, b) => arrivalOf(a) - arrivalOf(b));
  return { ascending, positions: new Map(ascending.map((summary, index) => [summary.id, index])) };
}

/** What the list shows: newest first, without copying when nothing is filtered. */
export interface Rows {
  readonly length: number;
  /** The same, oldest first. */
  readonly ascending: readonly ExchangeSummary[];
  at(index: number): ExchangeSummary | undefined;
  /** Index of an exchange, or -1. */
  indexOf(id: string): number;
}

/** Summaries (oldest first) as rows with the newest at the top. */
export function rowsOf(shown: readonly ExchangeSummary[]): Rows {
  const { length } = shown;
  return {
    length,
    ascending: shown,
    at: (index) => shown[length - 1 - index],
    indexOf: (id) => {
      const index = shown.findLastIndex((summary) => summary.id === id);
      return index === -1 ? -1 : length - 1 - index;
    },
  };
}
