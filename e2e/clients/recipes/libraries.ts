/** The AI SDK, LangChain, the OpenAI Agents SDK (over both of its APIs) and LlamaIndex. */

import type { Recipe } from '../support/client-recipe.ts';
import { programCommand } from './program.ts';

const chat = { way: 'over chat completions', path: '/v1/chat/completions', tool: 'read_file' } as const;

export const libraries: readonly Recipe[] = [
  {
    ...chat,
    client: 'ai-sdk',
    command: (folder, prompt) => programCommand('ai-sdk', folder, [prompt]),
  },
  {
    ...chat,
    client: 'langchain',
    command: (folder, prompt) => programCommand('langchain', folder, [prompt]),
  },
  {
    ...chat,
    client: 'openai-agents',
    command: (folder, prompt) => programCommand('openai-agents', folder, [prompt, 'chat']),
  },
  {
    ...chat,
    client: 'openai-agents',
    way: 'over the Responses API',
    path: '/v1/responses',
    command: (folder, prompt) => programCommand('openai-agents', folder, [prompt, 'responses']),
  },
  {
    ...chat,
    client: 'openai-agents',
    way: 'over a WebSocket',
    path: '/v1/responses',
    transport: 'websocket',
    command: (folder, prompt) => programCommand('openai-agents', folder, [prompt, 'websocket']),
  },
  {
    ...chat,
    client: 'llamaindex',
    command: (folder, prompt) => programCommand('llamaindex', folder, [prompt]),
  },
];
