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
  if (!isFileOrMissing(path)) return 0;
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

/**
 * Renames the file out of the way and gives back its name; of earlier ones none is kept, or damage would fill the disk.
 * @param now becomes a part of the name, by which `expireDamaged` knows the age
 */
export function quarantine(path: string, why: 'damaged' | 'newer', now: number): string {
  for (const { file } of filesAside(path, [why])) rmSync(file, { force: true });
  const moment = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const quarantined = join(dirname(path), `${basename(path, '.db')}.${why}-${moment}.db`);
  renameSync(path, quarantined);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${quarantined}-wal`);
  rmSync(`${path}-shm`, { force: true });
  rmSync(damageMark(path), { force: true });
  return basename(quarantined);
}

/** Deletes damaged files that were set aside before this time. */
export function expireDamaged(path: string, before: number): void {
  for (const { file, time } of filesAside(path, ['damaged'])) if (time < before) rmSync(file, { force: true });
}

/** Deletes every file that was set aside, of a newer version too, with what SQLite keeps beside it. */
export function eraseAside(path: string): void {
  for (const { file } of filesAside(path, ['damaged', 'newer'])) rmSync(file, { force: true });
}

/** Deletes the database itself, which must not be open. */
export function eraseDatabase(path: string): void {
  // What else stands at its place holds nothing of ours.
  if (!isFileOrMissing(path)) return;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
  rmSync(damageMark(path), { force: true });
}

function isFileOrMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
  } catch {
    // A link that leads in a circle.
    return false;
  }
}

interface FileAside {
  readonly file: string;
  /** When it was set aside, as its name says; when it was last written, where that cannot be read. */
  readonly time: number;
}

function filesAside(path: string, reasons: readonly string[]): readonly FileAside[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const stem = basename(path, '.db');
  return readdirSync(folder).flatMap((name) => {
    if (!reasons.some((why) => name.startsWith(`${stem}.${why}-`))) return [];
    const file = join(folder, name);
    const parts = /-(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2})-(\d{3}Z)\./.exec(name);
    const named = parts === null ? Number.NaN : Date.parse(`${parts[1]}:${parts[2]}:${parts[3]}.${parts[4]}`);
    const time = Number.isNaN(named) ? (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) : named;
    return [{ file, time }];
  });
}

function damageMark(path: string): string {
  return `${path}.damaged`;
}
