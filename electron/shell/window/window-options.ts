/** How a window of ours is made. There is one factory, and this is its one set of options. Source: Electron's security rules 2 to 11. */

import type { BrowserWindowConstructorOptions } from 'electron';

export interface WindowPlace {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowOptions {
  readonly title: string;
  readonly preload: string;
  readonly place: WindowPlace;
  readonly dark: boolean;
  readonly development: boolean;
}

export function windowOptions({
  title,
  preload,
  place,
  dark,
  development,
}: WindowOptions): BrowserWindowConstructorOptions {
  return {
    ...place,
    minWidth: 720,
    minHeight: 480,
    title,
    show: false,
    autoHideMenuBar: true,
    // The page's own ground, so that nothing flashes before it is drawn.
    backgroundColor: dark ? '#14161a' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: development,
    },
  };
}
