/** Codex: the Responses API only, with a custom model provider in its configuration. Its tools depend on the model's name. */

import { join } from 'node:path';
import type { Recipe } from '../support/client-recipe.ts';

const ways = [
  { way: 'over the Responses API, tools in namespaces', model: 'gpt-5-codex' },
  { way: 'over the Responses API, custom tools and tool search', model: 'gpt-5.5' },
];

export const codex: readonly Recipe[] = ways.map(({ way, model }) => ({
  client: 'codex',
  way,
  path: '/v1/responses',
  tool: 'exec_command',
  toolInput: () => ({ cmd: 'cat README.md' }),
  command(folder, prompt) {
    const { installed, origin } = folder;
    folder.writeHome(
      '.codex/config.toml',
      [
        `model = "${model}"`,
        'model_provider = "dragoman"',
        'check_for_update_on_startup = false',
        '[analytics]',
        'enabled = false',
        '[model_providers.dragoman]',
        'name = "Dragoman"',
        `base_url = "${origin}/v1"`,
        'wire_api = "responses"',
      ].join('\n'),
    );
    return {
      program: process.execPath,
      parameters: [
        join(installed, 'node_modules/@openai/codex/bin/codex.js'),
        'exec',
        '--skip-git-repo-check',
        // Its sandbox needs privileges that containers rarely have; our command is harmless.
        '--dangerously-bypass-approvals-and-sandbox',
        prompt,
      ],
    };
  },
}));
