/** A folder with the database of an exchange log for each test, and exchanges to store in it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import {
  openResilientDatabase,
  type ResilientDatabase,
  type ResilientDatabaseOptions,
} from '#electron/exchange-log/database/resilient-database.ts';
import { exchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { toQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange } from '#shared/exchange/record.ts';

/** Limits that nothing reaches. */
export const CAPS = { maxBytes: 1e12, maxExchanges: 1e9, maxAgeMs: 1e15 };
/** The query without conditions. */
export const everything = toQuery([], 0);

export interface DatabaseFolder {
  folder: string;
  file: string;
  /** Codes of the reported errors. */
  problems: string[];
  /** The wall clock. */
  now: number;
  /** Open databases, closed after the test. */
  readonly open: ResilientDatabase[];
  database(changes?: Partial<ResilientDatabaseOptions>): ResilientDatabase;
  /** Closes the last database, so that its file can be damaged. */
  closeLast(): void;
}

/** Creates the folder before each test and deletes it afterwards. */
export function useDatabaseFolder(): DatabaseFolder {
  const disk: DatabaseFolder = {
    folder: '',
    file: '',
    problems: [],
    now: 1000,
    open: [],
    database(changes = {}) {
      const opened = openResilientDatabase({
        file: disk.file,
        caps: CAPS,
        now: () => disk.now,
        elapsed: () => 0,
        retryMs: 100,
        onProblem: ({ code }) => void disk.problems.push(code),
        ...changes,
      });
      disk.open.push(opened);
      return opened;
    },
    closeLast: () => disk.open.pop()?.close(),
  };
  beforeEach(() => {
    disk.folder = mkdtempSync(join(tmpdir(), 'dragoman-database-'));
    disk.file = join(disk.folder, 'exchanges.db');
    disk.problems = [];
    disk.now = 1000;
  });
  afterEach(() => {
    for (const one of disk.open.splice(0)) one.close();
    rmSync(disk.folder, { recursive: true, force: true });
  });
  return disk;
}

export function numberedExchange(index: number, body = '{}'): Exchange {
  return exchange({ summary: summary({ id: `id-${index}`, startedAt: index }), clientRequest: side({ body }) });
}

export const numberedExchanges = (from: number, count: number, body?: string): Exchange[] =>
  Array.from({ length: count }, (_, index) => numberedExchange(from + index, body));

/** All pages of the log, as the start times on each. */
export function pages(from: ResilientDatabase, limit: number): number[][] {
  const seen: number[][] = [];
  let cursor: string | null = null;
  do {
    const page = from.page(everything, cursor, limit);
    seen.push(page.summaries.map(({ startedAt }) => startedAt));
    cursor = page.next;
  } while (cursor !== null);
  return seen;
}
