/** The smoke test: the app starts, shows its window, and serves the OpenAI API on its port. */

import { expect, test } from './support/journey.ts';

test('the app starts, shows its window and serves its port', async ({ start }) => {
  const { app, window, baseUrl } = await start({ demo: true });

  await expect(window).toHaveTitle(/Dragoman/);
  expect(window.url()).toMatch(/^app:\/\/main\//);

  await expect
    .poll(
      async () =>
        await fetch(`${baseUrl}/models`).then(
          (response) => response.status,
          () => 0,
        ),
    )
    .toBe(200);
  const isReady = await app.evaluate(({ app: electronApp }) => electronApp.isReady());
  expect(isReady).toBe(true);
});

test('the wheel zooms, and forced colours show the current view and what is switched on', async ({ start }) => {
  const { app, window } = await start({ demo: true });
  const level = async (): Promise<number> =>
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel() ?? 0);

  await test.step('zoom', async () => {
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.emit('zoom-changed', {}, 'in');
    });
    await expect.poll(level).toBe(0.5);
  });

  await test.step('forced colours', async () => {
    await window.emulateMedia({ forcedColors: 'active' });
    const background = async (name: string): Promise<string> =>
      await window
        .getByRole('link', { name, exact: true })
        .evaluate((element) => getComputedStyle(element).backgroundColor);
    await window.getByRole('link', { name: 'Settings' }).click();
    expect(await background('Settings')).not.toBe(await background('Requests'));
    const looks = await window
      .getByRole('switch')
      .evaluateAll((elements) =>
        elements.map((element) => [element.getAttribute('aria-checked'), getComputedStyle(element).backgroundColor]),
      );
    const on = looks.find(([checked]) => checked === 'true')?.[1];
    const off = looks.find(([checked]) => checked === 'false')?.[1];
    expect([on, off]).not.toContain(undefined);
    expect(on).not.toBe(off);
    await window.screenshot({ path: test.info().outputPath('forced-colours.png') });
  });
});
