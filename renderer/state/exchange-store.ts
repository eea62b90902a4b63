/** The list of exchanges in the window: fed by batches from the main process, paused, filtered, selected. */

import { create } from 'zustand';
import { isImported } from '#shared/exchange/imported.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { call, subscribe } from '../lib/window-bridge.ts';
import { emptyIndex, mergeSummaries, type SummaryIndex } from './summary-index.ts';
import { noFilter, type FilterState } from './filter-state.ts';
import { loadHistory } from './filter-history.ts';

/** The imported file that is shown instead of the log. */
export interface ImportedFile {
  readonly name: string;
  /** What could not be read of it. */
  readonly problem: string | null;
  readonly table: SummaryIndex;
}

interface ExchangeStore {
  /** All known summaries, always up to date. */
  readonly table: SummaryIndex;
  /** What the list shows while it is paused; null while it follows. */
  readonly frozen: readonly ExchangeSummary[] | null;
  readonly imported: ImportedFile | null;
  readonly filter: FilterState;
  /** The exchange that is open, which is also where the keys of the list are. */
  readonly selected: string | null;
  /** The ids an action applies to; empty: the open one. */
  readonly marked: ReadonlySet<string>;
  /** How many exchanges the user deleted with the log; null before. */
  readonly deleted: number | null;
  /** False until the first response of the main process. */
  readonly loaded: boolean;
  /** Where the list was scrolled to when the view was left. */
  readonly scrollTop: number;
}

const nothingMarked: ReadonlySet<string> = new Set();
const nothingPicked = { selected: null, marked: nothingMarked, scrollTop: 0 };

export const useExchanges = create<ExchangeStore>(() => ({
  table: emptyIndex(),
  frozen: null,
  imported: null,
  filter: noFilter,
  selected: null,
  marked: nothingMarked,
  deleted: null,
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

/** What the list is about: the file that is open, or the log as it is or as it was when it was paused. */
export function listed({ imported, frozen, table }: ExchangeStore): readonly ExchangeSummary[] {
  return imported?.table.ascending ?? frozen ?? table.ascending;
}

function find({ imported, table }: ExchangeStore, id: string | null): ExchangeSummary | null {
  if (id === null) return null;
  const from = isImported(id) ? imported?.table : table;
  const position = from?.positions.get(id);
  return position === undefined ? null : (from?.ascending[position] ?? null);
}

/** The summary of an exchange as it is now, or null. */
export function useSummary(id: string | null): ExchangeSummary | null {
  return useExchanges((store) => find(store, id));
}

export function addSummaries(batch: readonly ExchangeSummary[]): void {
  useExchanges.setState(({ table }) => ({ table: mergeSummaries(table, batch) }));
}

/** @param deleted how many the user deleted; absent when the window only starts anew */
export function forgetAll(deleted?: number): void {
  useExchanges.setState(({ imported }) => ({
    ...(deleted === undefined ? {} : { deleted }),
    table: emptyIndex(),
    frozen: null,
    ...(imported === null ? nothingPicked : {}),
  }));
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
  return find(useExchanges.getState(), id);
}

/** Shows a file instead of the log, which keeps updating. */
export function showImported(name: string, problem: string | null, summaries: readonly ExchangeSummary[]): void {
  const table = mergeSummaries(emptyIndex(), summaries);
  useExchanges.setState({ imported: { name, problem, table }, filter: noFilter, ...nothingPicked });
}

export function backToLog(): void {
  useExchanges.setState({ imported: null, filter: noFilter, ...nothingPicked });
}

/** Adds the unknown ones; known summaries are newer and stay. */
function addOlder(older: readonly ExchangeSummary[]): void {
  const { positions } = useExchanges.getState().table;
  const unknown = older.filter(({ id }) => !positions.has(id));
  if (unknown.length > 0) addSummaries(unknown.toReversed());
}

async function followHistory(): Promise<void> {
  try {
    await loadHistory({ count: () => useExchanges.getState().table.ascending.length, add: addOlder });
  } catch {
    // The newest ones are there; the older ones come with the next start.
  }
}

/** Fetches the newest summaries, then the older ones, and subscribes to changes. Rejects when the main process does not respond. */
export async function followExchanges(): Promise<void> {
  subscribe('exchanges.changed', addSummaries);
  subscribe('exchanges.cleared', () => {
    forgetAll();
    // Also sent to a window that missed events, before the newest summaries are sent again.
    void followHistory();
  });
  const known = await call('exchanges.list');
  addSummaries(known.toReversed());
  useExchanges.setState({ loaded: true });
  void followHistory();
}
