/** Resolves symbolic links: writes go to the target file, and the link stays a link. */

import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The system's limit of chained links. */
const MAX_LINKS = 40;

/** A path that cannot be written as a file: a folder, pipe, device or circular link. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
}

/**
 * Resolves the file to write for `path`.
 * @returns `path` itself, or the target of a link, which may not exist yet
 * @throws NotAFileError for what is no regular file
 */
export function linkTarget(path: string): string {
  let target = path;
  for (let links = 0; isLink(target); links += 1) {
    if (links === MAX_LINKS) throw new NotAFileError('it is a link that leads in a circle');
    // In a shared folder another user's link could point at one of our files.
    if (isForeign(target)) throw new NotAFileError('it is a link that belongs to somebody else');
    target = resolve(dirname(target), readlinkSync(target));
  }
  const found = statSync(target, { throwIfNoEntry: false });
  if (found === undefined) return target;
  if (found.isDirectory()) throw new NotAFileError('there is a folder of that name');
  if (!found.isFile()) throw new NotAFileError('it is a device or a pipe, not a file');
  return target === path ? path : realpathSync(target);
}

function isForeign(path: string): boolean {
  const me = process.getuid?.();
  const { uid } = lstatSync(path);
  return me !== undefined && uid !== me && uid !== 0;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
