/** IPC calls from the window, for data that no view shows. */

import type { Page } from '@playwright/test';
import type { CallName } from '#shared/ipc/contract.ts';

/** @returns what the main process gave back, `{ ok, value }` or `{ ok, error }`; null where the window has no bridge */
export async function callBridge(window: Page, name: CallName, input?: unknown): Promise<unknown> {
  return await window.evaluate(
    async ([call, argument]) => {
      const bridge: unknown = Reflect.get(window, 'bridge');
      const invoke: unknown = typeof bridge === 'object' && bridge !== null ? Reflect.get(bridge, 'invoke') : null;
      return typeof invoke === 'function' ? await Reflect.apply(invoke, bridge, [call, argument]) : null;
    },
    [name, input] as const,
  );
}
