/** Claude Code: the Messages API itself, with a long list of betas. */

import { join } from 'node:path';
import type { Recipe } from '../support/client-recipe.ts';

export const claudeCode: Recipe = {
  client: 'claude-code',
  way: 'over Messages',
  path: '/v1/messages',
  tool: 'Read',
  toolInput: ({ file }) => ({ file_path: file }),
  command: ({ installed, origin }, prompt) => ({
    program: join(installed, `node_modules/@anthropic-ai/claude-code-${process.platform}-${process.arch}/claude`),
    parameters: ['--model', 'claude-sonnet-5-5', '--allowedTools', 'Read', '-p', prompt],
    environment: {
      ANTHROPIC_BASE_URL: origin,
      ANTHROPIC_API_KEY: 'any',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
    },
  }),
};
