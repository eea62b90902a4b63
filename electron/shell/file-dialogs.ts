/** Native file dialogs, and the file manager. */

import { type BrowserWindow, dialog, shell } from 'electron';
import { DragomanError } from '#shared/errors.ts';
import type { DesktopDialogs } from '#electron/ipc/handler-deps.ts';

const kinds = { har: 'HTTP archive', jsonl: 'JSON lines' } as const;

/** @param currentWindow the dialogs' parent, if any */
export function createFileDialogs(currentWindow: () => BrowserWindow | null): DesktopDialogs {
  return {
    async chooseSaveFile(name, format) {
      const options = { defaultPath: name, filters: [{ name: kinds[format], extensions: [format] }] };
      const window = currentWindow();
      const result = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
      return result.canceled || result.filePath === '' ? null : result.filePath;
    },
    async chooseOpenFile() {
      const options: Electron.OpenDialogOptions = {
        properties: ['openFile'],
        filters: [
          { name: kinds.jsonl, extensions: ['jsonl'] },
          { name: 'All files', extensions: ['*'] },
        ],
      };
      const window = currentWindow();
      const result = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
      return result.canceled ? null : (result.filePaths[0] ?? null);
    },
    async openFolder(folder) {
      const problem = await shell.openPath(folder);
      if (problem !== '') throw new DragomanError('folder_not_opened', 'The folder could not be opened.', problem);
    },
  };
}
