/** Converts any thrown value for the window: code, message, hint; no stack, path or key. */

import { DragomanError, type ErrorReport } from '#shared/errors.ts';
import { redactText } from '#shared/exchange/redact/redact.ts';

/** Absolute paths to remove: `/home/me/x`, `C:\Users\me`, `file:///…`. Paths of URLs stay. */
const PATHS = /(?:file:\/\/\/?|(?<![\w:/.…-])\/(?=[\w.-]+\/)|\b[A-Za-z]:\\)[^\s'"`,;)]*/g;

export function toErrorReport(error: unknown): ErrorReport {
  if (error instanceof DragomanError) {
    return { code: error.code, message: clean(error.message), hint: error.hint === null ? null : clean(error.hint) };
  }
  return {
    code: 'internal_error',
    message: 'Dragoman could not do that because of a fault of its own.',
    hint: 'Try again; if it happens again, the application log in the data folder has the details.',
  };
}

function clean(text: string): string {
  return redactText(text).replace(PATHS, '…');
}
