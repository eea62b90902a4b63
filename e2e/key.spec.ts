/** The key is in the keychain and nowhere else. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ask, healthStatus } from './support/ask.ts';
import { lockKeyring, storedKeys, unlockKeyring } from './support/desktop/keyring.ts';
import { messagesSaid, recordMessages } from './support/transcript.ts';
import { expect, test } from './support/upstream.ts';

const KEY = 'sk-ant-api03-canary-key-of-the-journey-987654321-wxyz';

test('the key survives a restart in the keyring only', async ({ start, folder, upstream }) => {
  const dataFolder = folder('key');
  const first = await start({ dataFolder, endpoint: upstream.endpoint });
  await recordMessages(first.app);
  await first.window.getByRole('link', { name: 'Settings', exact: true }).click();
  const field = first.window.getByLabel('API key');
  await field.fill('sk-ant-api03-…wxyz');
  await expect(first.window.getByText('shortened form of a key')).toBeVisible();
  await field.fill(`  export ANTHROPIC_API_KEY=“${KEY}”\u200B\n`);
  await expect(first.window.getByText('shortened form of a key')).toBeHidden();
  await expect(field).toHaveAttribute('type', 'password');
  await first.window.getByRole('button', { name: 'Show the key' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await first.window.getByRole('button', { name: 'Hide the key' }).click();
  await expect(field).toHaveAttribute('type', 'password');
  await first.window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(first.window.getByTestId('key-state')).toContainText('wxyz');
  expect((await ask(first.baseUrl)).status).toBe(200);
  const saidFirst = await messagesSaid(first.app);
  expect(saidFirst.length).toBeGreaterThan(0);
  expect(saidFirst.filter((message) => message.includes(KEY))).toEqual([]);
  await first.end();
  expect(first.output()).not.toContain(KEY);

  const second = await start({ dataFolder, endpoint: upstream.endpoint });
  await recordMessages(second.app);
  await expect.poll(async () => await healthStatus(second.baseUrl)).toBe(200);
  await expect.poll(async () => (await ask(second.baseUrl)).status).toBe(200);
  expect(upstream.mockServer.requests.findLast(({ target }) => target === '/v1/messages')?.headers['x-api-key']).toBe(
    KEY,
  );
  await second.window.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(second.window.getByTestId('key-state')).toContainText('wxyz');
  await second.window.getByRole('link', { name: 'Requests', exact: true }).click();
  await second.window.getByTestId('exchange-row').first().click();
  await expect(second.window.getByTestId('side-upstreamRequest')).toContainText('model');
  expect(await second.window.content()).not.toContain(KEY);
  expect((await messagesSaid(second.app)).filter((message) => message.includes(KEY))).toEqual([]);
  await second.end();
  expect(second.output()).not.toContain(KEY);

  expect(storedKeys()).toEqual([{ key: KEY, origin: new URL(upstream.endpoint).origin, confirmed: [] }]);
  expect(filesHolding(dataFolder, KEY)).toEqual([]);
});

test('a locked keyring is distinguished from a missing key, and unlocking is enough', async ({
  start,
  folder,
  upstream,
}) => {
  const dataFolder = folder('locked');
  try {
    const first = await start({ dataFolder, endpoint: upstream.endpoint });
    await first.window.getByRole('link', { name: 'Settings', exact: true }).click();
    await saveKey(first.window);
    await first.end();

    lockKeyring();
    const second = await start({ dataFolder, endpoint: upstream.endpoint });
    await expect.poll(async () => await healthStatus(second.baseUrl)).toBe(200);
    const refused = await ask(second.baseUrl);
    expect(refused.status).toBe(401);
    expect(JSON.stringify(await refused.json())).toMatch(/locked/i);
    await second.window.getByRole('link', { name: 'Settings', exact: true }).click();
    await expect(second.window.getByTestId('key-state')).toContainText(/locked/i);
    // A hanging keychain prompt must not prevent quitting.
    await second.end();
  } finally {
    unlockKeyring();
  }
});

async function saveKey(window: Page): Promise<void> {
  await window.getByLabel('API key').fill(KEY);
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByTestId('key-state')).toContainText('wxyz');
}

/** Names of the files below `folder` that hold `text`, as UTF-8 or UTF-16. */
function filesHolding(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
    const bytes = readFileSync(path);
    return bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'));
  });
}
