/** Streams in flight while the user changes the port, stops the proxy or quits. */

import { secretsOf } from './support/desktop/keyring.ts';
import { ask, healthStatus } from './support/ask.ts';
import { freePort, type RunningApp } from './support/app.ts';
import { expect, test } from './support/upstream.ts';

const KEY = 'sk-ant-api03-canary-of-the-streams-journey-abcd';

/** A stream that has begun: `rest` resolves with all of it, or with the part before it was cut. */
async function beginStream(baseUrl: string, pause: number): Promise<{ rest: Promise<string> }> {
  const response = await ask(baseUrl, {
    model: 'gpt-4',
    stream: true,
    messages: [{ role: 'user', content: `[[mock: slow=${pause}]] Tell me something long.` }],
  });
  const reader = response.body?.getReader();
  if (response.status !== 200 || reader === undefined) throw new Error(`no stream: ${response.status}`);
  const decoder = new TextDecoder();
  let text = decoder.decode((await reader.read()).value, { stream: true });
  const read = async (): Promise<string> => {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return text;
        text += decoder.decode(value, { stream: true });
      }
    } catch {
      return text;
    }
  };
  return { rest: read() };
}

async function saveKey({ window }: RunningApp): Promise<void> {
  await window.getByRole('link', { name: 'Settings', exact: true }).click();
  await window.getByLabel('API key').fill(KEY);
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByTestId('key-state')).toContainText('abcd');
}

test('a stream finishes on the old port while the new port already serves', async ({ start }) => {
  const { window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  const port = await freePort();
  const stream = await beginStream(baseUrl, 200);
  await window.getByRole('link', { name: 'Settings', exact: true }).click();
  await window.getByLabel('Port', { exact: true }).fill(String(port));
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => await healthStatus(`http://127.0.0.1:${port}/v1`)).toBe(200);
  expect(await healthStatus(baseUrl)).toBe(0);
  expect(await stream.rest).toContain('data: [DONE]');
  await expect(window.getByTestId('status')).toHaveAttribute('title', `Running on 127.0.0.1:${port}`);
});

test('quitting waits for a short response', async ({ start }) => {
  const { app, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  const stream = await beginStream(baseUrl, 60);
  const closed = app.waitForEvent('close');
  await app.evaluate(({ app: electronApp }) => electronApp.quit());
  expect(await stream.rest).toContain('data: [DONE]');
  await closed;
  expect(await healthStatus(baseUrl)).toBe(0);
});

test('quitting aborts a long response and its upstream call', async ({ start, upstream }) => {
  const running = await start({ endpoint: upstream.endpoint });
  await saveKey(running);
  const stream = await beginStream(running.baseUrl, 2_000);
  const closed = running.app.waitForEvent('close');
  await running.app.evaluate(({ app }) => app.quit());
  expect(await stream.rest).not.toContain('[DONE]');
  await closed;
  const outcomes = (): string[] =>
    upstream.mockServer.requests.filter(({ method }) => method === 'POST').map(({ outcome }) => outcome);
  await expect.poll(outcomes).toEqual(['client-gone']);
});

test('an uncaught error is shown, affects no response, and clears', async ({ start }) => {
  const { app, window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  const status = window.getByTestId('status');
  await expect(status).toHaveAttribute('title', /Running/);
  const stream = await beginStream(baseUrl, 100);
  // The state may be too short to observe.
  const seen = await status.evaluateHandle((element) => {
    const texts: string[] = [];
    const note = (): unknown => texts.push(element.textContent ?? '');
    new MutationObserver(note).observe(element, { characterData: true, childList: true, subtree: true });
    return texts;
  });
  await app.evaluate(() => {
    setTimeout(() => {
      throw new Error('thrown by a journey');
    });
  });
  await expect.poll(async () => (await seen.jsonValue()).join()).toContain('Running with problems');
  expect((await ask(baseUrl)).status).toBe(200);
  await expect(status).not.toContainText('problems');
  expect(await stream.rest).toContain('data: [DONE]');
  expect(await healthStatus(baseUrl)).toBe(200);
});

test('the client token: created by the switch, required by the proxy, shown on a click, replaced, and nowhere else', async ({
  start,
  upstream,
}) => {
  const running = await start({ endpoint: upstream.endpoint });
  const { window, baseUrl } = running;
  const askWith = async (token: string): Promise<number> => {
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ model: 'gpt-4', messages: [{ role: 'user', content: 'Hello' }] }),
    });
    return response.status;
  };
  const stored = (): string => secretsOf('dragoman').find(({ account }) => account === 'client-token')?.password ?? '';
  await saveKey(running);
  expect((await ask(baseUrl)).status).toBe(200);

  await window.getByRole('switch', { name: 'Require a token' }).click();
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  const state = window.getByTestId('token-state');
  await expect(state).toContainText('In the keychain');
  const token = stored();
  expect(token).toMatch(/^sk-dragoman-[\w-]{43}$/);
  await expect(state).not.toContainText(token);

  const refused = await ask(baseUrl);
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
  expect(await askWith(token)).toBe(200);
  expect(JSON.stringify(upstream.mockServer.requests.map(({ headers }) => headers))).not.toContain(token);

  await window.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(state).toHaveText(token);
  await window.getByRole('button', { name: 'Hide' }).click();
  await expect(state).not.toContainText(token);

  await test.step('snippets contain a placeholder for it, and the chat sends it', async () => {
    await window.getByRole('link', { name: 'Connect', exact: true }).click();
    await expect(window.getByTestId('connect')).toContainText('your-dragoman-token');
    await expect(window.getByTestId('connect')).not.toContainText(token);
    await window.getByRole('link', { name: 'Chat', exact: true }).click();
    await window.getByLabel('Message').fill('Translate the following to French: Hello, how are you?');
    await window.getByRole('button', { name: 'Send' }).click();
    await expect(window.getByTestId('answer')).toContainText('Bonjour');
  });

  await window.getByRole('link', { name: 'Settings', exact: true }).click();
  await window.getByRole('button', { name: 'Replace token' }).click();
  await window.getByRole('button', { name: 'Make a new one' }).click();
  await expect.poll(stored).not.toBe(token);
  expect([await askWith(token), await askWith(stored())]).toEqual([401, 200]);

  await window.getByRole('switch', { name: 'Require a token' }).click();
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(state).toBeHidden();
  expect((await ask(baseUrl)).status).toBe(200);
  expect(running.output()).not.toContain('sk-dragoman-');
});
