/** Whether this desktop shows tray icons. Electron cannot tell: on a GNOME without the extension the icon is simply nowhere. */

import { hasNameOwner, sessionBusAddress } from '#electron/platform/dbus-session.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';

/** True everywhere but on a Linux desktop on which nobody collects status icons. */
export async function isTrayVisible(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<boolean> {
  if (platform !== 'linux') return true;
  const address = sessionBusAddress(environment);
  return address !== null && (await hasNameOwner(address, WATCHER)) === true;
}
