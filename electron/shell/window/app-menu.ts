/** The application menu: the standard items, without reload and developer tools in a packaged app. */

import type { MenuItemConstructorOptions } from 'electron';

export interface AppMenuOptions {
  readonly platform: NodeJS.Platform;
  readonly development: boolean;
  readonly show: (view: 'requests' | 'chat' | 'connect' | 'settings') => void;
}

/** An item has one accelerator: the others of the same action belong to items that are not shown. */
const otherZoomKeys: readonly MenuItemConstructorOptions[] = [
  { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false },
  { role: 'zoomIn', accelerator: 'CmdOrCtrl+numadd', visible: false },
  { role: 'zoomOut', accelerator: 'CmdOrCtrl+_', visible: false },
  { role: 'zoomOut', accelerator: 'CmdOrCtrl+numsub', visible: false },
  { role: 'resetZoom', accelerator: 'CmdOrCtrl+num0', visible: false },
];

export function appMenuTemplate({ platform, development, show }: AppMenuOptions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: mac ? 'Settings…' : 'Settings',
    accelerator: 'CmdOrCtrl+,',
    click: () => show('settings'),
  };
  const first: MenuItemConstructorOptions = mac
    ? {
        role: 'appMenu',
        submenu: [
          { role: 'about' },
          { type: 'separator' },
          settings,
          { type: 'separator' },
          { role: 'hide' },
          { role: 'hideOthers' },
          { role: 'unhide' },
          { type: 'separator' },
          { role: 'quit' },
        ],
      }
    : { label: 'File', submenu: [settings, { type: 'separator' }, { role: 'close' }, { role: 'quit' }] };
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { label: 'Requests', click: () => show('requests') },
      { label: 'Chat', click: () => show('chat') },
      { label: 'Connect', click: () => show('connect') },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      ...otherZoomKeys,
      { role: 'togglefullscreen' },
    ],
  };
  const developer: MenuItemConstructorOptions = {
    label: 'Developer',
    submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }],
  };
  return [first, { role: 'editMenu' }, view, { role: 'windowMenu' }, ...(development ? [developer] : [])];
}
