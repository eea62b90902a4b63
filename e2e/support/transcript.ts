/** Records everything that the main process sends to the window: results and events. Installed before the key is entered. */

import type { ElectronApplication } from '@playwright/test';

export async function recordMessages(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ ipcMain, webContents }) => {
    const said: string[] = [];
    Reflect.set(globalThis, 'said', said);
    // Electron keeps the handlers of `invoke` here; there is no public API to observe results.
    const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
    if (!(handlers instanceof Map)) throw new Error('Electron keeps its handlers elsewhere now');
    for (const [channel, handler] of handlers) {
      if (typeof handler !== 'function') continue;
      handlers.set(channel, async (...args: unknown[]) => {
        const response: unknown = await handler(...args);
        said.push(JSON.stringify(response) ?? '');
        return response;
      });
    }
    for (const contents of webContents.getAllWebContents()) {
      const send = contents.send.bind(contents);
      contents.send = (channel: string, ...payload: unknown[]) => {
        said.push(JSON.stringify(payload));
        send(channel, ...payload);
      };
    }
  });
}

/** All messages so far, one JSON text each. */
export async function messagesSaid(app: ElectronApplication): Promise<string[]> {
  return await app.evaluate(() => {
    const said: unknown = Reflect.get(globalThis, 'said');
    return Array.isArray(said) ? said.map(String) : [];
  });
}
