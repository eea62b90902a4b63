/** The tray menu, and the port conflict (EADDRINUSE). */

import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { ask, healthStatus } from './support/ask.ts';
import { freePort } from './support/app.ts';
import { expect, test } from './support/journey.ts';

async function tray(app: ElectronApplication, call: 'items' | 'tooltip' | 'icon'): Promise<unknown> {
  return await app.evaluate((_electron, name) => {
    const hook: unknown = Reflect.get(globalThis, 'dragomanTray');
    if (typeof hook !== 'object' || hook === null) throw new Error('there is no tray to look at');
    const method: unknown = Reflect.get(hook, name);
    return typeof method === 'function' ? method.call(hook) : null;
  }, call);
}

async function clickTray(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate((_electron, item) => {
    const hook: unknown = Reflect.get(globalThis, 'dragomanTray');
    if (typeof hook === 'object' && hook !== null) Reflect.get(hook, 'click').call(hook, item);
  }, id);
}

/** Starts the program once more on the same data folder, and waits for its end. */
async function secondStart(
  app: ElectronApplication,
  dataFolder: string,
  options: readonly string[],
): Promise<{ code: number | null; text: string }> {
  const { spawnfile } = app.process();
  const root = join(import.meta.dirname, '..');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(spawnfile, [...sandbox, root, ...options], {
    cwd: root,
    env: { ...process.env, DRAGOMAN_DATA_DIR: dataFolder },
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  return { code, text };
}

test('stop and start from the tray', async ({ start }) => {
  const { app, window, baseUrl, port } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  expect(await tray(app, 'items')).toEqual(
    expect.arrayContaining([
      expect.stringContaining(`127.0.0.1:${port}`),
      'Copy base URL',
      'Stop proxy',
      'Quit Dragoman',
    ]),
  );
  expect(await tray(app, 'tooltip')).toMatch(/demo/i);

  await clickTray(app, 'stop');
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(0);
  await expect(window.getByTestId('status')).toContainText('Stopped');
  expect(await tray(app, 'icon')).toBe('stopped');

  await clickTray(app, 'start');
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  await expect(window.getByTestId('status')).toContainText('Running');
  expect((await ask(baseUrl)).headers.get('x-dragoman-demo')).toBe('1');
});

test('closing the window leaves the proxy running, and the tray opens it again', async ({ start }) => {
  const { app, window, baseUrl, dataFolder } = await start({ demo: true });
  const isVisible = async (): Promise<boolean> =>
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((one) => one.isVisible()));
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  await window.evaluate(() => globalThis.close());
  // The main process learns of it later, and first asks the session bus for a tray.
  await expect.poll(isVisible).toBe(false);
  expect(await healthStatus(baseUrl)).toBe(200);
  await clickTray(app, 'show-settings');
  await expect.poll(isVisible).toBe(true);

  await test.step('a second start refuses options that the running app does not go by', async () => {
    const refused = await secondStart(app, dataFolder, ['--demo', '--model', 'claude-other']);
    expect(refused.code).toBe(3);
    expect(refused.text).toContain('already running as the demo, so model claude-other was not applied');
    const same = await secondStart(app, dataFolder, ['--demo', '--hidden']);
    expect(same.code).toBe(0);
    expect(same.text).toContain('already running as the demo');
  });
});

test('a port in use is reported with a free port, and the port does not change by itself', async ({ start }) => {
  const port = await freePort();
  const squatter = createServer((_request, response) => response.end('somebody else'));
  await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
  try {
    const { app, window } = await start({ demo: true, port });
    const banner = window.getByTestId('banner');
    await expect(banner).toContainText(String(port));
    await expect.poll(async () => await tray(app, 'icon')).toBe('attention');
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('somebody else');
    const use = banner.getByRole('button', { name: /Use/ });
    const offered = /(\d{2,5})/.exec((await use.textContent()) ?? '')?.[1];
    await use.click();
    await expect.poll(async () => await healthStatus(`http://127.0.0.1:${offered}/v1`)).toBe(200);
  } finally {
    squatter.close();
  }
});

test('a second instance shows the first one’s window and exits', async ({ start }) => {
  const { app, window, dataFolder, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  await expect(window).toHaveTitle(/Dragoman/);
  await expect(start({ demo: true, dataFolder })).rejects.toThrow();
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await healthStatus(baseUrl)).toBe(200);
});
