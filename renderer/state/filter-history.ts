/** The older part of the log: fetched page by page behind what the window shows first. */

import type { ExchangeSummary } from '#shared/exchange/record.ts';
import type { CallOutput } from '#shared/ipc/contract.ts';
import { call } from '../lib/window-bridge.ts';

const PAGE = 1000;
/** Pages merged at once: each merge sorts the whole list. */
const AT_ONCE = 20;
/** As many as the window holds; the log may have more. */
const MAX_VALUES = 100_000;

export interface HistoryTarget {
  /** How many the window has now. */
  count(): number;
  /** Newest first; some may be known already. */
  add(older: readonly ExchangeSummary[]): void;
}

let loadPages = 0;

/** Fetches until there is nothing older or the window is full. Another call replaces a running one. */
export async function loadHistory(target: HistoryTarget): Promise<void> {
  loadPages += 1;
  const mine = loadPages;
  let cursor: string | null = null;
  let waiting: ExchangeSummary[] = [];
  let pages = 0;
  if (target.count() >= MAX_VALUES) return;
  do {
    const page: CallOutput<'exchanges.page'> = await call('exchanges.page', { cursor, limit: PAGE });
    if (mine !== loadPages) return;
    waiting.push(...page.summaries);
    pages += 1;
    cursor = page.next;
    if (pages % AT_ONCE === 0 || cursor === null || pages === 1) {
      target.add(waiting);
      waiting = [];
    }
  } while (cursor !== null && target.count() + waiting.length < MAX_VALUES);
  target.add(waiting);
}
