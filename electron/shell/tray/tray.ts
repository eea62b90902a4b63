/** The tray icon: rendered from the status, and again when the rendered state has changed. No logic of its own. */

import { Menu, nativeTheme, Tray } from 'electron';
import { trayIcon } from './tray-icons.ts';
import { type TrayAction, type TrayView } from './tray-menu.ts';
import { trayTemplate } from './tray-template.ts';

export interface TrayIcon {
  /** Reads the state again. */
  render(): void;
  /** The current menu. */
  menu(): Menu | null;
  view(): TrayView | null;
  destroy(): void;
}

export interface TrayIconOptions {
  readonly view: () => TrayView;
  readonly perform: (action: TrayAction) => void;
  readonly openWindow: () => void;
}

/** Keeps the icon's position over updates (macOS, Windows). */
const GUID = '6f4b7c1e-2a0d-4b0e-9d3c-8d5a1f6e4c27';

export function createTrayIcon({ view, perform, openWindow }: TrayIconOptions): TrayIcon {
  const first = view();
  const tray = process.platform === 'linux' ? new Tray(trayIcon(first.icon)) : new Tray(trayIcon(first.icon), GUID);
  let shown: { text: string; view: TrayView; menu: Menu } | null = null;

  function render(): void {
    if (tray.isDestroyed()) return;
    const next = view();
    const text = JSON.stringify(next);
    if (shown?.text === text) return;
    if (shown?.view.icon !== next.icon) tray.setImage(trayIcon(next.icon));
    tray.setToolTip(next.tooltip);
    const menu = Menu.buildFromTemplate(trayTemplate(next.items, perform));
    // On Linux a menu is immutable once set: every change needs a new one.
    tray.setContextMenu(menu);
    shown = { text, view: next, menu };
  }

  const recolour = (): void => {
    if (!tray.isDestroyed() && shown !== null) tray.setImage(trayIcon(shown.view.icon));
  };
  nativeTheme.on('updated', recolour);
  // macOS opens the menu on a click; Linux hosts differ, so the menu has all actions too.
  if (process.platform !== 'darwin') tray.on('click', openWindow);
  render();

  return {
    render,
    menu: () => shown?.menu ?? null,
    view: () => shown?.view ?? null,
    destroy() {
      nativeTheme.off('updated', recolour);
      tray.destroy();
    },
  };
}
