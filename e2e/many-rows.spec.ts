/** A log of many exchanges, scrolled to its end and back, filtered, searched. In the long form it has 100,000 and prints the times. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { isLong } from './support/depth.ts';
import { chooseFile, clickQuestions } from './support/desktop/dialogs.ts';
import { expect, test } from './support/journey.ts';
import { holdFileWrites } from './support/hold-writes.ts';
import { storeRows } from './support/stored-rows.ts';

const COUNT = isLong ? 100_000 : 10_000;
const PIXELS_A_TURN = 40_000;

interface Frames {
  readonly durations: readonly number[];
  /** Frames in which the list showed no row at all. */
  readonly blank: number;
}

/** Checks the list in every frame, before it is painted. */
async function watchFrames(window: Page): Promise<() => Promise<Frames>> {
  await window.evaluate(() => {
    const list = document.querySelector('[data-testid=exchange-list]');
    const seen = { durations: new Array<number>(), blank: 0, running: true };
    Reflect.set(globalThis, 'frames', seen);
    let last = performance.now();
    const look = (now: number): void => {
      if (list === null || !seen.running) return;
      seen.durations.push(now - last);
      last = now;
      const { top, bottom } = list.getBoundingClientRect();
      const shown = [...list.querySelectorAll('[data-testid=exchange-row]')].some((row) => {
        const rectangle = row.getBoundingClientRect();
        return rectangle.bottom > top + 28 && rectangle.top < bottom;
      });
      if (!shown) seen.blank += 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return async () =>
    await window.evaluate(() => {
      const seen: unknown = Reflect.get(globalThis, 'frames');
      if (typeof seen !== 'object' || seen === null) throw new Error('nobody looked');
      Reflect.set(seen, 'running', false);
      return { durations: Reflect.get(seen, 'durations'), blank: Reflect.get(seen, 'blank') };
    });
}

/** Scrolls with the wheel until the list stops moving. */
async function scrollAll(window: Page, direction: 1 | -1): Promise<void> {
  const left = async (): Promise<number> =>
    await window.getByTestId('exchange-list').evaluate((list, down) => {
      return down ? list.scrollHeight - list.clientHeight - list.scrollTop : list.scrollTop;
    }, direction === 1);
  while ((await left()) > 1) {
    for (let turn = 0; turn < 8; turn += 1) await window.mouse.wheel(0, direction * PIXELS_A_TURN);
  }
}

function spread(durations: readonly number[]): string {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `${sorted.length} frames: median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms`;
}

/** The number as formatted in the window, with any thousands separator. */
function written(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, '.');
}

test(`${COUNT} exchanges are scrolled to the end and back without a blank frame, and filtered`, async ({
  start,
  folder,
}) => {
  const dataFolder = folder('rows');
  const stored = performance.now();
  storeRows(dataFolder, COUNT, 20_000, new Map([[123, '{"user":"the needle in the haystack"}']]));
  const started = performance.now();
  const { app, window } = await start({ dataFolder });
  await expect(window.getByTestId('exchange-row').first()).toBeVisible();
  const first = performance.now();
  await expect(window.getByTestId('shown-count')).toHaveText(new RegExp(`^${written(COUNT)} exchanges$`));
  const all = performance.now();

  const list = window.getByTestId('exchange-list');
  await list.hover();
  const frames = await watchFrames(window);
  await scrollAll(window, 1);
  await expect(window.locator('[data-exchange="row-0"]')).toBeVisible();
  await scrollAll(window, -1);
  await expect(window.locator(`[data-exchange="row-${COUNT - 1}"]`)).toBeVisible();
  const { durations, blank } = await frames();
  const scrolled = performance.now();

  await window.keyboard.press('/');
  await window.keyboard.type('status:429 ');
  await expect(window.getByTestId('shown-count')).toHaveText(
    new RegExp(`^${written(COUNT / 50)} of ${written(COUNT)}$`),
  );
  const filtered = performance.now();
  await window.getByRole('button', { name: 'Clear the filter' }).click();
  await window.keyboard.type('text:"the needle" ');
  await expect(window.getByTestId('shown-count')).toHaveText(new RegExp(`^1 of ${written(COUNT)}$`));
  await window.getByTestId('exchange-row').click();
  await expect(window.getByTestId('side-clientRequest')).toContainText('haystack');
  const found = performance.now();

  if (isLong) {
    const seconds = (from: number, to: number): string => `${((to - from) / 1000).toFixed(1)} s`;
    console.log(
      [
        `  ${spread(durations)}, ${blank} blank`,
        `  stored in ${seconds(stored, started)}, first rows after ${seconds(started, first)}, all after ${seconds(started, all)}`,
        `  scrolled in ${seconds(all, scrolled)}, filtered in ${seconds(scrolled, filtered)}, text found in ${seconds(filtered, found)}`,
      ].join('\n'),
    );
  }
  expect(blank).toBe(0);

  await test.step('quitting and clearing ask while an export is being written, and a cancelled one leaves no file', async () => {
    const target = folder('export');
    await window.getByRole('button', { name: 'Clear the filter' }).click();
    await expect(window.getByTestId('shown-count')).toHaveText(new RegExp(`^${written(COUNT)} exchanges$`));
    await chooseFile(app, join(target, 'all.jsonl'));
    const release = await holdFileWrites(app);
    await window.getByRole('button', { name: 'Export', exact: true }).click();
    await window.getByRole('menuitem', { name: /Export as JSONL/ }).click();
    const bar = window.getByTestId('export-bar');
    await expect(bar).toContainText(`of ${COUNT < 100_000 ? '10' : '100'}`);

    const questions = await clickQuestions(app, 0);
    await app.evaluate(({ app: main }) => main.quit());
    await expect.poll(async () => (await questions()).join()).toContain('An export is being written.');
    await window.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect(window.getByRole('button', { name: 'Cancel export and delete all' })).toBeVisible();
    await window.getByRole('button', { name: 'Keep' }).click();

    await bar.getByRole('button', { name: 'Cancel export' }).click();
    await release();
    await expect(window.getByText('The export was cancelled')).toBeVisible();
    await expect(bar).toBeHidden();
    expect(readdirSync(target)).toEqual([]);
  });

  await test.step('the empty list says what was cleared', async () => {
    await window.getByRole('button', { name: 'Clear', exact: true }).click();
    await window.getByRole('button', { name: 'Delete all', exact: true }).click();
    await expect(window.getByRole('heading', { name: /you deleted/ })).toContainText(
      new RegExp(`${written(COUNT)} exchanges`),
    );
  });
});
