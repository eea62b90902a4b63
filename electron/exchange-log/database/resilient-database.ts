/**
 * Keeps exchanges whatever happens to the disk. A damaged file is set aside and a new one begun; where nothing can be written,
 * a small database in memory takes what comes, and hands it on once the disk takes it again. Each of that is told once.
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
import { damagedFile, newerFile, unreadable, unwritable } from '../record/log-errors.ts';
import { type Caps, createPruner, type Pruner } from './retention.ts';
import { NewerSchemaError } from './database-schema.ts';
import { describeSqliteError, isBusy, isDamage, isUnstorable } from './sqlite.ts';

export interface ResilientDatabaseOptions {
  /** Null: in memory by choice, and nothing is told about it. */
  readonly file: string | null;
  readonly caps: Caps;
  readonly onProblem: (problem: ErrorReport) => void;
  /** When the run began, whose arrivals begin with this; epoch milliseconds by the wall clock. */
  readonly runStart?: number;
  /** How the run's arrivals are moved, where a worker before this one has already told; see `onShift`. */
  readonly shift?: number | null;
  /** Told how arrivals are moved when they are stored, so that they follow those of earlier runs. */
  readonly onShift?: (shift: number) => void;
  /** The wall clock, epoch milliseconds. */
  readonly now?: () => number;
  /** A monotonic clock, milliseconds. */
  readonly elapsed?: () => number;
  /** How long after a failure the disk is tried again. */
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
  readonly place: 'disk' | 'memory';
}

export interface ResilientDatabase {
  /** Never throws for what the disk does. Gives back what is stored, which differs in the arrival. */
  insert(exchanges: readonly Exchange[]): readonly Exchange[];
  page(query: FilterQuery, cursor: string | null, limit: number): StoredPage;
  /** Null when it would take too long. */
  count(query: FilterQuery): number | null;
  get(id: string): Exchange | null;
  mark(ids: readonly string[], marks: Marks): readonly ExchangeSummary[];
  clear(): void;
  usage(): DatabaseUsage;
  limit(caps: Caps): void;
  /** One small step of keeping within the limits. True when there is more to do. */
  tidy(): boolean;
  close(): void;
}

interface Store {
  readonly table: ExchangeTable;
  readonly pruner: Pruner;
}

/** What is kept in memory while the disk is out of reach. */
const FALLBACK_CAPS: Caps = { maxBytes: 128 * 1024 * 1024, maxExchanges: 5_000, maxAgeMs: Number.MAX_SAFE_INTEGER };
const RETRY_MS = 60_000;
const DAMAGED_MS = 14 * DAY_MS;
/** What confirms a wall clock that is far ahead. */
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
  /** The file, while it can be used at all. */
  let disk: Store | null = null;
  /** In memory; takes what is new as long as it exists. */
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

  /** A file that cannot be read any more makes room for a new one; null when the trouble is another. */
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
    report(unwritable(describeSqliteError(error)));
    fallback ??= storeOver(openTable(':memory:'));
  }

  /** Something on disk went wrong while it was in use. True when there is a usable file again. */
  function repair(error: unknown): boolean {
    if (file === null || disk === null || !isDamage(error)) return false;
    try {
      disk.table.close();
    } catch {
      // Of no use any more in any case.
    }
    disk = recover(file, error);
    return disk !== null;
  }

  /** Reads what can be read: a damaged file is set aside and then holds nothing. */
  function read<Result>(store: Store, work: (table: ExchangeTable) => Result, nothing: Result): Result {
    try {
      return work(store.table);
    } catch (error) {
      if (store === disk && isDamage(error)) repair(error);
      else if (!isBusy(error)) report(unreadable(describeSqliteError(error)));
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
          // One that cannot be stored must not take the others with it.
          if (exchanges.length > 1) for (const exchange of exchanges) write([exchange]);
          return;
        }
        leaveDisk(error);
      }
    }
    (fallback ??= storeOver(openTable(':memory:'))).table.insert(exchanges);
  }

  /** What waited in memory goes to the disk, if it can be written to again. */
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

  /** What was damaged may still hold all that was logged: it is kept for a while, for whoever wants to rescue something. */
  function expireFiles(): void {
    if (file === null) return;
    try {
      expireDamaged(file, clock.now() - Math.min(DAMAGED_MS, caps.maxAgeMs));
    } catch {
      // The next time.
    }
  }

  function moved(exchange: Exchange): Exchange {
    const { summary } = exchange;
    return shift === 0 ? exchange : { ...exchange, summary: { ...summary, arrival: arrivalOf(summary) + shift } };
  }

  /**
   * A wall clock that is far ahead may have been set wrong, so nothing grows old by it until later requests have confirmed it: some,
   * over a day by that clock and an hour by the other one.
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
        const place = store === fallback ? 'm' : 'd';
        // What is in memory came after everything on disk.
        if (from?.place === 'd' && place === 'm') continue;
        const before = from?.place === place ? from.position : null;
        const page = read(store, (table) => table.page(query, before, limit - kept.length), null);
        if (page === null) continue;
        kept.push(...page.summaries);
        if (page.next !== null) return { summaries: kept, next: writeCursor(place, page.next) };
        if (kept.length >= limit && place === 'm' && disk !== null) return { summaries: kept, next: DISK_START };
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
          // A damaged file is set aside, and then erased with all that was.
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
        place: fallback === null ? 'disk' : 'memory',
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
          // Busy or full: the next new exchange tries again.
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
