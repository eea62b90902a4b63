/** Recipes for agents in the terminal. */

import { commandLine, setVariables } from '#shared/shell/environment.ts';
import { codexModel } from '#shared/models/codex-models.ts';
import { profileFor } from '#shared/models/profile-for.ts';
import { keyFor, namingKeyFor, rootUrl, type Recipe } from './recipe.ts';

/** Beside Codex's configuration, which looks for it there. */
const CODEX_CATALOG = 'dragoman-models.json';

export const agentRecipes: readonly Recipe[] = [
  {
    id: 'codex',
    name: 'Codex CLI',
    group: 'agents',
    note: 'The first file tells Codex the context window, effort levels and inputs of the model; save it before the second one names it. The models at /v1/models?client_version=1 are in the same form, all of them.',
    snippets: (context) => [
      {
        place: `~/.codex/${CODEX_CATALOG}`,
        language: 'json',
        text: JSON.stringify(
          { models: [codexModel(context.model, context.model, profileFor(context.model), 1)] },
          null,
          2,
        ),
      },
      {
        place: '~/.codex/config.toml',
        language: 'toml',
        text: `model = ${JSON.stringify(context.model)}
model_provider = "dragoman"
model_catalog_json = "${CODEX_CATALOG}"

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
    client: 'codex',
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    group: 'agents',
    note: 'It uses the Messages API, which passes through unchanged: use it to inspect requests.',
    snippets: (context) => [
      {
        place: 'Terminal',
        language: 'shell',
        text: `${setVariables(context.shell, { ANTHROPIC_BASE_URL: rootUrl(context), ANTHROPIC_AUTH_TOKEN: keyFor(context) })}
claude`,
      },
      {
        place: '~/.claude/settings.json, for every session',
        language: 'json',
        text: JSON.stringify(
          { env: { ANTHROPIC_BASE_URL: rootUrl(context), ANTHROPIC_AUTH_TOKEN: keyFor(context) } },
          null,
          2,
        ),
      },
    ],
    client: 'claude-code',
  },
  {
    id: 'opencode',
    name: 'opencode',
    group: 'agents',
    note: 'Then choose the model with /models.',
    snippets: (context) => [
      {
        place: '~/.config/opencode/opencode.json',
        language: 'json',
        text: JSON.stringify(
          {
            provider: {
              dragoman: {
                npm: '@ai-sdk/openai-compatible',
                name: 'Dragoman',
                options: { baseURL: context.baseUrl, apiKey: keyFor(context) },
                models: { [context.model]: { name: `${context.model} (Dragoman)` } },
              },
            },
          },
          null,
          2,
        ),
      },
    ],
    client: 'opencode',
  },
  {
    id: 'qwen-code',
    name: 'Qwen Code',
    group: 'agents',
    note: 'On the first start choose the OpenAI-compatible sign-in.',
    snippets: (context) => [
      {
        place: 'Terminal',
        language: 'shell',
        text: `${setVariables(context.shell, {
          OPENAI_BASE_URL: context.baseUrl,
          OPENAI_API_KEY: keyFor(context),
          OPENAI_MODEL: context.model,
        })}
${commandLine(context.shell, ['qwen', '--auth-type', 'openai'])}`,
      },
    ],
    client: 'qwen-code',
  },
  {
    id: 'aider',
    name: 'aider',
    group: 'agents',
    note: 'The prefix openai/ selects the API in aider.',
    snippets: (context) => [
      {
        place: 'Terminal',
        language: 'shell',
        text: `${setVariables(context.shell, { OPENAI_API_BASE: context.baseUrl, OPENAI_API_KEY: namingKeyFor(context, 'aider') })}
${commandLine(context.shell, ['aider', '--model', `openai/${context.model}`])}`,
      },
      {
        place: '~/.aider.conf.yml, for every session',
        language: 'yaml',
        text: `model: ${JSON.stringify(`openai/${context.model}`)}
openai-api-base: ${context.baseUrl}
openai-api-key: ${namingKeyFor(context, 'aider')}`,
      },
    ],
    client: 'aider',
    looksLike: 'openai-python',
  },
];
