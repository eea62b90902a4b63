/** An example first request: a short conversation through the chat completions endpoint. */

import { keyFor, type RecipeContext } from './recipe.ts';

/** A POSIX shell command. */
export function curlExample({ baseUrl, tokenNeeded }: Pick<RecipeContext, 'baseUrl' | 'tokenNeeded'>): string {
  const authorization = tokenNeeded ? `-H "Authorization: Bearer ${keyFor({ tokenNeeded })}" \\\n` : '';
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
