/**
 * Stores exchanges in spite of disk failures. A damaged file is quarantined and replaced; while nothing can be written, a small
 * in-memory database is the fallback and is flushed once the disk works again. Each kind of problem is reported once.
 */

import type { ErrorReport } from '#shared/errors.ts';
import type { FilterQuery } from '#shared/exchange/filter/index.ts';
import { arrivalOf, type Exchange, type ExchangeSummary } from '#shared/exchange/record.ts';
import { createArrivalClock, DAY_MS, shiftAfter } from '../../platform/arrival-clock.ts';
import { linkTarget } from '../../platform/link-target.ts';
import {
  createFile,
  eraseAside,
  eraseDatabase,
  expireDamaged,
  isMarkedDamaged,
  markDamaged,
  quarantine,
  sizeOf,
} from './database-files.ts';
import { type ExchangeTable, type Marks, openTable, type Position } from './exchange-table.ts';
import { DISK_START, readCursor, writeCursor } from './page-cursor.ts';
import { damagedFile, newerFile, logUnreadable, logUnwritable } from '../record/log-errors.ts';
import { type Caps, createPruner, type Pruner } from './retention.ts';
import { NewerSchemaError } from './database-schema.ts';
import { describeSqliteError, isBusy, isDamage, isUnstorable } from './sqlite.ts';

export interface ResilientDatabaseOptions {
  /** Null: in memory by choice, without a problem report. */
  readonly file: string | null;
  readonly caps: Caps;
  readonly onProblem: (problem: ErrorReport) => void;
  /** Start of the run, from which its arrivals count; epoch milliseconds by the wall clock. */
  readonly runStart?: number;
  /** The shift reported by an earlier worker of this run; see `onShift`. */
  readonly shift?: number | null;
  /** Called with the shift of stored arrivals, so that they follow those of earlier runs. */
  readonly onShift?: (shift: number) => void;
  /** The wall clock, epoch milliseconds. */
  readonly now?: () => number;
  /** A monotonic clock, milliseconds. */
  readonly elapsed?: () => number;
  /** Retry delay after a disk failure. */
  readonly retryMs?: number;
}

export interface StoredPage {
  readonly summaries: readonly ExchangeSummary[];
  readonly next: string | null;
}

export interface DatabaseUsage {
  readonly count: number;
  readonly pinned: number;
  readonly oldest: number | null;
  readonly bytes: number;
  readonly storage: 'disk' | 'memory';
}

export interface ResilientDatabase {
  /** Never throws for disk errors. @returns the stored exchanges, with shifted arrivals */
  insert(exchanges: readonly Exchange[]): readonly Exchange[];
  page(query: FilterQuery, cursor: string | null, limit: number): StoredPage;
  /** Null when counting would take too long. */
  count(query: FilterQuery): number | null;
  get(id: string): Exchange | null;
  mark(ids: readonly string[], marks: Marks): readonly ExchangeSummary[];
  clear(): void;
  usage(): DatabaseUsage;
  limit(caps: Caps): void;
  /** One small retention step. @returns whether more remains */
  tidy(): boolean;
  close(): void;
}

interface Store {
  readonly table: ExchangeTable;
  readonly pruner: Pruner;
}

/** Limit of the fallback in memory. */
const FALLBACK_CAPS: Caps = { maxBytes: 128 * 1024 * 1024, maxExchanges: 5_000, maxAgeMs: Number.MAX_SAFE_INTEGER };
const RETRY_MS = 60_000;
const DAMAGED_MS = 14 * DAY_MS;
/** Evidence that confirms a wall clock far ahead. */
const CONFIRMING_REQUESTS = 3;
const CONFIRMING_MS = 60 * 60 * 1000;
const NOTHING: FilterQuery = { conditions: [], phrases: [] };

