/** The database files of the log: size, quarantine of damaged ones, deletion. */

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

/** Mode 0600; SQLite gives its `-wal` and `-shm` files the same. */
export function createFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}

/** Size of the database with its `-wal` and `-shm` files, in bytes. */
export function sizeOf(path: string): number {
  let bytes = 0;
  if (!isFileOrMissing(path)) return 0;
  for (const suffix of ['', '-wal', '-shm']) {
    bytes += statSync(`${path}${suffix}`, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

/** Where an open file cannot be renamed (Windows), the next start renames it before opening. */
export function markDamaged(path: string): void {
  try {
    writeFileSync(damageMark(path), '', { mode: 0o600 });
  } catch {
    // The next start detects the damage again.
  }
}

export function isMarkedDamaged(path: string): boolean {
  return existsSync(damageMark(path));
}

/**
 * Quarantines the file by renaming it and returns the new name; deletes earlier ones, or repeated damage would fill the disk.
 * @param now part of the name, from which `expireDamaged` reads the age
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

/** Deletes quarantined files older than this time. */
export function expireDamaged(path: string, before: number): void {
  for (const { file, time } of filesAside(path, ['damaged'])) if (time < before) rmSync(file, { force: true });
}

/** Deletes every quarantined file, of a newer version too, with its `-wal` and `-shm` files. */
export function eraseAside(path: string): void {
  for (const { file } of filesAside(path, ['damaged', 'newer'])) rmSync(file, { force: true });
}

/** Deletes the database itself, which must not be open. */
export function eraseDatabase(path: string): void {
  // Other files at this path are not the database.
  if (!isFileOrMissing(path)) return;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
  rmSync(damageMark(path), { force: true });
}

function isFileOrMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
  } catch {
    // A circular link.
    return false;
  }
}

interface FileAside {
  readonly file: string;
  /** Time of quarantine from its name, else its mtime. */
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
