/** Desktop notifications, some of them shown only once ever. */

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Notification } from 'electron';

export function notify(title: string, body: string): void {
  if (Notification.isSupported()) new Notification({ title, body, silent: true }).show();
}

/** Stores a marker in the data folder. */
export function notifyOnce(dataFolder: string, name: string, title: string, body: string): void {
  const marker = join(dataFolder, `told-${name}`);
  if (existsSync(marker)) return;
  notify(title, body);
  try {
    writeFileSync(marker, '', { mode: 0o600 });
  } catch {
    // Without the marker the notice appears again at the next start.
  }
}
