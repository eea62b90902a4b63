/** Starting, stopping and moving the proxy, with a notice when it does not work. */

import { call } from '../lib/window-bridge.ts';
import { setSettings, setStatus, reportOf, useAppStore } from '../state/app-store.ts';
import { notify } from '../ui/toast.tsx';
import { isListening } from '../state/status-text.ts';

async function tryAction(what: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const report = reportOf(error);
    notify(what, { description: [report.message, report.hint].filter(Boolean).join(' '), problem: true });
  }
}

export function startProxy(): Promise<void> {
  return tryAction('The proxy did not start', async () => setStatus(await call('proxy.start')));
}

export function stopProxy(): Promise<void> {
  return tryAction('The proxy did not stop', async () => setStatus(await call('proxy.stop')));
}

/** Saves another port and makes sure that the proxy listens on it. */
export function moveToPort(port: number): Promise<void> {
  return tryAction(`Port ${port} could not be used`, async () => {
    const settings = useAppStore.getState().app?.settings;
    if (settings === undefined) return;
    setSettings(await call('settings.save', { ...settings, port }));
    const status = await call('status.get');
    setStatus(isListening(status) || status.state === 'starting' ? status : await call('proxy.start'));
  });
}
