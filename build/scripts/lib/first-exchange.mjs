// The first request of a demo: an OpenAI-style conversation.

/** The body of the guide's curl command. */
const conversation = {
  model: 'gpt-4',
  messages: [
    { role: 'system', content: 'You are a professional translator.' },
    { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
  ],
  max_tokens: 500,
};

/**
 * Sends it through the proxy.
 * @param {string} baseUrl `http://127.0.0.1:PORT/v1`
 * @returns {Promise<string>} the response's status and body, for people
 */
export async function sendFirstExchange(baseUrl) {
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(conversation),
  });
  return `${response.status} ${await response.text()}`;
}

/** @param {string} baseUrl */
export function asCurl(baseUrl) {
  const body = JSON.stringify(conversation, null, 4);
  return `curl ${baseUrl}/chat/completions -X POST \\\n-H "Content-Type: application/json" \\\n-d '${body}'`;
}
