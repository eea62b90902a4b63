/** First start: no key yet, settings, the first request, and its four messages. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, healthStatus } from './support/ask.ts';
import { storedKeys } from './support/desktop/keyring.ts';
import { expect, test } from './support/upstream.ts';

const KEY = 'sk-ant-api03-first-start-journey-0123456789-abcd';

test('first start: key and model are saved, the README’s curl appears as an exchange', async ({ start, upstream }) => {
  const { window, baseUrl } = await start();
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);

  await test.step('without a key the client gets a hint to Settings', async () => {
    const refused = await ask(baseUrl);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({
      error: { code: 'no_api_key', message: expect.stringContaining('Settings') },
    });
  });

  await test.step('settings are saved at once', async () => {
    await window.getByRole('link', { name: 'Settings', exact: true }).click();
    await window.getByLabel('Model', { exact: true }).fill('claude-opus-5-5');
    await window.keyboard.press('Escape');
    await window.getByLabel('API key').fill(KEY);
    await window.getByLabel('Endpoint').fill(upstream.endpoint);
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(window.getByTestId('key-state')).toContainText('abcd');
    await expect(window.getByTestId('key-state')).not.toContainText(KEY);
    expect(storedKeys()).toEqual([{ key: KEY, origin: new URL(upstream.endpoint).origin, confirmed: [] }]);
  });

  await test.step('the response has OpenAI’s shape', async () => {
    const response = await ask(baseUrl);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-dragoman-model')).toBe('claude-opus-5-5');
    expect(await response.json()).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-4',
      choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: expect.stringContaining('Bonjour') } }],
    });
    const sent = upstream.mockServer.requests.findLast(({ target }) => target === '/v1/messages');
    expect(sent?.headers).toMatchObject({ 'x-api-key': KEY, 'anthropic-version': '2023-06-01' });
    expect(sent?.body).toMatchObject({
      model: 'claude-opus-5-5',
      max_tokens: 500,
      system: [{ text: 'You are a professional translator.' }],
    });
  });

  await test.step('the window shows all four sides', async () => {
    await window.getByRole('link', { name: 'Requests', exact: true }).click();
    const rows = window.getByTestId('exchange-row');
    await expect(rows).toHaveCount(2);
    await rows.filter({ hasText: '200' }).click();
    await expect(window.getByTestId('side-clientRequest')).toContainText('gpt-4');
    await expect(window.getByTestId('side-upstreamRequest')).toContainText('claude-opus-5-5');
    await expect(window.getByTestId('side-upstreamResponse')).toContainText('end_turn');
    await expect(window.getByTestId('side-clientResponse')).toContainText('chat.completion');
  });
});

test('a settings file of another program is read; an endpoint that would leak the key and an import that fails are refused with the reason', async ({
  start,
  folder,
}) => {
  const dataFolder = folder('edited');
  const edited = '\uFEFF// mine\r\n{\r\n  "model": "claude-haiku-5-5", // cheap\r\n}\r\n';
  writeFileSync(join(dataFolder, 'settings.json'), Buffer.from(edited, 'utf16le'));
  // Of a display that is not there any more, and larger than any.
  const gone = { x: 5000, y: 3000, width: 4000, height: 3000 };
  writeFileSync(
    join(dataFolder, 'window-state.json'),
    JSON.stringify({ ...gone, displayBounds: { ...gone, x: 4000, y: 2000 } }),
  );
  const { app, window } = await start({ dataFolder });
  const fits = await app.evaluate(({ BrowserWindow, screen }) => {
    const { workArea } = screen.getPrimaryDisplay();
    const { x, y, width, height } = BrowserWindow.getAllWindows()[0]?.getBounds() ?? workArea;
    return (
      x >= workArea.x &&
      y >= workArea.y &&
      x + width <= workArea.x + workArea.width &&
      y + height <= workArea.y + workArea.height
    );
  });
  expect(fits).toBe(true);
  await window.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(window.getByLabel('Model', { exact: true })).toHaveValue('claude-haiku-5-5');
  const endpoint = window.getByLabel('Endpoint');
  for (const [value, reason] of [
    ['http://example.com/v1/messages', /https/],
    ['https://user:secret@example.com/v1/messages', /user name or password/],
    ['nonsense', /not a URL/],
  ] as const) {
    await endpoint.fill(value);
    await expect(window.getByText(reason).first()).toBeVisible();
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(window.getByText('Not saved yet')).toBeVisible();
  }

  await test.step('a failed import says so, keeps the text, and leaves unsaved edits alone', async () => {
    const text = window.getByLabel('Configuration to import');
    const pasted = '{\n  "model" "claude-opus-5-5"\n}';
    await text.fill(pasted);
    await window.getByRole('button', { name: 'Import', exact: true }).click();
    const problems = window.getByTestId('import-problems');
    await expect(problems).toContainText('Nothing was imported');
    await expect(problems).toContainText('line 2, column 11');
    await expect(text).toHaveValue(pasted);
    await expect(endpoint).toHaveValue('nonsense');
    await expect(window.getByText('Imported', { exact: true })).toBeHidden();
  });

  await test.step('one that works leaves the other edits alone, and its notice covers nothing of it', async () => {
    const text = window.getByLabel('Configuration to import');
    await text.fill('// mine\n{"model": "claude-opus-5-5",}');
    const button = window.getByRole('button', { name: 'Import', exact: true });
    await button.click();
    const notice = window.getByText('Imported', { exact: true });
    await expect(notice).toBeVisible();
    const [box, spoken] = [await notice.boundingBox(), await button.boundingBox()];
    expect(box !== null && spoken !== null && Math.abs(box.y - spoken.y) > 100).toBe(true);
    await expect(text).toHaveValue('');
    await expect(window.getByLabel('Model', { exact: true })).toHaveValue('claude-opus-5-5');
    await expect(endpoint).toHaveValue('nonsense');
  });
});

test('settings apply to the next request while another is in flight', async ({ start, upstream }) => {
  const { window, baseUrl } = await start({ endpoint: upstream.endpoint, model: 'claude-opus-5-5' });
  await window.getByRole('link', { name: 'Settings', exact: true }).click();
  await window.getByLabel('API key').fill(KEY);
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByTestId('key-state')).toContainText('abcd');

  const slow = ask(baseUrl, {
    model: 'gpt-4',
    stream: true,
    messages: [{ role: 'user', content: '[[mock: slow=80]] Count.' }],
  });
  const running = await slow;
  await window.getByLabel('Model', { exact: true }).fill('claude-haiku-5-5');
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByText('Saving applies at once')).toBeVisible();
  const next = await ask(baseUrl);
  expect(next.headers.get('x-dragoman-model')).toBe('claude-haiku-5-5');
  expect(running.headers.get('x-dragoman-model')).toBe('claude-opus-5-5');
  expect(await running.text()).toContain('data: [DONE]');
});
