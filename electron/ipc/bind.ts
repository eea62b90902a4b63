/** Binds the IPC calls to Electron's `ipcMain` and the feed to the window. The only receiver of page messages. */

import { type BrowserWindow, ipcMain } from 'electron';
import type { CallResult } from '#shared/ipc/bridge.ts';
import type { Dispatch } from './dispatch.ts';
import type { Feed, FeedTarget } from './feed.ts';
import { isTrustedSender } from './sender.ts';

/** The two channels; the preload repeats them, because it may import types only. */
const CALL_CHANNEL = 'dragoman:call';
const EVENT_CHANNEL = 'dragoman:event';

const REFUSED: CallResult<never> = {
  ok: false,
  error: { code: 'forbidden_sender', message: 'Only the window of Dragoman may call.', hint: null },
};

/** @param currentWindow the window, or null while there is none */
export function bindCalls(dispatch: Dispatch, currentWindow: () => BrowserWindow | null): void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown) => {
    const window = currentWindow();
    const ours = window !== null && !window.isDestroyed() && event.sender === window.webContents;
    if (!isTrustedSender(event.senderFrame, ours)) return REFUSED;
    return await dispatch(name, input);
  });
}

/** Connects the feed to a window while its page is loaded. */
export function bindFeed(feed: Feed, window: BrowserWindow): void {
  const contents = window.webContents;
  const target: FeedTarget = {
    send(name, payload) {
      if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(EVENT_CHANNEL, name, payload);
    },
  };
  contents.on('dom-ready', () => feed.attach(target));
  const detach = (): void => feed.detach();
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) detach();
  });
  contents.on('render-process-gone', detach);
  // Messages to a hanging page would pile up; a resync follows when it responds again.
  contents.on('unresponsive', detach);
  contents.on('responsive', () => feed.attach(target, true));
  contents.on('destroyed', detach);
}
