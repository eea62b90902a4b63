/** Writes as an input method does: over the DevTools protocol, since the virtual display has no input method. */

import { expect, type Page } from '@playwright/test';

/** The keys that send, stop, clear, confirm, close, open or change the view somewhere in the window. */
const KEYS = ['Escape', 'Enter', 'Tab', 'ArrowDown', 'Control+1', 'Control+Comma', 'Control+w'];

/**
 * Starts a composition in the focused field, presses every key of the window during it and commits `text`. The field must
 * keep the focus and its composition, and the window its view and dialogs.
 * @param composing the text that is shown until then
 */
export async function composeWithEveryKey(window: Page, composing: string, text: string): Promise<void> {
  const session = await window.context().newCDPSession(window);
  const state = async (): Promise<unknown> =>
    await window.evaluate(() => ({
      field: document.activeElement?.outerHTML.slice(0, 80),
      view: document.querySelector('main')?.getAttribute('aria-label'),
      opened: document.querySelectorAll('[role=dialog], [role=menu], [role=alertdialog]').length,
    }));
  const composition = { text: composing, selectionStart: composing.length, selectionEnd: composing.length };
  const before = await state();
  for (const key of KEYS) {
    // A key may end the composition without another effect; the next key then needs a new one.
    await session.send('Input.imeSetComposition', composition);
    await window.keyboard.press(key);
    expect(await state(), `after ${key}`).toEqual(before);
  }
  await session.send('Input.imeSetComposition', composition);
  await session.send('Input.insertText', { text });
  await session.detach();
}
