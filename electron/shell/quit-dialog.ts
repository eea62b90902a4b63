/** Asks whether an export that is being written may be given up to quit. */

import { type BrowserWindow, dialog } from 'electron';
import type { ExportProgress } from '#shared/ipc/contract.ts';

const BUTTONS = ['Keep exporting', 'Quit'] as const;

/** @param window the dialog's parent; without one, or with a hidden one, the dialog stands alone */
export async function askToQuit({ written, total }: ExportProgress, window: BrowserWindow | null): Promise<boolean> {
  const options = {
    type: 'question' as const,
    title: 'Quit Dragoman?',
    message: 'An export is being written.',
    detail: `${String(written)} of ${String(total)} exchanges are written. Quitting now leaves no file.`,
    buttons: [...BUTTONS],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } =
    window?.isVisible() === true ? await dialog.showMessageBox(window, options) : await dialog.showMessageBox(options);
  return response === 1;
}
