/** Which exchanges contain a text in their bodies: queries the log and caches the results. */

import { formatTerm } from '#shared/exchange/filter/index.ts';
import type { CallOutput } from '#shared/ipc/contract.ts';
import { call } from '../../lib/window-bridge.ts';

const PAGE = 1000;
/** Maximum of cached texts; the oldest are evicted first. */
const MAX_TEXTS = 12;

const pages = new Map<string, ReadonlySet<string>>();
/** Of a running search. */
const soFar = new Map<string, ReadonlySet<string>>();
const nothing: ReadonlySet<string> = new Set();

/** The ids found so far. */
export function foundIn(text: string): ReadonlySet<string> {
  return soFar.get(text) ?? pages.get(text) ?? nothing;
}

export function forgetResults(): void {
  pages.clear();
  soFar.clear();
}

/** Queries the imported file once per text, since it does not change. Rejects as the call does. */
export async function searchImported(text: string): Promise<void> {
  if (pages.has(text)) return;
  const { ids } = await call('import.search', { text });
  pages.set(text, new Set(ids));
}

/**
 * Asks the log. A text that was asked for before is only asked for among what is new.
 * A text that stands in the middle of words may take seconds to find everywhere, so what was found is there after each page; then
 * `wanted` is asked, and where nobody waits any more the search stops. Rejects as the call does.
 */
export async function searchBodies(text: string, wanted: () => boolean): Promise<void> {
  const known = pages.get(text);
  const ids = new Set(known);
  const filter = formatTerm({ kind: 'text', negated: false, text });
  let cursor: string | null = null;
  try {
    do {
      const page: CallOutput<'exchanges.page'> = await call('exchanges.page', { filter, cursor, limit: PAGE });
      const before = ids.size;
      for (const summary of page.summaries) ids.add(summary.id);
      cursor = known !== undefined && ids.size === before ? null : page.next;
      soFar.set(text, ids);
      if (!wanted()) return;
    } while (cursor !== null);
  } finally {
    soFar.delete(text);
  }
  pages.delete(text);
  pages.set(text, ids);
  const [oldest] = pages.keys();
  if (pages.size > MAX_TEXTS && oldest !== undefined) pages.delete(oldest);
}
