/** Recipes for one's own code: terminal and SDKs. */

import { setVariables } from '#shared/shell/environment.ts';
import { curlExample } from './curl-example.ts';
import { keyFor, rootUrl, type Recipe } from './recipe.ts';

export const codeRecipes: readonly Recipe[] = [
  {
    id: 'curl',
    name: 'curl',
    group: 'code',
    note: 'An Authorization header is needed only where the proxy asks for a token.',
    snippets: (context) => [{ place: 'Terminal', language: 'shell', text: curlExample(context, context.shell) }],
    client: 'curl',
  },
  {
    id: 'openai-typescript',
    name: 'OpenAI SDK, TypeScript',
    group: 'code',
    note: 'Works with every SDK call that Claude supports, including streaming and tools.',
    snippets: (context) => [
      {
        place: 'npm install openai',
        language: 'typescript',
        text: `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${context.baseUrl}',
  apiKey: '${keyFor(context)}',
});

const completion = await client.chat.completions.create({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Hello, how are you?' }],
});
console.log(completion.choices[0]?.message.content);`,
      },
    ],
    client: 'openai-node',
  },
  {
    id: 'openai-python',
    name: 'OpenAI SDK, Python',
    group: 'code',
    note: 'OPENAI_BASE_URL and OPENAI_API_KEY do the same without code changes.',
    snippets: (context) => [
      {
        place: 'pip install openai',
        language: 'python',
        text: `from openai import OpenAI

client = OpenAI(
    base_url="${context.baseUrl}",
    api_key="${keyFor(context)}",
)

completion = client.chat.completions.create(
    model="gpt-4o",
    messages=[{"role": "user", "content": "Hello, how are you?"}],
)
print(completion.choices[0].message.content)`,
      },
    ],
    client: 'openai-python',
  },
  {
    id: 'environment',
    name: 'Environment variables',
    group: 'code',
    note: 'Most programs built on an OpenAI SDK read these.',
    snippets: (context) => [
      {
        place: 'Terminal',
        language: 'shell',
        text: setVariables(context.shell, { OPENAI_BASE_URL: context.baseUrl, OPENAI_API_KEY: keyFor(context) }),
      },
    ],
    client: null,
  },
  {
    id: 'anthropic-sdk',
    name: 'Anthropic SDK',
    group: 'code',
    note: 'Requests to /v1/messages pass through as they are, with the stored key.',
    snippets: (context) => [
      {
        place: 'npm install @anthropic-ai/sdk',
        language: 'typescript',
        text: `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({
  baseURL: '${rootUrl(context)}',
  apiKey: '${keyFor(context)}',
});

const message = await client.messages.create({
  model: ${JSON.stringify(context.model).replace(/^"([^'\\\\"]*)"$/, "'$1'")},
  max_tokens: 500,
  messages: [{ role: 'user', content: 'Hello, how are you?' }],
});
console.log(message.content);`,
      },
    ],
    client: 'anthropic-node',
  },
];
