/** The single window: created on first use, hidden rather than closed, recreated when its page crashes. */

import { app, BrowserWindow, nativeTheme } from 'electron';
import windowStateKeeper from 'electron-window-state';
import { bindFeed } from '#electron/ipc/bind.ts';
import type { Feed } from '#electron/ipc/feed.ts';
import { APP_ORIGIN } from '#electron/ipc/sender.ts';
import { closeBehaviour } from './close-behaviour.ts';
import { windowOptions } from './window-options.ts';

export interface MainWindow {
  /** Shows the window in front, creating it if needed; resolves when its page listens. */
  open(): Promise<void>;
  current(): BrowserWindow | null;
  /** From now on closing destroys the window. */
  beginQuitting(): void;
}

export interface MainWindowOptions {
  readonly title: string;
  readonly preload: string;
  readonly feed: Feed;
  /** Read at every close: a panel may have started or crashed since. */
  readonly isTrayVisible: () => Promise<boolean>;
  readonly development: boolean;
  /** Called when the window was minimised because there is no tray. */
  readonly onMinimised: () => void;
  readonly onCrash: (reason: string) => void;
}

/** Maximum page reloads after crashes within a minute. */
const MAX_CRASHES = 3;

export function createMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | null = null;
  let loaded: Promise<void> = Promise.resolve();
  let quitting = false;
  let crashes: number[] = [];

  function make(): BrowserWindow {
    const state = windowStateKeeper({ defaultWidth: 1280, defaultHeight: 800 });
    // An unsaved position is undefined, which Electron rejects.
    const position = Number.isInteger(state.x) && Number.isInteger(state.y) ? { x: state.x, y: state.y } : {};
    const made = new BrowserWindow(
      windowOptions({
        title: options.title,
        preload: options.preload,
        bounds: { ...position, width: state.width, height: state.height },
        dark: nativeTheme.shouldUseDarkColors,
        development: options.development,
      }),
    );
    state.manage(made);
    bindFeed(options.feed, made);
    made.on('page-title-updated', (event) => event.preventDefault());
    made.on('close', (event) => {
      if (quitting) return;
      event.preventDefault();
      void putAway(made);
    });
    made.on('closed', () => {
      if (window === made) window = null;
    });
    made.webContents.on('render-process-gone', (_event, details) => {
      if (quitting || details.reason === 'clean-exit') return;
      options.onCrash(details.reason);
      const now = performance.now();
      crashes = [...crashes.filter((at) => now - at < 60_000), now];
      if (crashes.length <= MAX_CRASHES) loaded = load(made);
    });
    return made;
  }

  async function putAway(target: BrowserWindow): Promise<void> {
    const behaviour = closeBehaviour({ quitting, trayVisible: await options.isTrayVisible() });
    if (target.isDestroyed()) return;
    if (behaviour === 'close') target.close();
    else if (behaviour === 'hide') target.hide();
    else {
      target.minimize();
      options.onMinimised();
    }
  }

  async function load(target: BrowserWindow): Promise<void> {
    try {
      await target.loadURL(`${APP_ORIGIN}/index.html`);
    } catch (error) {
      options.onCrash(`the page did not load: ${String(error)}`);
    }
  }

  return {
    current: () => window,
    beginQuitting() {
      quitting = true;
    },
    async open() {
      if (quitting) return;
      if (window === null || window.isDestroyed()) {
        window = make();
        loaded = load(window);
      }
      const opening = window;
      await loaded;
      if (opening.isDestroyed()) return;
      if (opening.isMinimized()) opening.restore();
      opening.show();
      opening.focus();
      if (process.platform === 'darwin') await app.dock?.show();
    },
  };
}
