/** Registers `app://` with Electron. The page is never loaded from `file:` or the network. */

import { protocol } from 'electron';
import { APP_SCHEME } from '#electron/ipc/sender.ts';
import { createAppFiles } from './app-files.ts';

/** Must run before `ready`. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** @param root the folder of the built window */
export function serveAppFiles(root: string): void {
  protocol.handle(APP_SCHEME, createAppFiles(root));
}
