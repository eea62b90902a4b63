/** The desktop's own dialogs, which a test cannot click. */

import type { ElectronApplication } from '@playwright/test';

/** From now on every dialog that asks for a file is given this one. */
export async function answerDialogs(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: file });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
  }, path);
}
