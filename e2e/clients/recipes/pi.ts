/** pi uses all three APIs, with and without reasoning. */

import { join } from 'node:path';
import type { Recipe } from '../support/client-recipe.ts';

const free = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const room = { contextWindow: 200_000, maxTokens: 16_000, input: ['text'], cost: free };

interface Way {
  readonly way: string;
  readonly path: Recipe['path'];
  readonly api: string;
  readonly model: string;
  readonly thinking: string | null;
}

const ways: readonly Way[] = [
  {
    way: 'over chat completions',
    path: '/v1/chat/completions',
    api: 'openai-completions',
    model: 'gpt-4',
    thinking: null,
  },
  {
    way: 'over chat completions, reasoning',
    path: '/v1/chat/completions',
    api: 'openai-completions',
    model: 'gpt-5',
    thinking: 'high',
  },
  {
    way: 'over the Responses API, reasoning',
    path: '/v1/responses',
    api: 'openai-responses',
    model: 'gpt-5',
    thinking: 'high',
  },
  // It sends a thinking budget, which models up to this one accept.
  {
    way: 'over Messages, reasoning',
    path: '/v1/messages',
    api: 'anthropic-messages',
    model: 'claude-sonnet-4-5',
    thinking: 'low',
  },
];

export const pi: readonly Recipe[] = ways.map(({ way, path, api, model, thinking }) => ({
  client: 'pi',
  way,
  path,
  tool: 'read',
  command(folder, prompt) {
    const { installed, origin } = folder;
    const provider = {
      api,
      apiKey: 'any',
      // The Messages base URL is without `/v1`.
      baseUrl: path === '/v1/messages' ? origin : `${origin}/v1`,
      models: [{ id: model, name: model, reasoning: thinking !== null, ...room }],
    };
    folder.writeHome('.pi/agent/models.json', JSON.stringify({ providers: { dragoman: provider } }));
    return {
      program: process.execPath,
      parameters: [
        join(installed, 'node_modules/@mariozechner/pi-coding-agent/dist/cli.js'),
        '--model',
        `dragoman/${model}${thinking === null ? '' : `:${thinking}`}`,
        '-p',
        prompt,
      ],
      environment: { PI_OFFLINE: '1' },
    };
  },
}));
