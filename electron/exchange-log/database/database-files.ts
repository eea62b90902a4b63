/** The files of the log as the file system sees them: how large they are, and how a damaged one makes room for a new one. */

import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Only its owner may read the file; SQLite gives the files beside it the same mode. */
export function createFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}

/** The file and what SQLite keeps beside it, in bytes. */
export function sizeOf(path: string): number {
  let bytes = 0;
  for (const suffix of ['', '-wal', '-shm']) {
    bytes += statSync(`${path}${suffix}`, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

/** Where an open file cannot be renamed, the next start does it, before anything opens it. */
export function markDamaged(path: string): void {
  try {
    writeFileSync(damageMark(path), '', { mode: 0o600 });
  } catch {
    // Then the damage is found anew.
  }
}

export function isMarkedDamaged(path: string): boolean {
  return existsSync(damageMark(path));
}

/** Renames the file out of the way and gives back its name; of earlier ones none is kept, or damage would fill the disk. */
export function setAside(path: string, why: 'damaged' | 'newer', now: number): string {
  const folder = dirname(path);
  const stem = `${basename(path, '.db')}.${why}-`;
  for (const name of readdirSync(folder)) if (name.startsWith(stem)) rmSync(join(folder, name), { force: true });
  const aside = join(folder, `${stem}${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.db`);
  renameSync(path, aside);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  rmSync(`${path}-shm`, { force: true });
  rmSync(damageMark(path), { force: true });
  return basename(aside);
}

function damageMark(path: string): string {
  return `${path}.damaged`;
}
