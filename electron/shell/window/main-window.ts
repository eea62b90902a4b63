/** The single window: created on first use, hidden rather than closed, recreated when its page crashes. */

import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import windowStateKeeper from 'electron-window-state';
import { bindFeed } from '#electron/ipc/bind.ts';
import type { Feed } from '#electron/ipc/feed.ts';
import { APP_ORIGIN } from '#electron/ipc/sender.ts';
import { closeBehaviour } from './close-behaviour.ts';
import { fitToScreens, type ScreenArea } from './fit-to-screen.ts';
import { windowOptions } from './window-options.ts';
import { zoomLevelAfter } from './zoom-level.ts';

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
  /** Counts `open()`. */
  let openings = 0;

  function make(): BrowserWindow {
    const state = windowStateKeeper({ defaultWidth: 1280, defaultHeight: 800 });
    const fitted = fitToScreens({ x: state.x, y: state.y, width: state.width, height: state.height }, workAreas());
    // An unsaved position is undefined, which Electron rejects; without one it centres the window.
    const position = Number.isInteger(state.x) && Number.isInteger(state.y) ? { x: fitted.x, y: fitted.y } : {};
    const made = new BrowserWindow(
      windowOptions({
        title: options.title,
        preload: options.preload,
        bounds: { ...position, width: fitted.width, height: fitted.height },
        screen: workAreas()[0] ?? fitted,
        dark: nativeTheme.shouldUseDarkColors,
        development: options.development,
      }),
    );
    state.manage(made);
    const fit = (): void => fitWindow(made);
    screen.on('display-removed', fit);
    screen.on('display-metrics-changed', fit);
    bindFeed(options.feed, made);
    made.webContents.on('zoom-changed', (_event, direction) => {
      made.webContents.setZoomLevel(zoomLevelAfter(made.webContents.getZoomLevel(), direction));
    });
    made.on('page-title-updated', (event) => event.preventDefault());
    made.on('close', (event) => {
      if (quitting) return;
      event.preventDefault();
      void putAway(made);
    });
    made.on('closed', () => {
      screen.off('display-removed', fit);
      screen.off('display-metrics-changed', fit);
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
    const before = openings;
    const behaviour = closeBehaviour({ quitting, trayVisible: await options.isTrayVisible() });
    // It may have been opened again while the session bus was asked.
    if (target.isDestroyed() || openings !== before) return;
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
      openings += 1;
      if (window === null || window.isDestroyed()) {
        window = make();
        loaded = load(window);
      }
      const opening = window;
      await loaded;
      if (opening.isDestroyed()) return;
      if (opening.isMinimized()) opening.restore();
      fitWindow(opening);
      opening.show();
      opening.focus();
      if (process.platform === 'darwin') await app.dock?.show();
    },
  };
}

/** The primary display's first. */
function workAreas(): readonly ScreenArea[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}

function fitWindow(target: BrowserWindow): void {
  if (target.isDestroyed() || target.isMaximized() || target.isFullScreen()) return;
  const bounds = target.getBounds();
  const fitted = fitToScreens(bounds, workAreas());
  if (fitted !== bounds) target.setBounds(fitted);
}
