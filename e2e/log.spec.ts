/** The log persists: exchanges from before a restart or SIGKILL are readable. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, healthStatus } from './support/ask.ts';
import { callBridge } from './support/window-calls.ts';
import { expect, test } from './support/upstream.ts';

const KEY = 'sk-ant-api03-canary-key-of-the-log-987654321-wxyz';

test('exchanges survive a restart and a killed app', async ({ start, folder, upstream }) => {
  const dataFolder = folder('kept');
  const first = await start({ dataFolder, endpoint: upstream.endpoint });
  await first.window.getByRole('link', { name: 'Settings', exact: true }).click();
  await first.window.getByLabel('API key').fill(KEY);
  await first.window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(first.window.getByTestId('key-state')).toContainText('wxyz');
  expect((await ask(first.baseUrl)).status).toBe(200);
  await first.window.getByRole('link', { name: 'Requests', exact: true }).click();
  await expect(first.window.getByTestId('exchange-row')).toHaveCount(1);
  await first.end();

  const second = await start({ dataFolder, endpoint: upstream.endpoint });
  await expect(second.window.getByTestId('exchange-row')).toHaveCount(1);
  await expect.poll(async () => await healthStatus(second.baseUrl)).toBe(200);
  expect((await ask(second.baseUrl)).status).toBe(200);
  await expect(second.window.getByTestId('exchange-row')).toHaveCount(2);
  // A row appears when its exchange ends, before it is stored.
  await expect
    .poll(async () => await callBridge(second.window, 'exchanges.usage'))
    .toMatchObject({ ok: true, value: { count: 2 } });
  await second.kill();

  const third = await start({ dataFolder, endpoint: upstream.endpoint });
  await expect(third.window.getByTestId('exchange-row')).toHaveCount(2);
  await third.window.getByTestId('exchange-row').first().click();
  await expect(third.window.getByTestId('side-upstreamRequest')).toContainText('model');
  await third.end();

  const files = readdirSync(dataFolder).filter((name) => name.startsWith('exchanges.db'));
  expect(files).toContain('exchanges.db');
  for (const name of files) expect(readFileSync(join(dataFolder, name), 'latin1')).not.toContain(KEY);
});

test('a data folder that cannot be written: the window opens, says so, and goes on in memory', async ({
  start,
  folder,
}) => {
  const dataFolder = join(folder('taken'), 'file');
  writeFileSync(dataFolder, 'a file where the folder should be');
  const { window, baseUrl } = await start({ dataFolder });
  await expect(window.getByTestId('storage-banner')).toContainText('there is a file where the folder should be');
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  expect((await ask(baseUrl)).status).toBe(401);
  await expect(window.getByTestId('exchange-row')).toHaveCount(1);
  await window.getByRole('link', { name: 'Settings', exact: true }).click();
  await window.getByLabel('Model', { exact: true }).fill('claude-opus-5-5');
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByText('Saving applies at once')).toBeVisible();
  expect(readFileSync(dataFolder, 'utf8')).toBe('a file where the folder should be');
});
