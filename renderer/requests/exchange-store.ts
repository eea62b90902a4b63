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
  readonly selected: string | null;
  /** False until the first answer of the main process. */
  readonly loaded: boolean;
  /** Where the list was scrolled to when the view was left. */
  readonly scrollTop: number;
}

export const useExchanges = create<ExchangeStore>(() => ({
  table: emptyTable(),
  frozen: null,
  filter: noFilter,
  selected: null,
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
  useExchanges.setState({ table: emptyTable(), frozen: null, selected: null, scrollTop: 0 });
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

/** Asks for all summaries and follows the changes from then on. Rejects when the main process does not answer. */
export async function followExchanges(): Promise<void> {
  subscribe('exchanges.changed', addSummaries);
  subscribe('exchanges.cleared', forgetAll);
  const known = await call('exchanges.list');
  addSummaries(known.toReversed());
  useExchanges.setState({ loaded: true });
}
