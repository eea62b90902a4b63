/** Steps in the panes of the exchange view. */

import type { Locator, Page } from '@playwright/test';
import { isLong } from './depth.ts';
import { expect, test } from './journey.ts';
import { smoothnessWords, watchWindow } from './watch-window.ts';

/** The four panes of an exchange, by test id. */
export const panes = ['clientRequest', 'upstreamRequest', 'upstreamResponse', 'clientResponse'] as const;

export function paneOf(window: Page, name: (typeof panes)[number]): Locator {
  return window.getByTestId(`side-${name}`);
}

/** Runs the steps in sequence; the long form prints their measurements. */
export async function walk(
  window: Page,
  steps: readonly (readonly [what: string, action: () => Promise<void>])[],
): Promise<void> {
  if (!isLong) {
    for (const [what, action] of steps) await test.step(what, action);
    return;
  }
  const watched = await watchWindow(window);
  const lines: string[] = [];
  for (const [what, action] of steps) {
    await test.step(what, async () => lines.push(smoothnessWords(what, await watched(action))));
  }
  console.log(lines.join('\n'));
}

/** An earlier click may hit another line: panes move while they load. */
export async function untilFilled(window: Page): Promise<void> {
  await expect(window.locator('[aria-busy=true]')).toHaveCount(0);
}

/** Scrolls the text of a pane to its end. */
export async function toTheEnd(pane: Locator): Promise<void> {
  await pane.locator('.cm-content').focus();
  await pane.page().keyboard.press('Control+End');
}

/** Finds a text with the pane's search, which selects and shows it. */
export async function find(pane: Locator, text: string): Promise<void> {
  await pane.locator('.cm-content').focus();
  await pane.page().keyboard.press('Control+f');
  await pane.getByRole('textbox', { name: 'Find' }).fill(text);
  await pane.page().keyboard.press('Enter');
  const match = pane.locator('.cm-searchMatch-selected');
  await expect(match).toContainText(text);
  await expect(match).toBeInViewport();
  await pane.page().keyboard.press('Escape');
}
