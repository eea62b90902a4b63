/** Recipes for editors and their extensions. */

import { keyFor, namingKeyFor, plainOrQuoted, type Recipe } from './recipe.ts';

export const editorRecipes: readonly Recipe[] = [
  {
    id: 'continue',
    name: 'Continue',
    group: 'editors',
    note: 'Continue picks the model up when you save the file.',
    snippets: (context) => [
      {
        place: '~/.continue/config.yaml',
        language: 'yaml',
        text: `name: Local
version: 1.0.0
schema: v1
models:
  - name: Claude through Dragoman
    provider: openai
    model: ${plainOrQuoted(context.model)}
    apiBase: ${context.baseUrl}
    apiKey: ${keyFor(context)}
    roles: [chat, edit, apply]
    capabilities: [tool_use, image_input]`,
      },
    ],
    client: 'continue',
  },
  {
    id: 'cline',
    name: 'Cline',
    group: 'editors',
    note: 'In the settings of Cline choose the API provider “OpenAI Compatible” and fill in:',
    snippets: (context) => [
      {
        place: 'Cline settings',
        language: 'text',
        text: `Base URL   ${context.baseUrl}\nAPI Key    ${keyFor(context)}\nModel ID   ${context.model}`,
      },
    ],
    client: 'cline',
  },
  {
    id: 'roo-code',
    name: 'Roo Code',
    group: 'editors',
    note: 'In the settings of Roo Code choose the API provider “OpenAI Compatible” and fill in:',
    snippets: (context) => [
      {
        place: 'Roo Code settings, Providers',
        language: 'text',
        text: `Base URL   ${context.baseUrl}\nAPI Key    ${keyFor(context)}\nModel      ${context.model}`,
      },
    ],
    client: 'roo-code',
  },
  {
    id: 'zed',
    name: 'Zed',
    group: 'editors',
    note: 'Zed keeps keys in the system’s keychain: enter the key at the top of this page in the agent panel’s settings, under LLM Providers, or set DRAGOMAN_API_KEY before you start Zed.',
    snippets: (context) => [
      {
        place: '~/.config/zed/settings.json',
        language: 'json',
        text: JSON.stringify(
          {
            language_models: {
              openai_compatible: {
                Dragoman: {
                  api_url: context.baseUrl,
                  available_models: [
                    {
                      name: context.model,
                      display_name: `${context.model} (Dragoman)`,
                      max_tokens: 200_000,
                      capabilities: { tools: true, images: true, parallel_tool_calls: true, prompt_cache_key: false },
                    },
                  ],
                },
              },
            },
          },
          null,
          2,
        ),
      },
    ],
    client: 'zed',
  },
  {
    id: 'vscode',
    name: 'VS Code, custom endpoint',
    group: 'editors',
    note: 'Run “Chat: Manage Language Models”, add “Custom Endpoint”, and enter the key at the top of this page. VS Code then opens the file for the models (version 1.122 or newer).',
    snippets: (context) => [
      {
        place: 'chatLanguageModels.json',
        language: 'json',
        text: JSON.stringify(
          [
            {
              name: 'Dragoman',
              vendor: 'customendpoint',
              apiKey: keyFor(context),
              apiType: 'chat-completions',
              models: [
                {
                  id: context.model,
                  name: `${context.model} (Dragoman)`,
                  url: `${context.baseUrl}/chat/completions`,
                  toolCalling: true,
                  vision: true,
                  maxInputTokens: 168_000,
                  maxOutputTokens: 32_000,
                },
              ],
            },
          ],
          null,
          2,
        ),
      },
    ],
    client: 'copilot',
  },
  {
    id: 'jetbrains',
    name: 'JetBrains AI Assistant',
    group: 'editors',
    note: 'Settings → Tools → AI Assistant → Providers & API keys: choose the provider “OpenAI-compatible” and fill in:',
    snippets: (context) => [
      {
        place: 'AI Assistant, Providers & API keys',
        language: 'text',
        text: `Base URL   ${context.baseUrl}\nKey        ${namingKeyFor(context, 'jetbrains')}\nModel      ${context.model}`,
      },
    ],
    client: 'jetbrains',
  },
  {
    id: 'obsidian-copilot',
    name: 'Obsidian Copilot',
    group: 'editors',
    note: 'Settings → Copilot → Model: add a custom model of the provider “3rd party (openai-format)” and turn on “Enable CORS”. Without it the request carries the origin app://obsidian.md, which you must then allow under Settings → Access.',
    snippets: (context) => [
      {
        place: 'Copilot settings, Add custom model',
        language: 'text',
        text: `Model name  ${context.model}\nProvider    3rd party (openai-format)\nBase URL    ${context.baseUrl}\nAPI key     ${namingKeyFor(context, 'obsidian-copilot')}`,
      },
    ],
    client: 'obsidian-copilot',
  },
  {
    id: 'cursor',
    name: 'Cursor',
    group: 'editors',
    note: 'Cursor cannot be connected. It sends requests to your base URL from its own servers, not from your machine, and these refuse private addresses: no setting here or there can change that. A tunnel would put your key’s proxy on the internet; do not do it.',
    snippets: () => [],
    client: null,
  },
];
