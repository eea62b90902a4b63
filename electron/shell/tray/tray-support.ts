/** Detects whether this desktop shows tray icons. Electron cannot detect it: on GNOME without the extension the icon is invisible. */

import { hasNameOwner, sessionBusAddress } from '#electron/platform/dbus-session.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';

/** True except on a Linux desktop without a StatusNotifier host. */
export async function isTrayVisible(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<boolean> {
  if (platform !== 'linux') return true;
  const address = sessionBusAddress(environment);
  return address !== null && (await hasNameOwner(address, WATCHER)) === true;
}
