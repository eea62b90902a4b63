/** Libraries have no command: a small program uses each, beside a link to its node_modules. */

import { copyFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from '../support/client-recipe.ts';
import type { ClientFolder } from '../support/client-folder.ts';

/** @param name of the file in `programs/`, without its ending */
export function programCommand(name: string, folder: ClientFolder, parameters: readonly string[]): Command {
  const program = join(folder.work, 'program.mjs');
  copyFileSync(resolve(import.meta.dirname, '../programs', `${name}.mjs`), program);
  symlinkSync(join(folder.installed, 'node_modules'), join(folder.work, 'node_modules'), 'junction');
  return {
    program: process.execPath,
    parameters: [program, ...parameters],
    environment: { OPENAI_BASE_URL: `${folder.origin}/v1`, OPENAI_API_KEY: 'any' },
  };
}
