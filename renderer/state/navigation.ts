/** The current view, the exchange requested by another view, and the guard for unsaved changes. */

import { create } from 'zustand';
import { subscribe } from '../lib/window-bridge.ts';

export const views = ['requests', 'chat', 'connect', 'settings'] as const;
export type View = (typeof views)[number];

interface NavigationStore {
  readonly view: View;
  /** An exchange that the Requests view is to select; it takes it and sets this back to null. */
  readonly wantedExchange: string | null;
  /** True while the shown view has changes that leaving would lose. */
  readonly unsaved: boolean;
  /** Where the user wanted to go when the guard stopped them. */
  readonly pending: { readonly view: View; readonly exchangeId: string | null } | null;
}

export const useNavigation = create<NavigationStore>(() => ({
  view: 'requests',
  wantedExchange: null,
  unsaved: false,
  pending: null,
}));

/** Shows a view, or asks first when something is unsaved. */
export function showView(view: View, exchangeId: string | null = null): void {
  const { view: shown, unsaved } = useNavigation.getState();
  if (unsaved && view !== shown) {
    useNavigation.setState({ pending: { view, exchangeId } });
    return;
  }
  useNavigation.setState((store) => ({ view, wantedExchange: exchangeId ?? store.wantedExchange, pending: null }));
}

/** Continues the navigation that the guard stopped, discarding unsaved changes. */
export function leaveAnyway(): void {
  const { pending } = useNavigation.getState();
  useNavigation.setState({ unsaved: false, pending: null });
  if (pending !== null) showView(pending.view, pending.exchangeId);
}

export function stayHere(): void {
  useNavigation.setState({ pending: null });
}

export function setUnsaved(unsaved: boolean): void {
  useNavigation.setState({ unsaved });
}

export function takeWantedExchange(): void {
  useNavigation.setState({ wantedExchange: null });
}

/** Follows the tray and the menus. */
export function followViewRequests(): () => void {
  return subscribe('view.show', ({ view, exchangeId }) => showView(view, exchangeId));
}
