/** Things told to the user outside the window: a notification of the desktop, some of them only once ever. */

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Notification } from 'electron';

export function notify(title: string, body: string): void {
  if (Notification.isSupported()) new Notification({ title, body, silent: true }).show();
}

/** Remembers in the data folder that it was told. */
export function notifyOnce(dataFolder: string, name: string, title: string, body: string): void {
  const marker = join(dataFolder, `told-${name}`);
  if (existsSync(marker)) return;
  notify(title, body);
  try {
    writeFileSync(marker, '', { mode: 0o600 });
  } catch {
    // Told again next time, then.
  }
}
