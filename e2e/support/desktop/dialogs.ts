/** Stubs for native dialogs, which Playwright cannot click. */

import type { ElectronApplication } from '@playwright/test';

/** Every file dialog returns this file from now on. */
export async function chooseFile(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: file });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
  }, path);
}

/**
 * Every message box returns this button index from now on.
 * @returns the texts of the dialogs since then
 */
export async function clickQuestions(app: ElectronApplication, button: 0 | 1): Promise<() => Promise<string[]>> {
  await app.evaluate(({ dialog }, response) => {
    const said: string[] = [];
    Reflect.set(globalThis, 'questionsAsked', said);
    // Called with the window in front or without.
    const result = async (...given: unknown[]): Promise<object> => {
      said.push(JSON.stringify(given.at(-1)));
      return { response, checkboxChecked: false };
    };
    Reflect.set(dialog, 'showMessageBox', result);
  }, button);
  return async () => await app.evaluate(() => Array.from(Reflect.get(globalThis, 'questionsAsked') as string[]));
}
