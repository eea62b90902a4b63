/** GitHub Copilot with a custom model uses all three APIs, with a default reasoning effort and tools of type `custom`. */

import { join } from 'node:path';
import type { Recipe } from '../support/client-recipe.ts';

interface Way {
  readonly way: string;
  readonly path: Recipe['path'];
  readonly model: string;
  readonly environment: Readonly<Record<string, string>>;
}

const ways: readonly Way[] = [
  { way: 'over chat completions', path: '/v1/chat/completions', model: 'gpt-4', environment: {} },
  {
    way: 'over the Responses API',
    path: '/v1/responses',
    model: 'gpt-5',
    environment: { COPILOT_PROVIDER_WIRE_API: 'responses' },
  },
  {
    way: 'over Messages',
    path: '/v1/messages',
    model: 'claude-sonnet-5-5',
    environment: { COPILOT_PROVIDER_TYPE: 'anthropic' },
  },
];

export const copilot: readonly Recipe[] = ways.map(({ way, path, model, environment }) => ({
  client: 'copilot',
  way,
  path,
  tool: 'view',
  toolInput: ({ file }) => ({ path: file }),
  command: ({ installed, origin }, prompt) => ({
    program: process.execPath,
    parameters: [join(installed, 'node_modules/@github/copilot/npm-loader.js'), '--allow-all-tools', '-p', prompt],
    environment: {
      // The Messages base URL is without `/v1`.
      COPILOT_PROVIDER_BASE_URL: path === '/v1/messages' ? origin : `${origin}/v1`,
      COPILOT_PROVIDER_API_KEY: 'any',
      COPILOT_MODEL: model,
      COPILOT_OFFLINE: 'true',
      COPILOT_AUTO_UPDATE: 'false',
      ...environment,
    },
  }),
}));
