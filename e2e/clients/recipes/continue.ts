/** Continue's command line: chat completions, with a model in its configuration file. */

import { join } from 'node:path';
import type { Recipe } from '../support/client-recipe.ts';

export const continueCli: Recipe = {
  client: 'continue',
  way: 'over chat completions',
  path: '/v1/chat/completions',
  tool: 'Read',
  toolInput: ({ file }) => ({ filepath: file }),
  command(folder, prompt) {
    const { installed, origin } = folder;
    const model = { name: 'Claude', provider: 'openai', model: 'gpt-4', apiBase: `${origin}/v1`, apiKey: 'any' };
    // JSON is YAML too.
    const configuration = folder.writeHome(
      'config.yaml',
      JSON.stringify({ name: 'Local', version: '1.0.0', schema: 'v1', models: [{ ...model, roles: ['chat'] }] }),
    );
    return {
      program: process.execPath,
      parameters: [
        join(installed, 'node_modules/@continuedev/cli/dist/cn.js'),
        '--config',
        configuration,
        '--auto',
        '-p',
        prompt,
      ],
      environment: { CONTINUE_TELEMETRY_ENABLED: '0' },
    };
  },
};
