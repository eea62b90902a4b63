/** The demo's first exchange: a translation request, sent to our own port like any client's. */

import { request } from 'undici';

const QUESTION = {
  model: 'gpt-4',
  messages: [
    { role: 'system', content: 'You are a professional translator.' },
    { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
  ],
  max_tokens: 500,
};

/** @param baseUrl `http://127.0.0.1:9080/v1` */
export async function sendFirstExchange(baseUrl: string): Promise<void> {
  const { body } = await request(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'curl/8.5.0' },
    body: JSON.stringify(QUESTION),
  });
  await body.dump();
}
