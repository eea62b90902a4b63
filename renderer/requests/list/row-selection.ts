/** Which exchange is open and which are marked, as clicks and keys in the list change them. */

import { useSearch } from '../search/exchange-search.ts';
import { mark, select, summaryOf, toggleMark, unmarkAll, useExchanges } from '../../state/exchange-store.ts';

/** Where a range begins: the row that was last picked alone. */
let anchor: string | null = null;

function idsBetween(one: string, other: string): string[] {
  const { rows } = useSearch.getState();
  const ends = [rows.indexOf(one), rows.indexOf(other)];
  const low = Math.min(...ends);
  if (low < 0) return [other];
  return Array.from({ length: Math.max(...ends) - low + 1 }, (_, step) => rows.at(low + step)?.id ?? other);
}

/** A click on a row: alone, with Shift the range up to it, with Ctrl or Command one more or one less. */
export function pick(
  id: string,
  keys: { readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean },
): void {
  const { selected } = useExchanges.getState();
  if (keys.shiftKey) mark(idsBetween(anchor ?? selected ?? id, id));
  else if (keys.ctrlKey || keys.metaKey) {
    toggleMark(id);
    anchor = id;
  } else pickAlone(id);
}

export function pickAlone(id: string): void {
  anchor = id;
  unmarkAll();
  select(id);
}

/** Goes to another row from the keyboard, marking what lies between when `extend`. */
export function goToRow(index: number, extend: boolean): string | null {
  const { rows } = useSearch.getState();
  const summary = rows.at(Math.max(0, Math.min(rows.length - 1, index)));
  if (summary === undefined) return null;
  if (!extend) {
    pickAlone(summary.id);
    return summary.id;
  }
  anchor ??= useExchanges.getState().selected ?? summary.id;
  if (summaryOf(anchor) === null) anchor = summary.id;
  select(summary.id);
  mark(idsBetween(anchor, summary.id));
  return summary.id;
}

export function markAllShown(): void {
  const { rows } = useSearch.getState();
  mark(Array.from({ length: rows.length }, (_, index) => rows.at(index)?.id ?? '').filter((id) => id !== ''));
}

/** A menu on a row is about the marked ones if the row is among them, otherwise about the row. */
export function pickForMenu(id: string): void {
  if (!useExchanges.getState().marked.has(id)) pickAlone(id);
}
