/** Opens the replay of an exchange. */

import { expect, type Page } from '@playwright/test';

/** For the open exchange, once it is loaded: an earlier key press has no receiver. */
export async function openReplay(window: Page): Promise<void> {
  await expect(window.getByRole('button', { name: 'Replay', exact: true })).toBeEnabled();
  await window.keyboard.press('r');
}
