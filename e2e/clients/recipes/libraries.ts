/** The AI SDK, LangChain, the OpenAI Agents SDK (over both of its APIs) and LlamaIndex. */

import type { Recipe } from '../support/client-recipe.ts';
import { programCommand } from './program.ts';

const chat = { way: 'over chat completions', path: '/v1/chat/completions', tool: 'read_file' } as const;

export const libraries: readonly Recipe[] = [
  {
    ...chat,
    client: 'ai-sdk',
    command: (place, prompt) => programCommand('ai-sdk', place, [prompt]),
  },
  {
    ...chat,
    client: 'langchain',
    command: (place, prompt) => programCommand('langchain', place, [prompt]),
  },
  {
    ...chat,
    client: 'openai-agents',
    command: (place, prompt) => programCommand('openai-agents', place, [prompt, 'chat']),
  },
  {
    ...chat,
    client: 'openai-agents',
    way: 'over the Responses API',
    path: '/v1/responses',
    command: (place, prompt) => programCommand('openai-agents', place, [prompt, 'responses']),
  },
  {
    ...chat,
    client: 'llamaindex',
    command: (place, prompt) => programCommand('llamaindex', place, [prompt]),
  },
];
