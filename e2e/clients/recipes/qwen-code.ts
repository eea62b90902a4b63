/** Qwen Code: chat completions, configured by its environment. */

import { join } from 'node:path';
import type { Recipe } from '../support/client-recipe.ts';

export const qwenCode: Recipe = {
  client: 'qwen-code',
  way: 'over chat completions',
  path: '/v1/chat/completions',
  tool: 'read_file',
  toolInput: ({ file }) => ({ file_path: file }),
  command: ({ installed, origin }, prompt) => ({
    program: process.execPath,
    parameters: [
      join(installed, 'node_modules/@qwen-code/qwen-code/cli-entry.js'),
      '--auth-type',
      'openai',
      '--yolo',
      '-p',
      prompt,
    ],
    environment: { OPENAI_BASE_URL: `${origin}/v1`, OPENAI_API_KEY: 'any', OPENAI_MODEL: 'gpt-4' },
  }),
};
