/** The tray menu, and the port conflict (EADDRINUSE). */

import { createServer } from 'node:http';
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
  const { app, window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  await window.evaluate(() => globalThis.close());
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  await clickTray(app, 'show-settings');
  await expect
    .poll(
      async () =>
        await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((one) => one.isVisible())),
    )
    .toBe(true);
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
