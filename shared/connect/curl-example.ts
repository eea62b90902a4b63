/** An example first request: a short conversation through the chat completions endpoint. */

import { curlCommand } from '#shared/shell/curl-command.ts';
import type { Shell } from '#shared/shell/shell.ts';
import { keyFor, type RecipeContext } from './recipe.ts';

const BODY = {
  model: 'gpt-4',
  messages: [
    { role: 'system', content: 'You are a professional translator.' },
    { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
  ],
  max_tokens: 500,
};

export function curlExample(
  { baseUrl, ...key }: Pick<RecipeContext, 'baseUrl' | 'tokenNeeded' | 'token'>,
  shell: Shell = 'posix',
): string {
  if (shell !== 'posix') {
    const token: (readonly [string, string])[] = key.tokenNeeded ? [['Authorization', `Bearer ${keyFor(key)}`]] : [];
    return curlCommand(shell, {
      url: `${baseUrl}/chat/completions`,
      options: [],
      key: null,
      headers: [['Content-Type', 'application/json'], ...token],
      body: JSON.stringify(BODY),
    });
  }
  const authorization = key.tokenNeeded ? `-H "Authorization: Bearer ${keyFor(key)}" \\\n` : '';
  return `curl ${baseUrl}/chat/completions -X POST \\
-H "Content-Type: application/json" \\
${authorization}-d '{
    "model": "gpt-4",
    "messages": [
        {"role": "system", "content": "You are a professional translator."},
        {"role": "user", "content": "Translate the following to French: Hello, how are you?"}
    ],
    "max_tokens": 500
}'`;
}
