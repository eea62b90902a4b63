/** Gives end-to-end tests access to the tray's real menu, which no test driver reaches. Only with DRAGOMAN_E2E=1. */

import type { MenuItem } from 'electron';
import type { TrayIcon } from './tray/tray.ts';

export interface TrayHook {
  icon(): string | null;
  tooltip(): string | null;
  /** The labels in their order; `-` for a separator. */
  items(): string[];
  /** Runs the click action of the item with this id. */
  click(id: string): void;
}

export function exposeTray(tray: TrayIcon): void {
  const hook: TrayHook = {
    icon: () => tray.view()?.icon ?? null,
    tooltip: () => tray.view()?.tooltip ?? null,
    items: () => (tray.menu()?.items ?? []).map((item) => (item.type === 'separator' ? '-' : item.label)),
    click(id) {
      const item: MenuItem | null | undefined = tray.menu()?.getMenuItemById(id);
      if (item === null || item === undefined) throw new Error(`The tray has no item "${id}".`);
      item.click();
    },
  };
  Reflect.set(globalThis, 'dragomanTray', hook);
}
