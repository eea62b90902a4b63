/** Cline's command line: chat completions. A separate command configures its provider first. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { environmentOf } from '../support/client-folder.ts';
import type { Recipe } from '../support/client-recipe.ts';

export const cline: Recipe = {
  client: 'cline',
  way: 'over chat completions',
  path: '/v1/chat/completions',
  tool: 'read_files',
  command(client, prompt) {
    const { home, installed, origin } = client;
    const program = join(installed, `node_modules/@cline/cli-${process.platform}-${process.arch}/bin/cline`);
    const folder = join(home, '.cline');
    const enter = ['auth', '-p', 'openai', '-k', 'any', '-m', 'gpt-4', '-b', `${origin}/v1`, '--config', folder];
    // In this process, not in a daemon that outlives it.
    const environment = { CLINE_SESSION_BACKEND_MODE: 'local' };
    execFileSync(program, enter, {
      cwd: client.work,
      env: { ...environmentOf(client), ...environment },
      timeout: 60_000,
      stdio: 'pipe',
    });
    return { program, parameters: ['-P', 'openai', '-m', 'gpt-4', '--config', folder, prompt], environment };
  },
};
