/** What the proxy refused before it became an exchange, as the main process counts it. */

import { create } from 'zustand';
import { NOTHING_REFUSED, type RefusedRequests } from '#shared/exchange/refused-requests.ts';
import { call, subscribe } from '../../lib/window-bridge.ts';
import { reportOf } from '../../state/app-store.ts';
import { notify } from '../../ui/toast.tsx';

export const useRefused = create<RefusedRequests>(() => NOTHING_REFUSED);

/** Fetches once and subscribes to changes. Without a response the list starts empty. */
export async function followRefused(): Promise<void> {
  subscribe('refused.changed', (refused) => useRefused.setState(refused));
  const refused = await call('refused.list').catch(() => null);
  if (refused !== null) useRefused.setState(refused);
}

export async function clearRefused(): Promise<void> {
  try {
    await call('refused.clear');
    useRefused.setState(NOTHING_REFUSED);
  } catch (error) {
    notify('The refused requests were not cleared', { description: reportOf(error).message, problem: true });
  }
}
