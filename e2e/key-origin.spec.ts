/** The key is not sent to another origin, whether a page, an imported configuration or an edited file sets the endpoint. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { KEY_ACCOUNT } from '#electron/secrets/api-key.ts';
import { ENDPOINT_DIALOG_TITLE } from '#electron/secrets/endpoint-question.ts';
import { createMockServer } from '#electron/demo/index.ts';
import { ask, healthStatus } from './support/ask.ts';
import { callBridge } from './support/window-calls.ts';
import { clickQuestions } from './support/desktop/dialogs.ts';
import { storedKeys, storeSecret } from './support/desktop/keyring.ts';
import { expect, test } from './support/upstream.ts';
import { openDisplay } from './support/desktop/x-display.ts';

const KEY = 'sk-ant-api03-canary-that-stays-where-it-belongs-4321';

test('a compromised page cannot send the key to another endpoint without a dialog', async ({ start, upstream }) => {
  const { app, window, baseUrl } = await start();
  const other = createMockServer();
  const { endpoint } = await other.start();
  const [mine, theirs] = [new URL(upstream.endpoint).origin, new URL(endpoint).origin];

  await window.getByRole('link', { name: 'Settings', exact: true }).click();
  await window.getByLabel('API key').fill(KEY);
  await window.getByLabel('Endpoint').fill(upstream.endpoint);
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByTestId('key-state')).toContainText('4321');

  await test.step('the page requests another endpoint', async () => {
    const questions = await clickQuestions(app, 1);
    const settings = await settingsOf(window);
    const refused = { ok: false, error: { code: 'endpoint_not_confirmed' } };
    const [saved, tested, imported] = await Promise.all([
      callBridge(window, 'settings.save', { ...settings, endpoint }),
      callBridge(window, 'key.test'),
      callBridge(window, 'settings.import', { json: JSON.stringify({ override: { endpoint } }) }),
    ]);
    expect([saved, imported]).toMatchObject([refused, refused]);
    expect(tested).toMatchObject({ ok: true, value: { ok: true } });
    expect(await settingsOf(window)).toEqual(settings);
    expect(other.requests).toEqual([]);
    const shownDialogs = await questions();
    expect(shownDialogs.length).toBeGreaterThan(0);
    for (const question of shownDialogs) for (const origin of [mine, theirs]) expect(question).toContain(origin);
  });

  await test.step('the form shows the refusal', async () => {
    await window.getByLabel('Endpoint').fill(endpoint);
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(window.getByText(`Sending to ${theirs} was not confirmed`)).toBeVisible();
    expect(other.requests).toEqual([]);
  });

  await test.step('consent is kept with the key', async () => {
    await clickQuestions(app, 0);
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(window.getByText('Saving applies at once')).toBeVisible();
    expect((await ask(baseUrl)).status).toBe(200);
    expect(other.requests.at(-1)?.headers['x-api-key']).toBe(KEY);
    expect(storedKeys()).toEqual([{ key: KEY, origin: mine, confirmed: [theirs] }]);
  });
  await other.close();
});

test('the real dialog: a file that names another server, a key of an older version', async ({
  start,
  folder,
  upstream,
}, info) => {
  test.skip(process.platform !== 'linux', 'The keyboard of the desktop is that of X.');
  const dataFolder = folder('edited');
  writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({ endpoint: upstream.endpoint }));
  storeSecret('dragoman', KEY_ACCOUNT, KEY);
  const { app, window, baseUrl } = await start({ dataFolder });
  const display = await openDisplay();
  const dialogs = async (): Promise<number> =>
    (await display.titles()).filter((title) => title === ENDPOINT_DIALOG_TITLE).length;

  await test.step('the dialog opens, the key is withheld, and Escape refuses', async () => {
    await expect.poll(dialogs).toBe(1);
    const picture = await app.evaluate(async ({ desktopCapturer }) => {
      const [screen] = await desktopCapturer.getSources({
        types: ['screen'],
        thumbnailSize: { width: 1440, height: 900 },
      });
      return screen?.thumbnail.toPNG().toString('base64') ?? '';
    });
    await info.attach('the dialog', { body: Buffer.from(picture, 'base64'), contentType: 'image/png' });
    await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
    const held = await ask(baseUrl);
    expect(held.status).toBe(403);
    expect(await held.json()).toMatchObject({ error: { code: 'key_not_confirmed' } });
    await display.press(ENDPOINT_DIALOG_TITLE, ['Escape']);
    await expect.poll(dialogs).toBe(0);
    expect((await ask(baseUrl)).status).toBe(403);
    expect(upstream.mockServer.requests).toEqual([]);
  });

  await test.step('testing the key opens the dialog again; Enter refuses too', async () => {
    await window.getByRole('link', { name: 'Settings', exact: true }).click();
    await expect(window.getByText('is not sent to')).toBeVisible();
    await window.getByRole('button', { name: 'Test key' }).click();
    await expect.poll(dialogs).toBe(1);
    await display.press(ENDPOINT_DIALOG_TITLE, ['Enter']);
    await expect(window.getByTestId('key-verdict')).toContainText('was not confirmed');
  });

  await test.step('the other button confirms', async () => {
    await window.getByRole('button', { name: 'Test key' }).click();
    await expect.poll(dialogs).toBe(1);
    await display.press(ENDPOINT_DIALOG_TITLE, ['Tab', 'Enter']);
    await expect(window.getByTestId('key-verdict')).toContainText('accepts the key');
    expect((await ask(baseUrl)).status).toBe(200);
    expect(storedKeys()).toMatchObject([{ key: KEY, origin: 'https://api.anthropic.com' }]);
  });
  display.close();
});

async function settingsOf(window: Page): Promise<Record<string, unknown>> {
  const response = await callBridge(window, 'settings.get');
  const value: unknown =
    typeof response === 'object' && response !== null && 'value' in response ? response.value : null;
  if (typeof value !== 'object' || value === null) throw new Error('There are no settings.');
  return { ...value };
}
