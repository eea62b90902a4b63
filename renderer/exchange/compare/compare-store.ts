/** Which two exchanges are compared, and whether the second one is still to be chosen in the list. */

import { create } from 'zustand';
import type { Exchange } from '#shared/exchange/record.ts';
import { useExchanges } from '../../state/exchange-store.ts';

/** A stored exchange, or one that only the window has. */
export type Compared =
  | { readonly kind: 'kept'; readonly id: string }
  | { readonly kind: 'made'; readonly exchange: Exchange; readonly title: string };

interface CompareStore {
  readonly pair: {
    readonly left: Compared;
    readonly right: Compared;
    /** The exchange that is open beneath: when another one is opened, the comparison is over. */
    readonly anchor: string;
  } | null;
  /** The id of the first one, while the second is being chosen. */
  readonly choosing: string | null;
}

export const useComparing = create<CompareStore>(() => ({ pair: null, choosing: null }));

export function compare(left: Compared, right: Compared, anchor: string): void {
  useComparing.setState({ pair: { left, right, anchor }, choosing: null });
}

/** The next exchange that is opened is the second one. */
export function chooseSecond(first: string | null): void {
  useComparing.setState({ choosing: first, pair: null });
}

export function endComparing(): void {
  useComparing.setState({ pair: null, choosing: null });
}

// The exchange that the list opens becomes the second one while that is being chosen; otherwise it ends the comparison.
useExchanges.subscribe(({ selected }, { selected: before }) => {
  if (selected === before) return;
  const { choosing, pair } = useComparing.getState();
  if (choosing !== null && selected !== null && selected !== choosing) {
    compare({ kind: 'kept', id: choosing }, { kind: 'kept', id: selected }, selected);
  } else if (selected === null || (pair !== null && pair.anchor !== selected)) endComparing();
});
