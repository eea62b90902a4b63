/** Converts the tray's items to Electron's menu template. */

import type { MenuItemConstructorOptions } from 'electron';
import type { TrayAction, TrayItem } from './tray-menu.ts';

export function trayTemplate(
  items: readonly TrayItem[],
  perform: (action: TrayAction) => void,
): MenuItemConstructorOptions[] {
  return items.map((item): MenuItemConstructorOptions => {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'text':
        return { id: item.id, label: plain(item.label), enabled: false };
      case 'choice':
        return {
          id: item.id,
          label: plain(item.label),
          submenu: item.options.map((option) => ({
            id: option.id,
            label: plain(option.label),
            type: 'radio' as const,
            checked: option.checked,
            click: () => perform(option.action),
          })),
        };
      default:
        return { id: item.id, label: plain(item.label), click: () => perform(item.action) };
    }
  });
}

/** Escapes `&`, which marks a mnemonic. */
function plain(label: string): string {
  return label.replaceAll('&', '&&');
}
