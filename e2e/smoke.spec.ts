/** The smoke test: the app starts, shows its window, and serves the OpenAI API on its port. */

import { writeFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { ask, healthStatus, readmeRequest } from './support/ask.ts';
import { expect, test } from './support/journey.ts';
import { controlsOutOfReach } from './support/reachable.ts';
import { narrow } from './support/screenshots.ts';

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

test('keys and wheel zoom, every control stays within reach, forced colours show what is chosen', async ({ start }) => {
  const { app, window, baseUrl } = await start({ demo: true });
  const level = async (): Promise<number> =>
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel() ?? 0);

  await test.step('zoom', async () => {
    const steps: readonly (readonly [key: string, modifiers: ('control' | 'shift')[], level: number])[] = [
      ['=', ['control'], 0.5],
      ['Plus', ['control'], 1],
      ['=', ['control', 'shift'], 1.5],
      ['numadd', ['control'], 2],
      ['-', ['control'], 1.5],
      ['numsub', ['control'], 1],
      ['-', ['control', 'shift'], 0.5],
      ['num0', ['control'], 0],
      ['numsub', ['control'], -0.5],
      ['0', ['control'], 0],
    ];
    for (const [keyCode, modifiers, expected] of steps) {
      // Playwright's keys go to the page: these go through the window, as those of the keyboard do.
      await app.evaluate(
        ({ BrowserWindow }, key) =>
          BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', ...key }),
        { keyCode, modifiers },
      );
      await expect.poll(level, keyCode).toBe(expected);
    }
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.emit('zoom-changed', {}, 'in');
    });
    await expect.poll(level).toBe(0.5);
  });

  await test.step('every control at 200 % in the smallest window', async () => {
    await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
    await (await ask(baseUrl, { ...readmeRequest, seed: 7, stream: true })).text();
    const { width, height } = narrow;
    await app.evaluate(
      ({ BrowserWindow }, size) => {
        const shown = BrowserWindow.getAllWindows()[0];
        shown?.setContentSize(...size);
        shown?.webContents.setZoomFactor(2);
      },
      [width, height] satisfies [number, number],
    );
    await expect
      .poll(async () => await window.evaluate(() => [innerWidth, innerHeight]))
      .toEqual([width / 2, height / 2]);
    const reachable = async (where: string): Promise<void> =>
      expect(await controlsOutOfReach(window), where).toEqual([]);

    await window.getByTestId('exchange-row').first().click();
    for (const tab of ['Stream', 'Timing', 'Conversation', 'Headers', 'Translation']) {
      await window.getByRole('tab', { name: tab }).click();
      await expect(window.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true');
      await reachable(tab);
    }
    const linesIn = async (): Promise<number[]> =>
      await window
        .locator('[data-testid^="side-"] .cm-scroller')
        .evaluateAll((panes) => panes.map((pane) => Math.floor(pane.clientHeight / 18)));
    await expect.poll(async () => (await linesIn()).length).toBe(4);
    expect(Math.min(...(await linesIn()))).toBeGreaterThanOrEqual(3);
    await window.getByRole('button', { name: 'Replay' }).click();
    await expect(window.getByRole('dialog').locator('.cm-content')).toBeVisible();
    await reachable('replay');
    await window.getByRole('button', { name: 'Only translate' }).click();
    await reachable('translate again');
    await window.getByRole('button', { name: 'Translate', exact: true }).click();
    await expect(window.getByTestId('differences')).toBeVisible();
    await reachable('comparison');
    await window.getByRole('button', { name: 'Close the comparison' }).click();
    await expect(window.getByRole('dialog')).toHaveCount(0);
    await window.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await expect(window.getByRole('dialog')).toBeVisible();
    await reachable('shortcuts');
    await window.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(window.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('forced colours', async () => {
    await window.emulateMedia({ forcedColors: 'active' });
    const backgrounds = async (elements: Locator): Promise<string[]> =>
      await elements.evaluateAll((all) => all.map((element) => getComputedStyle(element).backgroundColor));
    const highlight = await window.evaluate(() => {
      const probe = document.createElement('p');
      probe.style.cssText = 'forced-color-adjust: none; background: Highlight';
      document.body.append(probe);
      const { backgroundColor } = getComputedStyle(probe);
      probe.remove();
      return backgroundColor;
    });
    for (const [what, chosen, others] of [
      ['row', '[data-testid=exchange-row][aria-selected=true]', '[data-testid=exchange-row][aria-selected=false]'],
      ['tab', '[role=tab][aria-selected=true]', '[role=tab][aria-selected=false]'],
      ['pressed button', 'main [aria-pressed=true]', 'main [aria-pressed=false]'],
      ['view', 'nav [aria-current=page]', 'nav a:not([aria-current])'],
    ] as const) {
      expect(new Set(await backgrounds(window.locator(chosen))), what).toEqual(new Set([highlight]));
      expect(await backgrounds(window.locator(others)), what).not.toContain(highlight);
    }
    expect(await backgrounds(window.locator('[role=tab][aria-selected=true] span'))).not.toContain(highlight);
    await window.getByRole('button', { name: 'Close the exchange' }).click();
  });

  for (const view of ['Requests', 'Chat', 'Connect', 'Settings']) {
    await test.step(`every control of ${view}`, async () => {
      await window.getByRole('link', { name: view, exact: true }).click();
      await expect(window.getByRole('main', { name: view }).locator('button, input').first()).toBeVisible();
      expect(await controlsOutOfReach(window)).toEqual([]);
      const sideways = await window
        .locator('main, main form > div')
        .evaluateAll((boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth).length);
      expect(sideways, 'boxes wider than the window').toBe(0);
      const file = test.info().outputPath(`${view}.png`);
      const png = await app.evaluate(async ({ BrowserWindow }) =>
        (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64'),
      );
      writeFileSync(file, Buffer.from(png ?? '', 'base64'));
    });
  }

  const looks = await window
    .getByRole('switch')
    .evaluateAll((elements) =>
      elements.map((element) => [element.getAttribute('aria-checked'), getComputedStyle(element).backgroundColor]),
    );
  const on = looks.find(([checked]) => checked === 'true')?.[1];
  const off = looks.find(([checked]) => checked === 'false')?.[1];
  expect([on, off]).not.toContain(undefined);
  expect(on).not.toBe(off);
});
