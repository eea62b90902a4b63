/**
 * The file of the exchange log, and a small database in memory that takes its place while nothing can be written. A damaged file is
 * quarantined and replaced; what the fallback holds is flushed once the disk works again. Each kind of problem is reported once.
 */

import type { ErrorReport } from '#shared/errors.ts';
import type { FilterQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { linkTarget } from '../../platform/link-target.ts';
import { damagedFile, logUnreadable, logUnwritable, newerFile } from '../record/log-errors.ts';
import { createFile, isMarkedDamaged, markDamaged, quarantine } from './database-files.ts';
import { NewerSchemaError } from './database-schema.ts';
import { type ExchangeTable, openTable, type Position } from './exchange-table.ts';
import { createPruner, type Pruner } from './retention.ts';
import { describeSqliteError, isBusy, isDamage, isUnstorable } from './sqlite.ts';

export interface Store {
  readonly table: ExchangeTable;
  readonly pruner: Pruner;
}

export interface DiskFallbackOptions {
  /** Null: in memory by choice, without a problem report. */
  readonly file: string | null;
  readonly onProblem: (problem: ErrorReport) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Retry delay after a disk failure. */
  readonly retryMs: number;
}

export interface DiskFallback {
  /** The file's path with links resolved; null in memory by choice. */
  file(): string | null;
  /** The file, while usable. */
  disk(): Store | null;
  /** The fallback in memory; receives new exchanges while it exists. */
  fallback(): Store | null;
  /** Both, the newer exchanges first. */
  readonly stores: () => readonly Store[];
  /** Reads; a damaged file is quarantined, then the result is `nothing`. */
  readonly read: <Result>(store: Store, work: (table: ExchangeTable) => Result, nothing: Result) => Result;
  /** Never throws for disk errors. */
  write(exchanges: readonly Exchange[]): void;
  /** Handles a disk error in use. @returns whether there is a usable file again */
  repair(error: unknown): boolean;
  /** Flushes the fallback to disk when it is writable again. */
  returnToDisk(): void;
  readonly close: () => void;
}

const NOTHING: FilterQuery = { conditions: [], phrases: [] };

/** Opens the file, or the fallback when that fails. */
export function openDiskFallback({ onProblem, now, retryMs, ...options }: DiskFallbackOptions): DiskFallback {
  let { file } = options;
  let disk: Store | null = null;
  let fallback: Store | null = null;
  let failedAt = 0;
  const reported = new Set<string>();

  function report(problem: ErrorReport): void {
    if (reported.has(problem.code)) return;
    reported.add(problem.code);
    onProblem(problem);
  }

  function openDisk(path: string): Store | null {
    try {
      if (isMarkedDamaged(path)) report(damagedFile(quarantine(path, 'damaged', now())));
      return openFile(path);
    } catch (error) {
      return recover(path, error);
    }
  }

  /** Replaces an unreadable file; null for other errors. */
  function recover(path: string, error: unknown): Store | null {
    const newer = error instanceof NewerSchemaError;
    if (!newer && !isDamage(error)) {
      leaveDisk(error);
      return null;
    }
    try {
      const quarantined = quarantine(path, newer ? 'newer' : 'damaged', now());
      report(newer ? newerFile(quarantined) : damagedFile(quarantined));
      return openFile(path);
    } catch (again) {
      if (!newer) markDamaged(path);
      leaveDisk(again);
      return null;
    }
  }

  function leaveDisk(error: unknown): void {
    failedAt = now();
    report(logUnwritable(describeSqliteError(error)));
    fallback ??= storeOver(openTable(':memory:'));
  }

  function repair(error: unknown): boolean {
    if (file === null || disk === null || !isDamage(error)) return false;
    try {
      disk.table.close();
    } catch {
      // Unusable in any case.
    }
    disk = recover(file, error);
    return disk !== null;
  }

  function read<Result>(store: Store, work: (table: ExchangeTable) => Result, nothing: Result): Result {
    try {
      return work(store.table);
    } catch (error) {
      if (store === disk && isDamage(error)) repair(error);
      else if (!isBusy(error)) report(logUnreadable(describeSqliteError(error)));
      return nothing;
    }
  }

  const stores = (): readonly Store[] => [fallback, disk].filter((store) => store !== null);

  function write(exchanges: readonly Exchange[]): void {
    if (fallback === null && disk !== null) {
      try {
        disk.table.insert(exchanges);
        return;
      } catch (error) {
        if (repair(error)) {
          write(exchanges);
          return;
        }
        if (isUnstorable(error)) {
          // One exchange that cannot be stored must not fail the others.
          if (exchanges.length > 1) for (const exchange of exchanges) write([exchange]);
          return;
        }
        leaveDisk(error);
      }
    }
    (fallback ??= storeOver(openTable(':memory:'))).table.insert(exchanges);
  }

  function returnToDisk(): void {
    if (file === null || fallback === null || now() - failedAt < retryMs) return;
    failedAt = now();
    try {
      file = linkTarget(file);
      disk ??= openFile(file);
      const { table } = fallback;
      let cursor: Position | null = null;
      do {
        const page = table.page(NOTHING, cursor, 50);
        disk.table.insert(
          page.summaries
            .map(({ id }) => table.get(id))
            .filter((exchange) => exchange !== null)
            .toReversed(),
        );
        cursor = page.next;
      } while (cursor !== null);
      table.close();
      fallback = null;
      reported.delete('log_unwritable');
    } catch (error) {
      if (isDamage(error)) repair(error);
    }
  }

  if (file === null) fallback = storeOver(openTable(':memory:'));
  else {
    try {
      file = linkTarget(file);
      disk = openDisk(file);
    } catch (error) {
      leaveDisk(error);
    }
  }

  return {
    file: () => file,
    disk: () => disk,
    fallback: () => fallback,
    stores,
    read,
    write,
    repair,
    returnToDisk,
    close() {
      for (const store of stores()) store.table.close();
      disk = null;
      fallback = null;
    },
  };
}

function openFile(path: string): Store {
  createFile(path);
  return storeOver(openTable(path));
}

function storeOver(table: ExchangeTable): Store {
  return { table, pruner: createPruner(table) };
}
