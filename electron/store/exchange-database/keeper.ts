/**
 * Keeps exchanges whatever happens to the disk. A damaged file is set aside and a new one begun; where nothing can be written,
 * a small database in memory takes what comes, and hands it on once the disk takes it again. Each of that is told once.
 */

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
import type { ErrorReport } from '#shared/errors.ts';
import type { FilterQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { type ExchangeTable, type Marks, openTable, type Position } from './exchange-table.ts';
import { type Caps, createPruner, type Pruner } from './prune.ts';
import { NewerSchemaError } from './schema.ts';
import { describeSqliteError, isBusy, isDamage, isUnstorable } from './sqlite.ts';

export interface KeeperOptions {
  /** Null: in memory by choice, and nothing is told about it. */
  readonly file: string | null;
  readonly caps: Caps;
  readonly onProblem: (problem: ErrorReport) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** How long after a failure the disk is tried again. */
  readonly retryMs?: number;
}

export interface KeptPage {
  readonly summaries: readonly ExchangeSummary[];
  readonly next: string | null;
}

export interface KeeperUsage {
  readonly count: number;
  readonly pinned: number;
  readonly oldest: number | null;
  readonly bytes: number;
  readonly place: 'disk' | 'memory';
}

export interface Keeper {
  /** Never throws for what the disk does. */
  insert(exchanges: readonly Exchange[]): void;
  page(query: FilterQuery, cursor: string | null, limit: number): KeptPage;
  /** Null when it would take too long. */
  count(query: FilterQuery): number | null;
  get(id: string): Exchange | null;
  mark(ids: readonly string[], marks: Marks): readonly ExchangeSummary[];
  clear(): void;
  usage(): KeeperUsage;
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
const SPARE_CAPS: Caps = { maxBytes: 128 * 1024 * 1024, maxExchanges: 5_000, maxAgeMs: Number.MAX_SAFE_INTEGER };
const RETRY_MS = 60_000;
const NOTHING: FilterQuery = { conditions: [], phrases: [] };

export function openKeeper({ file, onProblem, now = Date.now, retryMs = RETRY_MS, ...options }: KeeperOptions): Keeper {
  let { caps } = options;
  /** The file, while it can be used at all. */
  let disk: Store | null = null;
  /** In memory; takes what is new as long as it exists. */
  let spare: Store | null = null;
  let failedAt = 0;
  const told = new Set<string>();

  function tell(problem: ErrorReport): void {
    if (told.has(problem.code)) return;
    told.add(problem.code);
    onProblem(problem);
  }

  function openDisk(path: string): Store | null {
    try {
      if (existsSync(damageMark(path))) {
        tell(damagedFile(setAside(path, 'damaged', now())));
        rmSync(damageMark(path), { force: true });
      }
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
      const aside = setAside(path, newer ? 'newer' : 'damaged', now());
      tell(newer ? newerFile(aside) : damagedFile(aside));
      return openFile(path);
    } catch (again) {
      // Where an open file cannot be renamed, the next start does it, before anything opens it.
      if (!newer) leaveMark(path);
      leaveDisk(again);
      return null;
    }
  }

  function leaveDisk(error: unknown): void {
    failedAt = now();
    tell(unwritable(error));
    spare ??= storeOver(openTable(':memory:'));
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
      else if (!isBusy(error)) tell(unreadable(error));
      return nothing;
    }
  }

  function stores(): readonly Store[] {
    return [spare, disk].filter((store) => store !== null);
  }

  function write(exchanges: readonly Exchange[]): void {
    if (spare === null && disk !== null) {
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
    (spare ??= storeOver(openTable(':memory:'))).table.insert(exchanges);
  }

  /** What waited in memory goes to the disk, if it can be written to again. */
  function returnToDisk(): void {
    if (file === null || spare === null || now() - failedAt < retryMs) return;
    failedAt = now();
    try {
      disk ??= openFile(file);
      const { table } = spare;
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
      spare = null;
      told.delete('log_unwritable');
    } catch (error) {
      if (isDamage(error)) repair(error);
    }
  }

  if (file === null) spare = storeOver(openTable(':memory:'));
  else disk = openDisk(file);

  return {
    insert(exchanges) {
      returnToDisk();
      write(exchanges);
    },

    page(query, cursor, limit) {
      const from = readCursor(cursor);
      const kept: ExchangeSummary[] = [];
      for (const store of stores()) {
        const place = store === spare ? 'm' : 'd';
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
      for (const store of stores()) store.table.clear();
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
        if (store === spare) bytes += store.pruner.usedBytes();
      }
      return {
        count,
        pinned,
        oldest: oldest === Infinity ? null : oldest,
        bytes,
        place: spare === null ? 'disk' : 'memory',
      };
    },

    limit(next) {
      caps = next;
    },

    tidy() {
      let more = false;
      for (const store of stores()) {
        const own = store === spare ? within(caps, SPARE_CAPS) : caps;
        try {
          more = store.pruner.step(own, now()) || store.table.indexOlder() || more;
        } catch (error) {
          // Busy or full: the next new exchange tries again.
          if (store === disk) repair(error);
        }
      }
      return more;
    },

    close() {
      for (const store of stores()) store.table.close();
      disk = null;
      spare = null;
    },
  };
}

/** Only its owner may read the file; SQLite gives the files beside it the same mode. */
function openFile(path: string): Store {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
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

/** The page on disk after the last one in memory. */
const DISK_START = 'd';

function writeCursor(place: 'm' | 'd', { startedAt, seq }: Position): string {
  return `${place}:${String(startedAt)}:${String(seq)}`;
}

/** Anything that is no cursor of ours starts from the newest. */
function readCursor(cursor: string | null): { place: 'm' | 'd'; position: Position | null } | null {
  if (cursor === DISK_START) return { place: 'd', position: null };
  const parts = /^([md]):([\d.]{1,20}):(\d{1,16})$/.exec(cursor ?? '');
  if (parts === null) return null;
  const position = { startedAt: Number(parts[2]), seq: Number(parts[3]) };
  return { place: parts[1] === 'm' ? 'm' : 'd', position };
}

/** The file and what SQLite keeps beside it, in bytes. */
function sizeOf(path: string): number {
  let bytes = 0;
  for (const suffix of ['', '-wal', '-shm']) {
    bytes += statSync(`${path}${suffix}`, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

function damageMark(path: string): string {
  return `${path}.damaged`;
}

function leaveMark(path: string): void {
  try {
    writeFileSync(damageMark(path), '', { mode: 0o600 });
  } catch {
    // Then the damage is found anew.
  }
}

/** Renames the file out of the way; of earlier ones none is kept, or damage would fill the disk. */
function setAside(path: string, why: 'damaged' | 'newer', now: number): string {
  const folder = dirname(path);
  const stem = `${basename(path, '.db')}.${why}-`;
  for (const name of readdirSync(folder)) if (name.startsWith(stem)) rmSync(join(folder, name), { force: true });
  const aside = join(folder, `${stem}${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.db`);
  renameSync(path, aside);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  rmSync(`${path}-shm`, { force: true });
  return aside;
}

function damagedFile(aside: string): ErrorReport {
  return {
    code: 'log_damaged',
    message: 'The file with the logged exchanges was damaged. A new one was begun.',
    hint: `The damaged file was kept as ${basename(aside)} in the data folder; it can be deleted.`,
  };
}

function newerFile(aside: string): ErrorReport {
  return {
    code: 'log_newer',
    message: 'The logged exchanges were written by a newer version. A new file was begun.',
    hint: `The other file was kept as ${basename(aside)} in the data folder; the newer version can read it.`,
  };
}

function unwritable(error: unknown): ErrorReport {
  return {
    code: 'log_unwritable',
    message: `Exchanges cannot be written to disk and are kept in memory only (${describeSqliteError(error)}).`,
    hint: 'Make room on the disk or the data folder writable: what is in memory is then written.',
  };
}

function unreadable(error: unknown): ErrorReport {
  return {
    code: 'log_unreadable',
    message: `Logged exchanges could not be read (${describeSqliteError(error)}).`,
    hint: null,
  };
}
