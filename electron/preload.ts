/** The preload bridge between page and main process: two functions, allow-listed names, no logic. */

import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '#shared/ipc/bridge.ts';
import { callNames, eventNames } from '#shared/ipc/names.ts';

const callChannels = new Set<string>(callNames);
const eventChannels = new Set<string>(eventNames);

const bridge: Bridge = Object.freeze({
  async invoke(name, input) {
    if (!callChannels.has(name)) {
      return { ok: false, error: { code: 'unknown_call', message: 'There is no such call.', hint: null } };
    }
    return await ipcRenderer.invoke('dragoman:call', name, input);
  },
  subscribe(name, listener) {
    if (!eventChannels.has(name)) return () => undefined;
    const onEvent = (_event: unknown, eventName: unknown, payload: Parameters<typeof listener>[0]): void => {
      if (eventName === name) listener(payload);
    };
    ipcRenderer.on('dragoman:event', onEvent);
    return () => void ipcRenderer.off('dragoman:event', onEvent);
  },
} satisfies Bridge);

contextBridge.exposeInMainWorld('bridge', bridge);
