/** Reads and replaces another program's configuration file: only what is surely such a file, in one step, with its mode and its link. */

import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { fileErrorText } from '#electron/platform/file-error.ts';
import { linkTarget, NotAFileError } from '#electron/platform/link-target.ts';

/** Configuration files are a few kilobytes. */
const MAX_BYTES = 1024 * 1024;

/** Why the file is left alone, as a clause about it: "it is larger than 1 MB". */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
}

export interface ConfigFile {
  /** The file itself, where `path` is a link. */
  readonly target: string;
  /** Null: there is none yet. */
  readonly bytes: Buffer | null;
  /** Permission bits; those of a new file when there is none. */
  readonly mode: number;
}

/** @throws FileRefused */
export function readConfigFile(path: string): ConfigFile {
  try {
    return readTarget(path);
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused(error instanceof NotAFileError ? error.message : fileErrorText(error));
  }
}

function readTarget(path: string): ConfigFile {
  const target = linkTarget(path);
  const found = statSync(target, { throwIfNoEntry: false });
  if (found === undefined) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw new FileRefused('it is a link to a file that is not there');
    requireWritableFolder(dirname(target));
    // It may get a token.
    return { target, bytes: null, mode: 0o600 };
  }
  if (found.size > MAX_BYTES) throw new FileRefused('it is larger than 1 MB');
  if (found.nlink > 1) throw new FileRefused('it has a second name (a hard link), which replacing it would break');
  const me = process.getuid?.();
  if (me !== undefined && found.uid !== me) throw new FileRefused('it belongs to another user');
  if (!isWritable(target)) throw new FileRefused('it is write-protected');
  requireWritableFolder(dirname(target));
  return { target, bytes: readFileSync(target), mode: found.mode & 0o7777 };
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The folder itself, or the nearest one above that exists. */
function requireWritableFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    const above = dirname(folder);
    if (above !== folder) requireWritableFolder(above);
    return;
  }
  if (!isWritable(folder)) throw new FileRefused('its folder is write-protected');
}

/** @throws FileRefused for a file that is not UTF-8 text */
export function decodeConfig(bytes: Buffer): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FileRefused('it is not UTF-8 text');
  }
  if (text.includes('\0')) throw new FileRefused('it is not a text file');
  return text;
}

/**
 * Replaces the file in one step: readers see the old or the new one, a crash leaves one of them.
 * @param bytes null removes the file
 * @throws FileRefused when it is not as it was read, or cannot be written
 */
export function replaceConfigFile(file: ConfigFile, bytes: Buffer | null): void {
  try {
    const now = readTarget(file.target);
    if (!sameBytes(now.bytes, file.bytes)) throw new FileRefused('it was changed meanwhile');
    if (bytes === null) rmSync(file.target, { force: true });
    else writeAtomically(file.target, bytes, file.mode);
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused(fileErrorText(error));
  }
}

export function sameBytes(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}

/** Through a temporary file in the same folder, which `rename` needs. Missing folders are made for their owner alone. */
export function writeAtomically(path: string, bytes: Buffer, mode: number): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const file = openSync(temporary, 'wx', 0o600);
  try {
    try {
      let written = 0;
      while (written < bytes.length) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // Not by `open`, whose mode the umask reduces.
    chmodSync(temporary, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
