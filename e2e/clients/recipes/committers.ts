/** Clients without tools: they send one request about a staged change and commit with the response. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { environmentOf, type ClientFolder } from '../support/client-folder.ts';
import type { Command } from '../support/client-recipe.ts';

export interface Committer {
  readonly client: string;
  readonly command: (folder: ClientFolder) => Command;
}

export const committers: readonly Committer[] = [
  {
    client: 'aicommits',
    command(here) {
      const entries = [
        'provider=custom',
        `OPENAI_BASE_URL=${here.origin}/v1`,
        'OPENAI_API_KEY=any',
        'OPENAI_MODEL=gpt-4',
      ];
      here.writeHome('.aicommits', entries.join('\n'));
      return {
        program: process.execPath,
        parameters: [join(here.installed, 'node_modules/aicommits/dist/cli.mjs'), '--yes'],
      };
    },
  },
  {
    client: 'opencommit',
    command: (here) => ({
      program: process.execPath,
      parameters: [join(here.installed, 'node_modules/opencommit/out/cli.cjs'), '--yes'],
      environment: {
        OCO_AI_PROVIDER: 'openai',
        OCO_API_KEY: 'any',
        OCO_API_URL: `${here.origin}/v1`,
        OCO_MODEL: 'gpt-4o-mini',
        OCO_GITPUSH: 'false',
        // It ignores NO_PROXY.
        HTTP_PROXY: undefined,
        HTTPS_PROXY: undefined,
      },
    }),
  },
];

/** Turns the working folder into a git repository with a staged file. */
export function stageChange(folder: ClientFolder): void {
  folder.writeHome('.gitconfig', '[user]\nname = Demo\nemail = demo@example.org\n[init]\ndefaultBranch = main\n');
  const options = { cwd: folder.work, env: environmentOf(folder) };
  execFileSync('git', ['init', '-q'], options);
  execFileSync('git', ['add', 'README.md'], options);
}
