/** opencode: chat completions through its own copy of the AI SDK. It sends `cache_control` in many places for Claude models. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from '../support/client-recipe.ts';

export const opencode: Recipe = {
  client: 'opencode',
  way: 'over chat completions',
  path: '/v1/chat/completions',
  tool: 'read',
  command({ installed, origin, work }, prompt) {
    const provider = {
      npm: '@ai-sdk/openai-compatible',
      name: 'Dragoman',
      options: { baseURL: `${origin}/v1`, apiKey: 'any' },
      models: { 'claude-sonnet-5-5': { name: 'Claude' } },
    };
    const configuration = { autoupdate: false, share: 'disabled', provider: { dragoman: provider } };
    writeFileSync(join(work, 'opencode.json'), JSON.stringify(configuration));
    return {
      program: join(installed, `node_modules/opencode-${process.platform}-${process.arch}/bin/opencode`),
      parameters: ['run', '--model', 'dragoman/claude-sonnet-5-5', prompt],
      environment: {
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      },
    };
  },
};
