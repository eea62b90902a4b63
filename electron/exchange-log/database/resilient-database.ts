/**
 * Stores exchanges in spite of disk failures. A damaged file is quarantined and replaced; while nothing can be written, a small
 * in-memory database is the fallback and is flushed once the disk works again. Each kind of problem is reported once.
 */

import type { ErrorReport } from '#shared/errors.ts';
import type { FilterQuery } from '#shared/exchange/filter/index.ts';
import { arrivalOf, type Exchange, type ExchangeSummary } from '#shared/exchange/record.ts';
import { createArrivalClock, DAY_MS, shiftAfter } from '../../platform/arrival-clock.ts';
import { eraseAside, eraseDatabase, expireDamaged, sizeOf } from './database-files.ts';
import { openDiskFallback, type Store } from './disk-fallback.ts';
import type { Marks } from './exchange-table.ts';
import { DISK_START, readCursor, writeCursor } from './page-cursor.ts';
import type { Caps } from './retention.ts';

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

/** Limit of the fallback in memory. */
const FALLBACK_CAPS: Caps = { maxBytes: 128 * 1024 * 1024, maxExchanges: 5_000, maxAgeMs: Number.MAX_SAFE_INTEGER };
const RETRY_MS = 60_000;
const DAMAGED_MS = 14 * DAY_MS;
/** Evidence that confirms a wall clock far ahead. */
const CONFIRMING_REQUESTS = 3;
const CONFIRMING_MS = 60 * 60 * 1000;

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
  const storage = openDiskFallback({ file: options.file, onProblem, now: () => clock.now(), retryMs });
  const { stores, read } = storage;
  const last = storage.disk()?.table.lastArrival() ?? null;
  clock = createArrivalClock({ last, wall: now, elapsed });
  let shift = options.shift ?? shiftAfter(last, runStart);
  onShift(shift);

  /** Retention of quarantined files, whose content may be recoverable. */
  function expireFiles(): void {
    const file = storage.file();
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
      storage.returnToDisk();
      const stored = exchanges.map(moved);
      storage.write(stored);
      return stored;
    },

    page(query, cursor, limit) {
      const from = readCursor(cursor);
      const kept: ExchangeSummary[] = [];
      for (const store of stores()) {
        const kind = store === storage.fallback() ? 'm' : 'd';
        // Exchanges in memory are newer than all on disk.
        if (from?.storage === 'd' && kind === 'm') continue;
        const before = from?.storage === kind ? from.position : null;
        const page = read(store, (table) => table.page(query, before, limit - kept.length), null);
        if (page === null) continue;
        kept.push(...page.summaries);
        if (page.next !== null) return { summaries: kept, next: writeCursor(kind, page.next) };
        if (kept.length >= limit && kind === 'm' && storage.disk() !== null)
          return { summaries: kept, next: DISK_START };
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
          if (store !== storage.disk() || !storage.repair(error)) throw error;
        }
      }
      const file = storage.file();
      if (file === null) return;
      if (storage.disk() === null) eraseDatabase(file);
      eraseAside(file);
    },

    usage() {
      let count = 0;
      let pinned = 0;
      let oldest: number | null = null;
      const file = storage.file();
      let bytes = file === null ? 0 : sizeOf(file);
      for (const store of stores()) {
        const usage = read(store, (table) => table.usage(), { count: 0, pinned: 0, oldest: null });
        count += usage.count;
        pinned += usage.pinned;
        oldest = Math.min(oldest ?? Infinity, usage.oldest ?? Infinity);
        if (store === storage.fallback()) bytes += store.pruner.usedBytes();
      }
      return {
        count,
        pinned,
        oldest: oldest === Infinity ? null : oldest,
        bytes,
        storage: storage.fallback() === null ? 'disk' : 'memory',
      };
    },

    limit(next) {
      caps = next;
    },

    tidy() {
      let more = false;
      for (const store of stores()) {
        const own = store === storage.fallback() ? within(caps, FALLBACK_CAPS) : caps;
        try {
          if (store === storage.disk()) confirmWallClock(store);
          more = store.pruner.step(own, clock.now()) || store.table.indexOlder() || more;
        } catch (error) {
          // Busy or full: the next new exchange retries.
          if (store === storage.disk()) storage.repair(error);
        }
      }
      if (!more) expireFiles();
      return more;
    },

    close: storage.close,
  };
}

function within(one: Caps, other: Caps): Caps {
  return {
    maxBytes: Math.min(one.maxBytes, other.maxBytes),
    maxExchanges: Math.min(one.maxExchanges, other.maxExchanges),
    maxAgeMs: Math.min(one.maxAgeMs, other.maxAgeMs),
  };
}
