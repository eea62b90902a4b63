/** GitHub's Copilot with a model of one's own: chat completions with an unasked reasoning effort and tools of type custom. */

import { join } from 'node:path';
import type { Recipe } from '../support/recipe.ts';

export const copilot: Recipe = {
  client: 'copilot',
  way: 'over chat completions',
  path: '/v1/chat/completions',
  tool: 'view',
  toolInput: ({ file }) => ({ path: file }),
  command: ({ installed, origin }, prompt) => ({
    program: process.execPath,
    parameters: [join(installed, 'node_modules/@github/copilot/npm-loader.js'), '--allow-all-tools', '-p', prompt],
    environment: {
      COPILOT_PROVIDER_BASE_URL: `${origin}/v1`,
      COPILOT_PROVIDER_API_KEY: 'any',
      COPILOT_MODEL: 'gpt-4',
      COPILOT_OFFLINE: 'true',
      COPILOT_AUTO_UPDATE: 'false',
    },
  }),
};
