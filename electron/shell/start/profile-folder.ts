/** The folder of Chromium's own files: the data folder, or a temporary one where that cannot be written. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolderProblem } from '#electron/settings/data-folder.ts';

export interface ProfileFolder {
  readonly path: string;
  /** Deletes a temporary one; call last. */
  remove(): void;
}

/** Without a folder that it can write to, Chromium reports a second instance, and the app would end. */
export function openProfileFolder(dataFolder: string): ProfileFolder {
  if (dataFolderProblem(dataFolder) === null) return { path: dataFolder, remove: () => undefined };
  const path = mkdtempSync(join(tmpdir(), 'dragoman-'));
  return {
    path,
    remove() {
      try {
        rmSync(path, { recursive: true, force: true });
      } catch {
        // Chromium may still write; the system empties its temporary folder.
      }
    },
  };
}
