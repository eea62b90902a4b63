/** Dependencies of the IPC handlers: the services and the desktop's functions. */

import type { Services } from '#electron/services.ts';
import type { AppInfo } from '#shared/ipc/contract.ts';
import type { ChatRunner } from './chat.ts';
import type { ExportJob } from './exports/export-job.ts';
import type { ReadImport } from '#electron/imports/read-import.ts';

/** Functions that need a desktop. */
export interface DesktopDialogs {
  /** The chosen path, or null. */
  chooseSaveFile(suggestedName: string, format: 'har' | 'jsonl'): Promise<string | null>;
  chooseOpenFile(): Promise<string | null>;
  openFolder(folder: string): Promise<void>;
}

export interface HandlerDeps {
  readonly services: Services;
  readonly chat: ChatRunner;
  /** Shared with whoever quits the app; a job of its own when absent. */
  readonly exportJob?: ExportJob;
  /** Without what the services know themselves. */
  appInfo(): Omit<AppInfo, 'folderProblem'>;
  writeClipboard(text: string): void;
  /** Absent without a desktop. */
  readonly dialogs?: DesktopDialogs;
  /** Reads an opened file; in this thread when absent. */
  readonly readImport?: ReadImport;
}

/** What the handlers of exchanges and exports share. */
export type ExportDeps = HandlerDeps & Required<Pick<HandlerDeps, 'exportJob'>>;
