/** Recipes for chat programs and automation. Several run in containers, which do not share this machine's loopback address. */

import { commandLine } from '#shared/shell/environment.ts';
import { keyFor, namingKeyFor, rootUrl, type Recipe, type RecipeContext } from './recipe.ts';

export const appRecipes: readonly Recipe[] = [
  {
    id: 'open-webui',
    name: 'Open WebUI',
    group: 'apps',
    note: 'In a container, 127.0.0.1 is the container itself: run it on the network of the host, as here.',
    snippets: (context) => [{ place: 'Terminal', language: 'shell', text: dockerCommand(context) }],
    client: 'open-webui',
    looksLike: 'python',
  },
  {
    id: 'librechat',
    name: 'LibreChat',
    group: 'apps',
    note: 'Restart LibreChat after the change. In a container, 127.0.0.1 is the container itself: give the service api “network_mode: host” in docker-compose.override.yml.',
    snippets: (context) => [
      {
        place: 'librechat.yaml',
        language: 'yaml',
        text: `endpoints:
  custom:
    - name: Dragoman
      apiKey: ${namingKeyFor(context, 'librechat')}
      baseURL: ${context.baseUrl}
      models:
        default: [${JSON.stringify(context.model)}]
        fetch: true
      titleConvo: true
      titleModel: current_model`,
      },
    ],
    client: 'librechat',
    looksLike: 'langchain',
  },
  {
    id: 'cherry-studio',
    name: 'Cherry Studio',
    group: 'apps',
    note: 'Settings → Model Provider → Add, provider type OpenAI; then add the model below. Cherry Studio adds /v1 itself.',
    snippets: (context) => [
      {
        place: 'Cherry Studio, Model Provider',
        language: 'text',
        text: `API Key    ${keyFor(context)}\nAPI Host   ${rootUrl(context)}\nModel ID   ${context.model}`,
      },
    ],
    client: 'cherry-studio',
  },
  {
    id: 'n8n',
    name: 'n8n',
    group: 'apps',
    note: 'Create a credential of the type OpenAI, and use it in the node “OpenAI Chat Model”. n8n in a container needs the network of the host.',
    snippets: (context) => [
      {
        place: 'n8n, Credentials, OpenAI',
        language: 'text',
        text: `API Key    ${namingKeyFor(context, 'n8n')}\nBase URL   ${context.baseUrl}\nModel      ${context.model} (in the node, “By ID”)`,
      },
    ],
    client: 'n8n',
    looksLike: 'langchain',
  },
  {
    id: 'home-assistant',
    name: 'Home Assistant',
    group: 'apps',
    note: 'Home Assistant’s own OpenAI integration has no address field: install “Extended OpenAI Conversation” from HACS and fill in the form of Settings → Devices & services → Add integration. It must run on this machine, with the network of the host.',
    snippets: (context) => [
      {
        place: 'Extended OpenAI Conversation',
        language: 'text',
        text: `API Key               ${namingKeyFor(context, 'home-assistant')}\nBase Url              ${context.baseUrl}\nSkip Authentication   on\nModel (in Options)    ${context.model}`,
      },
    ],
    client: 'home-assistant',
    looksLike: 'openai-python',
  },
];

function dockerCommand(context: RecipeContext): string {
  const { shell, baseUrl } = context;
  const parts = [
    ['docker', 'run', '-d', '--network=host'],
    ['-e', `OPENAI_API_BASE_URL=${baseUrl}`],
    ['-e', `OPENAI_API_KEY=${namingKeyFor(context, 'open-webui')}`],
    ['ghcr.io/open-webui/open-webui:main'],
  ];
  return parts.map((words) => commandLine(shell, words)).join(shell === 'posix' ? ' \\\n  ' : ' ');
}
