/** Recipes for editors, agents and chat programs. */

import { keyFor, rootUrl, type Recipe } from './recipe.ts';
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
    model: ${context.model}
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
          { "name": "${context.model}", "max_tokens": 200000 }
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
        text: `export OPENAI_API_BASE=${context.baseUrl}\nexport OPENAI_API_KEY=${keyFor(context)}\naider --model openai/${context.model}`,
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
        text: `model = "${context.model}"
model_provider = "dragoman"

[model_providers.dragoman]
name = "Dragoman"
base_url = "${context.baseUrl}"
wire_api = "responses"${context.tokenNeeded ? '\nenv_key = "DRAGOMAN_KEY"' : ''}`,
      },
      ...(context.tokenNeeded
        ? [{ place: 'Terminal', language: 'shell' as const, text: `export DRAGOMAN_KEY=${keyFor(context)}\ncodex` }]
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
        text: `docker run -d --network=host \\
  -e OPENAI_API_BASE_URL=${context.baseUrl} \\
  -e OPENAI_API_KEY=${keyFor(context)} \\
  ghcr.io/open-webui/open-webui:main`,
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
        text: `export ANTHROPIC_BASE_URL=${rootUrl(context)}\nexport ANTHROPIC_API_KEY=${keyFor(context)}\nclaude`,
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

export const recipes: readonly Recipe[] = [...codeRecipes, ...toolRecipes];
