/** Where the settings file and the logs live, and that only their owner can read them. */

import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The part of the environment that decides. */
export interface DataFolderEnvironment {
  readonly [name: string]: string | undefined;
}

/**
 * The data folder: `DRAGOMAN_DATA_DIR` when set, else the place the platform keeps application settings in.
 * The same for the window and the headless twin, so both see the same settings. Absolute; nothing is created.
 */
export function resolveDataFolder(
  environment: DataFolderEnvironment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = environment['DRAGOMAN_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Dragoman');
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Dragoman');
  const configured = environment['XDG_CONFIG_HOME'];
  return join(configured !== undefined && configured !== '' ? configured : join(home, '.config'), 'Dragoman');
}

/**
 * Makes the folder, for its owner only (0700). A folder that is there already is closed to others only when it is empty or
 * holds our settings file: `--data-dir /tmp` must not close /tmp.
 */
export function prepareDataFolder(folder: string): void {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return;
  }
  const entries = readdirSync(folder);
  if (entries.length > 0 && !entries.includes('settings.json')) return;
  try {
    chmodSync(folder, 0o700);
  } catch {
    // Not our folder, or a file system without modes: the file's own mode still holds.
  }
}
