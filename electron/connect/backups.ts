/** The original bytes of the files that were set up, in the data folder, so that they can be brought back. */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SetUpTool } from '#shared/connect/set-up.ts';
import { writeAtomically } from './config-file.ts';

const backupSchema = z.strictObject({
  version: z.literal(1),
  /** As the tool finds it: a link stays one. */
  path: z.string().min(1),
  /** Null: there was no file. */
  original: z.base64().nullable(),
  /** SHA-256 of what was written last. */
  written: z.string(),
  /** The file was changed by others between two set-ups. */
  edited: z.boolean(),
});
export type Backup = z.infer<typeof backupSchema>;

export interface Backups {
  /** Null without one, also when it cannot be read. */
  read(tool: SetUpTool): Backup | null;
  /** @throws the file system's error */
  write(tool: SetUpTool, backup: Backup): void;
  remove(tool: SetUpTool): void;
}

export function createBackups(folder: string): Backups {
  const pathOf = (tool: SetUpTool): string => join(folder, `${tool}.json`);
  return {
    read(tool) {
      try {
        const value: unknown = JSON.parse(readFileSync(pathOf(tool), 'utf8'));
        return backupSchema.parse(value);
      } catch {
        return null;
      }
    },
    write: (tool, backup) => writeAtomically(pathOf(tool), Buffer.from(JSON.stringify(backup)), 0o600),
    remove: (tool) => rmSync(pathOf(tool), { force: true }),
  };
}
