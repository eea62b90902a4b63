/** The client of a journey: sends what a tool would send, and waits until somebody answers. */

/** The request of the README's curl. */
export const readmeRequest = {
  model: 'gpt-4',
  messages: [
    { role: 'system', content: 'You are a professional translator.' },
    { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
  ],
  max_tokens: 500,
};

export async function ask(baseUrl: string, body: object = readmeRequest): Promise<Response> {
  return await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** 0 while nobody listens. */
export async function healthStatus(baseUrl: string): Promise<number> {
  return await fetch(`${baseUrl.replace(/\/v1$/, '')}/health`).then(
    (response) => response.status,
    () => 0,
  );
}
