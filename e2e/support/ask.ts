/** The client of a journey: sends requests and waits until the port responds. */

/** The request of the README's curl. */
export const readmeRequest = {
  model: 'gpt-4',
  messages: [
    { role: 'system', content: 'You are a professional translator.' },
    { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
  ],
  max_tokens: 500,
};

/** `userAgent`: which tool it claims to be; Node where none is given. */
export async function ask(baseUrl: string, body: object = readmeRequest, userAgent = 'node'): Promise<Response> {
  return await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify(body),
  });
}

/** 0 while nothing listens. */
export async function healthStatus(baseUrl: string): Promise<number> {
  return await fetch(`${baseUrl.replace(/\/v1$/, '')}/health`).then(
    (response) => response.status,
    () => 0,
  );
}
