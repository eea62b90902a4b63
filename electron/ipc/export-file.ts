/**
 * Writes exchanges to a file that only its owner can read, one at a time, redacted once more. The file appears when it is
 * whole: until then it has another name beside it.
 */

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { linkTarget, NotAFileError } from '#electron/platform/link-target.ts';
import { DragomanError } from '#shared/errors.ts';
import { HAR_END, harFragment, harStart, type HarOptions } from '#shared/exchange/export/har.ts';
import { toJsonLine } from '#shared/exchange/export/jsonl.ts';
import type { Exchange } from '#shared/exchange/record.ts';

export type ExportFormat = 'har' | 'jsonl';

export interface ExportOptions {
  readonly format: ExportFormat;
  /** In the order in which they are written; those that are no longer kept are left out. */
  readonly ids: readonly string[];
  readonly get: (id: string) => Promise<Exchange | null>;
  /** Also what both formats have to know of the product, and the secrets to take out. */
  readonly har: HarOptions;
}

/** Out: how many were written. Throws DragomanError `export_failed`; then there is no file, or the old one as it was. */
export async function writeExport(file: string, options: ExportOptions): Promise<number> {
  let unfinished: string | null = null;
  try {
    // What the chosen name is a link to is replaced, not the link.
    const target = linkTarget(file);
    unfinished = join(dirname(target), `.${randomUUID()}.part`);
    const handle = await open(unfinished, 'wx', 0o600);
    let written = 0;
    try {
      written = await writeAll(handle, options);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, target);
    return written;
  } catch (error) {
    if (unfinished !== null) await rm(unfinished, { force: true }).catch(() => undefined);
    throw new DragomanError(
      'export_failed',
      `The file could not be written: ${reasonOf(error)}.`,
      'Choose another folder.',
    );
  }
}

async function writeAll(handle: FileHandle, { format, ids, get, har }: ExportOptions): Promise<number> {
  let written = 0;
  if (format === 'har') await handle.write(harStart(har));
  for (const id of ids) {
    const exchange = await get(id);
    if (exchange === null) continue;
    await handle.write(format === 'har' ? harFragment(exchange, har, written === 0) : toJsonLine(exchange, har.known));
    written += 1;
  }
  if (format === 'har') await handle.write(HAR_END);
  return written;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'the folder cannot be written to',
  EPERM: 'the folder cannot be written to',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'the folder is not there',
  EISDIR: 'there is a folder of that name',
};

/** Never the system's own sentence: it has paths in it. */
export function reasonOf(error: unknown): string {
  if (error instanceof NotAFileError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code === '' ? 'something unexpected happened' : `the system says ${code}`);
}
