/** The options of every window; there is one factory. Source: Electron's security rules 2 to 11. */

import type { BrowserWindowConstructorOptions } from 'electron';

export interface WindowBounds {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowOptions {
  readonly title: string;
  readonly preload: string;
  readonly bounds: WindowBounds;
  /** The work area of the primary display: a smaller one lowers the least size. */
  readonly screen: { readonly width: number; readonly height: number };
  readonly dark: boolean;
  readonly development: boolean;
}

export function windowOptions({
  title,
  preload,
  bounds,
  screen,
  dark,
  development,
}: WindowOptions): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: Math.min(720, screen.width),
    minHeight: Math.min(480, screen.height),
    title,
    show: false,
    autoHideMenuBar: true,
    // The page's background colour, against a flash before the first paint.
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
