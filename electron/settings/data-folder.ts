/** The data folder of settings and logs, with owner-only access. */

import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileErrorText } from '../platform/file-error.ts';

/** The relevant environment variables. */
export interface DataFolderEnvironment {
  readonly [name: string]: string | undefined;
}

/**
 * The data folder: `DRAGOMAN_DATA_DIR` when set, else the platform's folder for application settings. The same in app and
 * headless mode. Absolute; creates nothing.
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
 * Creates the folder with mode 0700. Restricts an existing folder only when it is empty or holds our settings file:
 * `--data-dir /tmp` must not change /tmp.
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
    // A foreign folder, or a file system without modes: the mode of the file still protects it.
  }
}

/**
 * Prepares the folder and tries to write in it: permissions alone do not tell of a read-only or full disk.
 * @returns the reason, in words for people, why nothing can be written there; null when it can
 */
export function dataFolderProblem(folder: string): string | null {
  try {
    prepareDataFolder(folder);
    rmdirSync(mkdtempSync(join(folder, '.write-test-')));
    return null;
  } catch (error) {
    return `The data folder ${folder} cannot be used: ${fileErrorText(error)}.`;
  }
}