export function openResilientDatabase({
  onProblem,
  now = Date.now,
  retryMs = RETRY_MS,
  ...options
}: ResilientDatabaseOptions): ResilientDatabase {
  const { runStart = now(), onShift = () => undefined } = options;
  const { elapsed = () => performance.now() } = options;
  let { caps } = options;
  let clock = createArrivalClock({ wall: now, elapsed });
  let file: string | null = options.file;
  /** The file, while usable. */
  let disk: Store | null = null;
  /** The fallback in memory; receives new exchanges while it exists. */
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
      if (isMarkedDamaged(path)) report(damagedFile(quarantine(path, 'damaged', clock.now())));
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
      const quarantined = quarantine(path, newer ? 'newer' : 'damaged', clock.now());
      report(newer ? newerFile(quarantined) : damagedFile(quarantined));
      return openFile(path);
    } catch (again) {
      if (!newer) markDamaged(path);
      leaveDisk(again);
      return null;
    }
  }

  function leaveDisk(error: unknown): void {
    failedAt = clock.now();
    report(logUnwritable(describeSqliteError(error)));
    fallback ??= storeOver(openTable(':memory:'));
  }

  /** Handles a disk error in use. @returns whether there is a usable file again */
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

  /** Reads from disk; a damaged file is quarantined, then the result is empty. */
  function read<Result>(store: Store, work: (table: ExchangeTable) => Result, nothing: Result): Result {
    try {
      return work(store.table);
    } catch (error) {
      if (store === disk && isDamage(error)) repair(error);
      else if (!isBusy(error)) report(logUnreadable(describeSqliteError(error)));
      return nothing;
    }
  }

  function stores(): readonly Store[] {
    return [fallback, disk].filter((store) => store !== null);
  }

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

  /** Flushes the fallback to disk when it is writable again. */
  function returnToDisk(): void {
    if (file === null || fallback === null || clock.now() - failedAt < retryMs) return;
    failedAt = clock.now();
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
  const last = disk?.table.lastArrival() ?? null;
  clock = createArrivalClock({ last, wall: now, elapsed });
  let shift = options.shift ?? shiftAfter(last, runStart);
  onShift(shift);

  /** Retention of quarantined files, whose content may be recoverable. */
  function expireFiles(): void {
    if (file === null) return;
    try {
      expireDamaged(file, clock.now() - Math.min(DAMAGED_MS, caps.maxAgeMs));
    } catch {
      // Retried the next time.
    }
  }

  function moved(exchange: Exchange): Exchange {
    const { summary } = exchange;
    return shift === 0 ? exchange : { ...exchange, summary: { ...summary, arrival: arrivalOf(summary) + shift } };
  }

  /**
   * A wall clock far ahead may be wrong, so nothing expires by it until later requests confirm it: several, spread over a day
   * by that clock and an hour by the monotonic one.
   */
  function confirmWallClock({ table }: Store): void {
    const ahead = table.aheadOfArrival(DAY_MS);
    if (ahead === null || ahead.count < CONFIRMING_REQUESTS) return;
    if (ahead.wallSpan < DAY_MS || ahead.arrivalSpan < CONFIRMING_MS) return;
    table.moveArrivals(ahead.from, ahead.distance);
    clock.advance(ahead.distance);
    shift += ahead.distance;
    onShift(shift);
  }

  return {
    insert(exchanges) {
      returnToDisk();
      const stored = exchanges.map(moved);
      write(stored);
      return stored;
    },

    page(query, cursor, limit) {
      const from = readCursor(cursor);
      const kept: ExchangeSummary[] = [];
      for (const store of stores()) {
        const storage = store === fallback ? 'm' : 'd';
        // Exchanges in memory are newer than all on disk.
        if (from?.storage === 'd' && storage === 'm') continue;
        const before = from?.storage === storage ? from.position : null;
        const page = read(store, (table) => table.page(query, before, limit - kept.length), null);
        if (page === null) continue;
        kept.push(...page.summaries);
        if (page.next !== null) return { summaries: kept, next: writeCursor(storage, page.next) };
        if (kept.length >= limit && storage === 'm' && disk !== null) return { summaries: kept, next: DISK_START };
      }
      return { summaries: kept, next: null };
    },

    count(query) {
      const counts = stores().map((store) => read(store, (table) => table.count(query), 0));
      return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
    },

    get(id) {
      for (const store of stores()) {
        const found = read(store, (table) => table.get(id), null);
        if (found !== null) return found;
      }
      return null;
    },

    mark: (ids, marks) => stores().flatMap((store) => read(store, (table) => table.mark(ids, marks), [])),

    clear() {
      for (const store of stores()) {
        try {
          store.table.clear();
        } catch (error) {
          // A damaged file is quarantined, then erased with the others.
          if (store !== disk || !repair(error)) throw error;
        }
      }
      if (file === null) return;
      if (disk === null) eraseDatabase(file);
      eraseAside(file);
    },

    usage() {
      let count = 0;
      let pinned = 0;
      let oldest: number | null = null;
      let bytes = file === null ? 0 : sizeOf(file);
      for (const store of stores()) {
        const usage = read(store, (table) => table.usage(), { count: 0, pinned: 0, oldest: null });
        count += usage.count;
        pinned += usage.pinned;
        oldest = Math.min(oldest ?? Infinity, usage.oldest ?? Infinity);
        if (store === fallback) bytes += store.pruner.usedBytes();
      }
      return {
        count,
        pinned,
        oldest: oldest === Infinity ? null : oldest,
        bytes,
        storage: fallback === null ? 'disk' : 'memory',
      };
    },

    limit(next) {
      caps = next;
    },

    tidy() {
      let more = false;
      for (const store of stores()) {
        const own = store === fallback ? within(caps, FALLBACK_CAPS) : caps;
        try {
          if (store === disk) confirmWallClock(store);
          more = store.pruner.step(own, clock.now()) || store.table.indexOlder() || more;
        } catch (error) {
          // Busy or full: the next new exchange retries.
          if (store === disk) repair(error);
        }
      }
      if (!more) expireFiles();
      return more;
    },

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

function within(one: Caps, other: Caps): Caps {
  return {
    maxBytes: Math.min(one.maxBytes, other.maxBytes),
    maxExchanges: Math.min(one.maxExchanges, other.maxExchanges),
    maxAgeMs: Math.min(one.maxAgeMs, other.maxAgeMs),
  };
}
