/** How a journey comes to the replay of an exchange. */

import { expect, type Page } from '@playwright/test';

/** Of the exchange that is open, once it is there: a key that is pressed before is nobody's. */
export async function openReplay(window: Page): Promise<void> {
  await expect(window.getByRole('button', { name: 'Replay', exact: true })).toBeEnabled();
  await window.keyboard.press('r');
}
