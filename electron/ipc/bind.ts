/** Ties the calls to Electron's `ipcMain`, and the feed to the window. The only place where messages from a page arrive. */

import { type BrowserWindow, ipcMain } from 'electron';
import type { CallResult } from '#shared/ipc/bridge.ts';
import type { Dispatch } from './dispatch.ts';
import type { Feed, FeedTarget } from './feed.ts';
import { isTrustedSender } from './sender.ts';

/** The two channels; the preload spells them out again, because it may import types alone. */
const CALL_CHANNEL = 'dragoman:call';
const EVENT_CHANNEL = 'dragoman:event';

const REFUSED: CallResult<never> = {
  ok: false,
  error: { code: 'forbidden_sender', message: 'Only the window of Dragoman may call.', hint: null },
};

/** @param currentWindow our one window, or null while there is none */
export function bindCalls(dispatch: Dispatch, currentWindow: () => BrowserWindow | null): void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown) => {
    const window = currentWindow();
    const ours = window !== null && !window.isDestroyed() && event.sender === window.webContents;
    if (!isTrustedSender(event.senderFrame, ours)) return REFUSED;
    return await dispatch(name, input);
  });
}

/** Feeds a window while its page lives. */
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
  // Messages to a page that hangs would pile up; it gets the whole picture when it is back.
  contents.on('unresponsive', detach);
  contents.on('responsive', () => feed.attach(target, true));
  contents.on('destroyed', detach);
}
