/** The private desktop of one journey worker: display with clipboard, session bus and keyring. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const scripts = resolve(import.meta.dirname, '../../../build/scripts');

/** Prints its environment and lives until its stdin is closed, which the end of the worker does too, however it came about. */
const holder = 'console.log(JSON.stringify(process.env)); process.stdin.resume();';

/** What a program finds the display, the bus and the keyring by, and the password for tests that lock the keyring. */
const names =
  /^(DISPLAY|XDG_DATA_HOME|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS|GNOME_KEYRING_CONTROL|NO_AT_BRIDGE|DRAGOMAN_KEYRING_PASSWORD)$/;

export interface Desktop {
  /** Resolves when its programs have ended. */
  close(): Promise<void>;
}

/**
 * Opens a desktop and sets the environment of this process to it, so that whatever is started next runs there. On other systems than
 * Linux there is none to be had: programs then run on the person's own.
 *
 * @throws when the display or the keyring cannot be started
 */
export async function openDesktop(): Promise<Desktop> {
  if (process.platform !== 'linux') return { close: async () => undefined };
  const child = spawn(
    join(scripts, 'with-display.sh'),
    [join(scripts, 'with-keyring.sh'), process.execPath, '-e', holder],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [said] = await Promise.race([once(lines, 'line'), ended.then(() => [null])]);
  if (typeof said !== 'string') throw new Error('The display or the keyring of the journeys did not start.');
  delete process.env['WAYLAND_DISPLAY'];
  delete process.env['XAUTHORITY'];
  Object.assign(process.env, found(said));
  return {
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}

function found(said: string): Record<string, string> {
  const environment = z.record(z.string(), z.string()).parse(JSON.parse(said));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.test(name)));
}
