/** An exchange log over a real database for each test, with workers in this thread, and exchanges to store in it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createExchangeLog, type ExchangeLogOptions } from '#electron/exchange-log/exchange-log.ts';
import type { LiveExchange, RecordedExchange } from '#electron/exchange-log/record/recorded-exchange.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import { summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { parseFilter } from '#shared/exchange/filter/index.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { workersInThread } from './exchange-workers.ts';
import { recordedExchange } from './recorded-exchanges.ts';

export type Log = ReturnType<typeof createExchangeLog>;

export interface LogFolder {
  folder: string;
  file: string;
  settings: ReturnType<typeof createSettingsStore>;
  /** Codes of the reported errors. */
  problems: string[];
  /** Open logs, closed after the test. */
  readonly open: Log[];
  createLog(options?: Partial<ExchangeLogOptions>): Log;
  /** Closes the last log and opens another over the same file. */
  reopened(): Promise<Log>;
  /** All files of the folder, one byte per character. */
  bytes(): string;
}

/** Creates the folder before each test and deletes it afterwards. */
export function useLogFolder(): LogFolder {
  const disk: LogFolder = {
    folder: '',
    file: '',
    settings: createSettingsStore({ dataFolder: tmpdir() }),
    problems: [],
    open: [],
    createLog(options = {}) {
      const { file, settings } = disk;
      const log = createExchangeLog({ start: workersInThread().start, file, settings, ...options });
      log.onProblem(({ code }) => void disk.problems.push(code));
      disk.open.push(log);
      return log;
    },
    async reopened() {
      await disk.open.pop()?.close();
      return disk.createLog();
    },
    bytes: () =>
      readdirSync(disk.folder)
        .map((name) => readFileSync(join(disk.folder, name), 'latin1'))
        .join(''),
  };
  beforeEach(() => {
    disk.folder = mkdtempSync(join(tmpdir(), 'dragoman-log-'));
    disk.file = join(disk.folder, 'exchanges.db');
    disk.settings = createSettingsStore({ dataFolder: disk.folder });
    disk.problems = [];
  });
  afterEach(async () => {
    for (const log of disk.open.splice(0)) await log.close();
    rmSync(disk.folder, { recursive: true, force: true });
  });
  return disk;
}

/** Old enough ones are deleted, so `startedAt` counts from now. */
export const now = Date.now();

export const doneExchange = (id: string, changes: Partial<ExchangeSummary> = {}, body = '{}'): RecordedExchange =>
  recordedExchange({ summary: summary({ id, ...changes, startedAt: now + (changes.startedAt ?? 0) }) }, { body });

export function liveExchange(id: string, changes: Partial<ExchangeSummary> = {}): LiveExchange {
  const own = summary({ id, state: 'streaming', ...changes, startedAt: now + (changes.startedAt ?? 0) });
  return { id, summary: () => own, snapshot: () => recordedExchange({ summary: own }, { body: 'so far' }) };
}

/** Resolves once these have ended and are stored. */
export function stored(log: Log, ...ids: string[]): Promise<void> {
  const missing = new Set(ids);
  return new Promise((resolve) => {
    const end = log.onChange(({ id, state }) => {
      if (state === 'done') missing.delete(id);
      if (missing.size > 0) return;
      end();
      resolve();
    });
  });
}

export const ids = (summaries: readonly ExchangeSummary[]): string => summaries.map(({ id }) => id).join('');

/** The ids of the exchanges that match a filter, newest first. */
export const find = async (log: Log, filter: string): Promise<string> =>
  ids((await log.page({ terms: parseFilter(filter).terms, cursor: null, limit: 100, count: false })).summaries);
