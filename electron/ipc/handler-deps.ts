/** Dependencies of the IPC handlers: the services and the desktop's functions. */

import type { Services } from '#electron/services.ts';
import type { AppInfo, CallName, CallOutput, calls } from '#shared/ipc/contract.ts';
import type { z } from 'zod';
import type { ChatRunner } from './chat.ts';
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
  appInfo(): AppInfo;
  writeClipboard(text: string): void;
  /** Absent without a desktop. */
  readonly dialogs?: DesktopDialogs;
  /** Reads an opened file; in this thread when absent. */
  readonly readImport?: ReadImport;
}

/** A handler's input, parsed by the contract's schema. */
export type ParsedInput<Name extends CallName> = z.output<(typeof calls)[Name]['input']>;

export type Handler<Name extends CallName> = (input: ParsedInput<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>;

export type Handlers<Names extends CallName = CallName> = { readonly [Name in Names]: Handler<Name> };
