/** Why a file could not be read or written, as a message for people. */

import { NotAFileError } from '#electron/platform/link-target.ts';

const fileErrorTexts: Readonly<Record<string, string>> = {
  EACCES: 'the folder cannot be written to',
  EPERM: 'the folder cannot be written to',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'the folder is not there',
  EISDIR: 'there is a folder of that name',
  ENOTDIR: 'there is a file where the folder should be',
  EEXIST: 'there is a file where the folder should be',
};

/** Not the system's message: it contains paths. */
export function fileErrorText(error: unknown): string {
  if (error instanceof NotAFileError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return fileErrorTexts[code] ?? (code === '' ? 'something unexpected happened' : `the system says ${code}`);
}
