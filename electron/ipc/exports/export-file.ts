/**
 * Writes exchanges to a file of mode 0600, one at a time, redacted once more. Writes to a temporary file and renames it when
 * complete.
 */

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { linkTarget } from '#electron/platform/link-target.ts';
import { DragomanError } from '#shared/errors.ts';
import { HAR_END, harFragment, harStart, type HarOptions } from '#shared/exchange/export/har.ts';
import { toJsonLine } from '#shared/exchange/export/jsonl.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { fileErrorText } from '#electron/platform/file-error.ts';

export type ExportFormat = 'har' | 'jsonl';

export interface ExportOptions {
  readonly format: ExportFormat;
  /** In the order of writing; deleted ones are left out. */
  readonly ids: readonly string[];
  readonly get: (id: string) => Promise<Exchange | null>;
  /** Also product data for both formats, and the secrets to redact. */
  readonly har: HarOptions;
  /** Ends the export between two exchanges. */
  readonly signal?: AbortSignal;
  /** Called after each id with how many are done, deleted ones included. */
  readonly onWritten?: (done: number) => void;
}

/** @returns how many were written @throws DragomanError `export_failed` or `export_cancelled`; an existing file stays unchanged */
export async function writeExport(file: string, options: ExportOptions): Promise<number> {
  let unfinished: string | null = null;
  try {
    // Replaces the target of a symbolic link, not the link.
    const target = linkTarget(file);
    await removeAbandoned(dirname(target));
    unfinished = join(dirname(target), `.dragoman-${randomUUID()}.part`);
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
    if (error instanceof DragomanError) throw error;
    throw new DragomanError(
      'export_failed',
      `The file could not be written: ${fileErrorText(error)}.`,
      'Choose another folder.',
    );
  }
}

/** Of an export that was killed: one that is being written changes every moment. */
const ABANDONED = /^\.dragoman-[\da-f-]{36}\.part$/;
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Deletes unfinished files of earlier exports to this folder. Never throws: the export itself says what is wrong with a folder. */
async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((one) => ABANDONED.test(one))) {
    const file = join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found === null || Date.now() - found.mtimeMs < ABANDONED_AFTER_MS) continue;
    await rm(file, { force: true }).catch(() => undefined);
  }
}

async function writeAll(handle: FileHandle, options: ExportOptions): Promise<number> {
  const { format, ids, get, har, signal, onWritten } = options;
  let written = 0;
  if (format === 'har') await handle.write(harStart(har));
  for (const [index, id] of ids.entries()) {
    if (signal?.aborted === true) {
      throw new DragomanError('export_cancelled', 'The export was cancelled.', 'No file was written.');
    }
    const exchange = await get(id);
    onWritten?.(index + 1);
    if (exchange === null) continue;
    await handle.write(format === 'har' ? harFragment(exchange, har, written === 0) : toJsonLine(exchange, har.known));
    written += 1;
  }
  if (format === 'har') await handle.write(HAR_END);
  return written;
}
