/** Keys that follow each other faster than a frame, as from a quick typist or on a busy machine. */

import type { Page } from '@playwright/test';

/**
 * Presses `keys` one after the other in the page itself, each on the element that has the focus then, with only microtasks
 * between them: React has rendered, but no animation frame has passed.
 */
export async function pressAtOnce(window: Page, keys: readonly string[]): Promise<void> {
  await window.evaluate(async (names) => {
    for (const key of names) {
      const target = document.activeElement ?? document.body;
      const code = key.length === 1 ? `Key${key.toUpperCase()}` : key;
      for (const type of ['keydown', 'keyup']) {
        target.dispatchEvent(new KeyboardEvent(type, { key, code, bubbles: true, cancelable: true }));
      }
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    }
  }, keys);
}
