/** The list of exchanges in the window: fed by batches from the main process, paused, filtered, selected. */

import { create } from 'zustand';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { call, subscribe } from '../bridge.ts';
import { emptyTable, mergeSummaries, type ExchangeTable } from './exchange-table.ts';
import { noFilter, type FilterState } from './filter/filter-state.ts';

interface ExchangeStore {
  /** All that is known, always up to date. */
  readonly table: ExchangeTable;
  /** What the list shows while it is paused; null while it follows. */
  readonly frozen: readonly ExchangeSummary[] | null;
  readonly filter: FilterState;
  /** The exchange that is open, which is also where the keys of the list are. */
  readonly selected: string | null;
  /** What an action is done to; empty: to the open one. */
  readonly marked: ReadonlySet<string>;
  /** False until the first answer of the main process. */
  readonly loaded: boolean;
  /** Where the list was scrolled to when the view was left. */
  readonly scrollTop: number;
}

const nothingMarked: ReadonlySet<string> = new Set();

export const useExchanges = create<ExchangeStore>(() => ({
  table: emptyTable(),
  frozen: null,
  filter: noFilter,
  selected: null,
  marked: nothingMarked,
  loaded: false,
  scrollTop: 0,
}));

export function useExchangeCount(): number {
  return useExchanges((store) => store.table.ascending.length);
}

/** How many exchanges came since the list was paused. */
export function useHeldBack(): number {
  return useExchanges((store) => (store.frozen === null ? 0 : store.table.ascending.length - store.frozen.length));
}

/** The summary of an exchange as it is now, or null. */
export function useSummary(id: string | null): ExchangeSummary | null {
  return useExchanges(({ table }) => {
    const position = id === null ? undefined : table.positions.get(id);
    return position === undefined ? null : (table.ascending[position] ?? null);
  });
}

export function addSummaries(batch: readonly ExchangeSummary[]): void {
  useExchanges.setState(({ table }) => ({ table: mergeSummaries(table, batch) }));
}

export function forgetAll(): void {
  useExchanges.setState({ table: emptyTable(), frozen: null, selected: null, marked: nothingMarked, scrollTop: 0 });
}

export function togglePause(): void {
  useExchanges.setState(({ frozen, table }) => ({ frozen: frozen === null ? table.ascending : null }));
}

export function setFilter(filter: FilterState): void {
  useExchanges.setState({ filter });
}

export function select(id: string | null): void {
  useExchanges.setState({ selected: id });
}

export function mark(marked: Iterable<string>): void {
  useExchanges.setState({ marked: new Set(marked) });
}

export function unmarkAll(): void {
  useExchanges.setState({ marked: nothingMarked });
}

/** Marks one or takes the mark away; the open one counts as marked until others are. */
export function toggleMark(id: string): void {
  useExchanges.setState(({ marked, selected }) => {
    const next = new Set(marked.size === 0 && selected !== null ? [selected] : marked);
    if (!next.delete(id)) next.add(id);
    return { marked: next, selected: selected ?? id };
  });
}

/** The ids an action is done to: the marked ones, or the open one. */
export function targets(): readonly string[] {
  const { marked, selected } = useExchanges.getState();
  if (marked.size > 0) return [...marked];
  return selected === null ? [] : [selected];
}

/** The summary of an exchange as it is now, outside React. */
export function summaryOf(id: string): ExchangeSummary | null {
  const { table } = useExchanges.getState();
  const position = table.positions.get(id);
  return position === undefined ? null : (table.ascending[position] ?? null);
}

/** Asks for all summaries and follows the changes from then on. Rejects when the main process does not answer. */
export async function followExchanges(): Promise<void> {
  subscribe('exchanges.changed', addSummaries);
  subscribe('exchanges.cleared', forgetAll);
  const known = await call('exchanges.list');
  addSummaries(known.toReversed());
  useExchanges.setState({ loaded: true });
}
