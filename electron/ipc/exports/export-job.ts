/** The export that is being written: one at a time, with progress, to be cancelled. Others ask it before they quit or delete. */

import type { Subscribe } from '#electron/services.ts';
import { DragomanError } from '#shared/errors.ts';
import type { ExportProgress } from '#shared/ipc/contract.ts';
import { createEmitter } from '#electron/platform/emitter.ts';
import { type ExportOptions, writeExport } from './export-file.ts';

export interface ExportJob {
  /** @returns how many were written @throws DragomanError `export_running`, `export_cancelled` or `export_failed` */
  write(file: string, options: Omit<ExportOptions, 'signal' | 'onWritten'>): Promise<number>;
  /** Resolves when nothing is being written any more, and no unfinished file is left. */
  cancel(): Promise<void>;
  /** Null while nothing is being written. */
  progress(): ExportProgress | null;
  /** Every `intervalMs`; null at the end of an export that was reported. */
  onProgress: Subscribe<ExportProgress | null>;
}

/** Short exports end before the first report. */
const PROGRESS_INTERVAL_MS = 250;

export function exportRunning(): DragomanError {
  return new DragomanError('export_running', 'An export is being written.', 'Wait for its end, or cancel it.');
}

export function createExportJob(intervalMs = PROGRESS_INTERVAL_MS): ExportJob {
  const reports = createEmitter<ExportProgress | null>();
  let current: { readonly abort: AbortController; written: number; readonly total: number } | null = null;
  let ended: Promise<unknown> = Promise.resolve();

  function progress(): ExportProgress | null {
    return current === null ? null : { written: current.written, total: current.total };
  }

  async function run(file: string, options: Parameters<ExportJob['write']>[1]): Promise<number> {
    const job = { abort: new AbortController(), written: 0, total: options.ids.length };
    current = job;
    let reported = false;
    // Also while a write takes long, as on a network disk.
    const timer = setInterval(() => {
      reported = true;
      reports.emit(progress());
    }, intervalMs);
    try {
      return await writeExport(file, {
        ...options,
        signal: job.abort.signal,
        onWritten(written) {
          job.written = written;
        },
      });
    } finally {
      clearInterval(timer);
      current = null;
      if (reported) reports.emit(null);
    }
  }

  return {
    progress,
    onProgress: reports.subscribe,
    async write(file, options) {
      if (current !== null) throw exportRunning();
      const running = run(file, options);
      ended = running.catch(() => undefined);
      return await running;
    },
    async cancel() {
      current?.abort.abort();
      await ended;
    },
  };
}
