/** Recipes for editors, agents and chat programs. */

import { commandLine, setVariables } from '#shared/shell/environment.ts';
import { keyFor, rootUrl, type Recipe, type RecipeContext } from './recipe.ts';
import { codeRecipes } from './code-recipes.ts';

export const toolRecipes: readonly Recipe[] = [
  {
    id: 'continue',
    name: 'Continue',
    group: 'tool',
    note: 'Add the model to the list in the file; Continue picks it up when you save.',
    snippets: (context) => [
      {
        place: '~/.continue/config.yaml',
        language: 'yaml',
        text: `models:
  - name: Claude through Dragoman
    provider: openai
    model: ${plainOrQuoted(context.model)}
    apiBase: ${context.baseUrl}
    apiKey: ${keyFor(context)}
    roles: [chat, edit, apply]
    capabilities: [tool_use, image_input]`,
      },
    ],
    userAgent: /continue/,
  },
  {
    id: 'cline',
    name: 'Cline',
    group: 'tool',
    note: 'In the settings of Cline choose the API provider “OpenAI Compatible” and fill in:',
    snippets: (context) => [
      {
        place: 'Cline settings',
        language: 'text',
        text: `Base URL   ${context.baseUrl}\nAPI Key    ${keyFor(context)}\nModel ID   ${context.model}`,
      },
    ],
    userAgent: /cline/,
  },
  {
    id: 'zed',
    name: 'Zed',
    group: 'tool',
    note: 'The agent panel then asks for a key: enter the one at the top of this page.',
    snippets: (context) => [
      {
        place: '~/.config/zed/settings.json',
        language: 'json',
        text: `{
  "language_models": {
    "openai_compatible": {
      "Dragoman": {
        "api_url": "${context.baseUrl}",
        "available_models": [
          { "name": ${JSON.stringify(context.model)}, "max_tokens": 200000 }
        ]
      }
    }
  }
}`,
      },
    ],
    userAgent: /^zed\//,
  },
  {
    id: 'aider',
    name: 'aider',
    group: 'tool',
    note: 'The prefix openai/ selects the API in aider.',
    snippets: (context) => [
      {
        place: 'Terminal',
        language: 'shell',
        text: `${setVariables(context.shell, { OPENAI_API_BASE: context.baseUrl, OPENAI_API_KEY: keyFor(context) })}
${commandLine(context.shell, ['aider', '--model', `openai/${context.model}`])}`,
      },
    ],
    userAgent: /litellm|aider/,
  },
  {
    id: 'codex',
    name: 'Codex CLI',
    group: 'tool',
    note: 'Codex uses the Responses API only, at the same address.',
    snippets: (context) => [
      {
        place: '~/.codex/config.toml',
        language: 'toml',
        text: `model = ${JSON.stringify(context.model)}
model_provider = "dragoman"

[model_providers.dragoman]
name = "Dragoman"
base_url = "${context.baseUrl}"
wire_api = "responses"${context.tokenNeeded ? '\nenv_key = "DRAGOMAN_KEY"' : ''}`,
      },
      ...(context.tokenNeeded
        ? [
            {
              place: 'Terminal',
              language: 'shell' as const,
              text: `${setVariables(context.shell, { DRAGOMAN_KEY: keyFor(context) })}\ncodex`,
            },
          ]
        : []),
    ],
    userAgent: /codex/,
  },
  {
    id: 'open-webui',
    name: 'Open WebUI',
    group: 'tool',
    note: 'In a container, 127.0.0.1 is the container itself: run it on the network of the host, as here.',
    snippets: (context) => [
      {
        place: 'Terminal',
        language: 'shell',
        text: dockerCommand(context),
      },
    ],
    userAgent: /open.?webui/,
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    group: 'tool',
    note: 'It uses the Messages API, which passes through unchanged: use it to inspect requests.',
    snippets: (context) => [
      {
        place: 'Terminal',
        language: 'shell',
        text: `${setVariables(context.shell, { ANTHROPIC_BASE_URL: rootUrl(context), ANTHROPIC_API_KEY: keyFor(context) })}
claude`,
      },
    ],
    userAgent: /claude-(cli|code)/,
  },
  {
    id: 'cursor',
    name: 'Cursor',
    group: 'tool',
    note: 'Cursor cannot be connected. It sends requests to your base URL from its own servers, not from your machine, and these refuse private addresses: no setting here or there can change that. A tunnel would put your key’s proxy on the internet; do not do it.',
    snippets: () => [],
    userAgent: null,
  },
];

function dockerCommand(context: RecipeContext): string {
  const { shell, baseUrl } = context;
  const parts = [
    ['docker', 'run', '-d', '--network=host'],
    ['-e', `OPENAI_API_BASE_URL=${baseUrl}`],
    ['-e', `OPENAI_API_KEY=${keyFor(context)}`],
    ['ghcr.io/open-webui/open-webui:main'],
  ];
  return parts.map((words) => commandLine(shell, words)).join(shell === 'posix' ? ' \\\n  ' : ' ');
}

/** A JSON string is one of YAML too. */
function plainOrQuoted(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}

export const recipes: readonly Recipe[] = [...codeRecipes, ...toolRecipes];
