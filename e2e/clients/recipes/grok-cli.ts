/** Grok CLI: chat completions without streaming, and a field that only its own service has. */

import { join } from 'node:path';
import type { Recipe } from '../support/client-recipe.ts';

export const grokCli: Recipe = {
  client: 'grok-cli',
  way: 'over chat completions',
  path: '/v1/chat/completions',
  streams: false,
  tool: 'view_file',
  command: ({ installed, origin }, prompt) => ({
    program: process.execPath,
    parameters: [join(installed, 'node_modules/@vibe-kit/grok-cli/dist/index.js'), '-p', prompt],
    environment: { GROK_API_KEY: 'any', GROK_BASE_URL: `${origin}/v1`, GROK_MODEL: 'gpt-4' },
  }),
};
