import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { exchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { type ResilientDatabase, type ResilientDatabaseOptions, openResilientDatabase } from './resilient-database.ts';
import { migrations } from './database-schema.ts';
import { connect } from './sqlite.ts';

const CAPS = { maxBytes: 1e12, maxExchanges: 1e9, maxAgeMs: 1e15 };
const everything = toQuery([], 0);

let folder: string;
let file: string;
let problems: string[];
let now: number;
const open: ResilientDatabase[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-database-'));
  file = join(folder, 'exchanges.db');
  problems = [];
  now = 1000;
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  rmSync(folder, { recursive: true, force: true });
});

function database(changes: Partial<ResilientDatabaseOptions> = {}): ResilientDatabase {
  const opened = openResilientDatabase({
    file,
    caps: CAPS,
    now: () => now,
    elapsed: () => 0,
    retryMs: 100,
    onProblem: ({ code }) => void problems.push(code),
    ...changes,
  });
  open.push(opened);
  return opened;
}

function made(index: number, body = '{}'): Exchange {
  return exchange({ summary: summary({ id: `id-${index}`, startedAt: index }), clientRequest: side({ body }) });
}

const some = (from: number, count: number, body?: string) =>
  Array.from({ length: count }, (_, index) => made(from + index, body));

function pages(from: ResilientDatabase, limit: number): number[][] {
  const seen: number[][] = [];
  let cursor: string | null = null;
  do {
    const page = from.page(everything, cursor, limit);
    seen.push(page.summaries.map(({ startedAt }) => startedAt));
    cursor = page.next;
  } while (cursor !== null);
  return seen;
}

/** Closes the last one, so that its file can be damaged. */
function closed(): void {
  open.pop()?.close();
}

describe('storing exchanges', () => {
  it('indexes rows of an earlier version during maintenance', () => {
    database().insert(some(0, 120, '{"content":"needle"}'));
    open.pop()?.close();
    const before = connect(file);
    before.exec(`DROP TABLE grams; DROP TABLE unindexed; DROP INDEX exchanges_by_arrival;
      ALTER TABLE exchanges DROP COLUMN arrived_at; PRAGMA user_version = 1`);
    before.close();
    const tidied = database();
    let steps = 1;
    while (tidied.tidy()) steps += 1;
    expect(steps).toBeGreaterThan(2);
    tidied.close();
    open.pop();
    const after = connect(file);
    expect(after.prepare('SELECT count(*) FROM grams_docsize').get()).toEqual([120]);
    after.close();
  });

  it('survives a restart in a file with mode 0600', () => {
    database().insert(some(0, 3));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600);
    closed();
    expect(pages(database(), 10)).toEqual([[2, 1, 0]]);
    expect(problems).toEqual([]);
  });

  it('keeps a demo in memory', () => {
    const kept = database({ file: null });
    kept.insert(some(0, 3));
    expect(pages(kept, 2)).toEqual([[2, 1], [0]]);
    expect(kept.usage()).toMatchObject({ count: 3, storage: 'memory' });
    expect(readdirSync(folder)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('omits rows that SQLite cannot store, and keeps the rest of the batch', () => {
    const kept = database();
    const odd = [true, undefined, 1n, {}].map((notes, index) => {
      const one = made(100 + index);
      return { ...one, summary: { ...one.summary, notes: notes as never } };
    });
    kept.insert([made(0), ...odd, made(1)]);
    expect(pages(kept, 10)).toEqual([[1, 0]]);
    expect(kept.usage().storage).toBe('disk');
    expect(problems).toEqual([]);
  });

  it('creates the folder of the file', () => {
    file = join(folder, 'not', 'yet', 'exchanges.db');
    database().insert(some(0, 1));
    expect(statSync(join(folder, 'not')).mode & 0o777).toBe(0o700);
    expect(problems).toEqual([]);
  });

  it('two programs can use one file', () => {
    const one = database();
    const other = database();
    one.insert(some(0, 2));
    other.insert(some(2, 2));
    expect(pages(one, 10)).toEqual([[3, 2, 1, 0]]);
    expect(one.get('id-3')).not.toBeNull();
  });

  it('starts from the newest for a foreign cursor', () => {
    const kept = database();
    kept.insert(some(0, 3));
    for (const cursor of ['', 'x', 'd:1', "d:1:1'; DROP TABLE exchanges", 'm:1:1:1']) {
      expect(kept.page(everything, cursor, 1).summaries).toMatchObject([{ id: 'id-2' }]);
    }
  });

  it('applies its limits, and changed ones', () => {
    const kept = database();
    kept.insert(some(0, 10));
    kept.limit({ ...CAPS, maxExchanges: 4 });
    while (kept.tidy());
    expect(pages(kept, 10)).toEqual([[9, 8, 7, 6]]);
  });
});

describe('a damaged file', () => {
  const damages: [string, () => void][] = [
    ['that is something else', () => writeFileSync(file, 'This is not a database. '.repeat(500))],
    [
      'that is broken in its middle',
      () => {
        const bytes = readFileSync(file);
        bytes.fill(0xab, 4096);
        writeFileSync(file, bytes);
      },
    ],
    ['that was cut off', () => writeFileSync(file, readFileSync(file).subarray(0, 4096 * 3))],
  ];

  it.each(damages)('%s is quarantined and reported once; the log continues', (_which, damage) => {
    database().insert(some(0, 500, JSON.stringify({ text: 'words '.repeat(300) })));
    closed();
    damage();
    const kept = database();
    // Some damage shows only when the broken part is read or written.
    pages(kept, 100);
    kept.get('id-250');
    kept.insert(some(1000, 300));
    kept.insert(some(2000, 2));
    expect(kept.usage().storage).toBe('disk');
    expect(problems).toEqual(['log_damaged']);
    expect(kept.get('id-2001')).not.toBeNull();
    expect(readdirSync(folder).filter((name) => /^exchanges\.damaged-.*\.db$/.test(name))).toHaveLength(1);
    closed();
    expect(pages(database(), 10_000)[0]?.slice(0, 2)).toEqual([2001, 2000]);
    expect(problems).toEqual(['log_damaged']);
  });

  it('replaces the one quarantined before', () => {
    for (const time of [1, 2, 3]) {
      now = time;
      writeFileSync(file, 'no database at all '.repeat(100));
      database().insert(some(0, 1));
      closed();
    }
    expect(readdirSync(folder).filter((name) => /damaged.*db$/.test(name))).toEqual([
      'exchanges.damaged-1970-01-01T00-00-00-003Z.db',
    ]);
  });

  it('that cannot be renamed is quarantined at the next start', () => {
    // A folder of such a name is in the way.
    mkdirSync(join(folder, 'exchanges.damaged-in-the-way'));
    writeFileSync(file, 'no database at all '.repeat(100));
    const kept = database();
    kept.insert(some(0, 1));
    expect(kept.usage().storage).toBe('memory');
    expect(problems).toEqual(['log_unwritable']);
    closed();
    rmSync(join(folder, 'exchanges.damaged-in-the-way'), { recursive: true });
    problems = [];
    const next = database();
    next.insert(some(1, 1));
    expect(next.usage()).toMatchObject({ storage: 'disk', count: 1 });
    expect(problems).toEqual(['log_damaged']);
    closed();
    problems = [];
    expect(pages(database(), 10)).toEqual([[1]]);
    expect(problems).toEqual([]);
  });

  it('of a newer version is kept for that version', () => {
    const connection = connect(file);
    connection.exec(`CREATE TABLE later(x); PRAGMA user_version = ${migrations.length + 1}`);
    connection.close();
    database().insert(some(0, 1));
    expect(problems).toEqual(['log_newer']);
    const aside = readdirSync(folder).find((name) => name.startsWith('exchanges.newer-')) ?? '';
    const other = connect(join(folder, aside));
    expect(other.pragma('user_version')).toBe(migrations.length + 1);
    other.close();
  });
});

describe('a disk that cannot be written', () => {
  it('is reported once; exchanges stay in memory and are written once it is writable', () => {
    // A folder at the file's path: not even root can write there.
    mkdirSync(file);
    const kept = database();
    kept.insert(some(0, 3));
    kept.insert(some(3, 1));
    expect(problems).toEqual(['log_unwritable']);
    expect(kept.usage()).toMatchObject({ count: 4, storage: 'memory' });
    expect(pages(kept, 3)).toEqual([[3, 2, 1], [0]]);
    expect(kept.get('id-2')).not.toBeNull();

    rmSync(file, { recursive: true });
    now += 50;
    kept.insert(some(4, 1));
    expect(kept.usage().storage).toBe('memory');
    now += 100;
    kept.insert(some(5, 1));
    expect(kept.usage()).toMatchObject({ count: 6, storage: 'disk' });
    expect(pages(kept, 10)).toEqual([[5, 4, 3, 2, 1, 0]]);
    closed();
    expect(pages(database(), 10)).toEqual([[5, 4, 3, 2, 1, 0]]);
  });

  it('leaves stored exchanges readable, after those in memory', () => {
    database().insert(some(0, 5));
    // Another process keeps the file locked.
    const other = connect(file);
    const kept = database();
    other.exec('BEGIN IMMEDIATE');
    kept.insert(some(10, 3));
    expect(problems).toEqual(['log_unwritable']);
    expect(pages(kept, 2)).toEqual([
      [12, 11],
      [10, 4],
      [3, 2],
      [1, 0],
    ]);
    expect(pages(kept, 3)).toEqual([
      [12, 11, 10],
      [4, 3, 2],
      [1, 0],
    ]);
    expect(kept.count(everything)).toBe(8);
    other.exec('ROLLBACK');
    other.close();
    now += 200;
    kept.insert(some(20, 1));
    expect(kept.usage()).toMatchObject({ count: 9, storage: 'disk' });
  });

  it('costs a bounded amount of memory', () => {
    mkdirSync(file);
    const kept = database();
    for (let start = 0; start < 6000; start += 500) kept.insert(some(start, 500));
    while (kept.tidy());
    expect(kept.usage().count).toBe(5000);
    expect(kept.page(everything, null, 1).summaries).toMatchObject([{ id: 'id-5999' }]);
  });
});

describe('erasing everything', () => {
  const canary = 'canary-of-a-prompt-that-was-logged';
  const holdsCanary = (): string[] =>
    readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'latin1').includes(canary));

  /** A database with the canary, also in its WAL, as after a crash. */
  function leaveDatabase(name: string): void {
    database().insert(some(0, 20, `{"content":"${canary}"}`));
    for (const suffix of ['-wal', '-shm']) copyFileSync(`${file}${suffix}`, join(folder, `${name}${suffix}`));
    closed();
    copyFileSync(file, join(folder, name));
  }

  it.each([
    'exchanges.damaged-2026-11-30T10-00-00-000Z.db',
    'exchanges.damaged-without-a-date.db',
    'exchanges.newer-2026-11-30T10-00-00-000Z.db',
  ])('erases %s and its WAL files', (name) => {
    leaveDatabase(name);
    const kept = database();
    expect(holdsCanary()).toContain(name);
    expect(holdsCanary()).toContain(`${name}-wal`);
    kept.clear();
    expect(holdsCanary()).toEqual([]);
    expect(readdirSync(folder).filter((other) => other.startsWith(name))).toEqual([]);
  });

  it('erases a file whose damage is detected then', () => {
    const opened = database();
    opened.insert(some(0, 300, `{"content":"${canary}"}`));
    closed();
    const bytes = readFileSync(file);
    bytes.fill(0xaa, 4096, 4096 * 12);
    writeFileSync(file, bytes);
    const kept = database();
    kept.clear();
    expect(holdsCanary()).toEqual([]);
    kept.insert(some(500, 1));
    expect(pages(kept, 10)).toEqual([[500]]);
  });

  it('erases a file that could not be opened', () => {
    // Damaged, and a folder blocks the quarantine name.
    mkdirSync(join(folder, 'exchanges.damaged-in-the-way'));
    writeFileSync(file, `no database ${canary}`.repeat(100));
    const kept = database();
    expect(kept.usage().storage).toBe('memory');
    rmSync(join(folder, 'exchanges.damaged-in-the-way'), { recursive: true });
    kept.clear();
    expect(holdsCanary()).toEqual([]);
  });
});

describe('a quarantined damaged file', () => {
  const DAY = 24 * 3_600_000;
  const asideFiles = (): string[] => readdirSync(folder).filter((name) => /damaged-/.test(name));

  function damage(): void {
    writeFileSync(file, 'no database at all '.repeat(100));
    database().insert([exchange({ summary: summary({ id: 'first', startedAt: now }) })]);
    closed();
    expect(asideFiles()).toHaveLength(1);
  }

  it.each([
    ['two weeks', 1e15],
    ['the age limit of the log where that is shorter', 3 * DAY],
  ])('is deleted after %s', (_what, maxAgeMs) => {
    now = Date.UTC(2026, 10, 1);
    damage();
    const kept = database({ caps: { ...CAPS, maxAgeMs } });
    const days = Math.min(14, maxAgeMs / DAY);
    for (let day = 0; day < days; day += 1) {
      expect(asideFiles()).toHaveLength(1);
      now += DAY;
      kept.tidy();
    }
    now += 1000;
    while (kept.tidy());
    expect(asideFiles()).toEqual([]);
  });

  it('stays when the wall clock jumps', () => {
    now = Date.UTC(2026, 10, 1);
    damage();
    for (const jumped of [Date.UTC(2027, 0, 1), 0]) {
      now = jumped;
      const kept = database();
      while (kept.tidy());
      expect(asideFiles()).toHaveLength(1);
      closed();
    }
  });
});

describe('a database that is a symbolic link', () => {
  it('is written, with its WAL files, and quarantined at the target', () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(join('elsewhere', 'log.db'), file);
    database().insert(some(0, 3));
    expect(readdirSync(elsewhere).toSorted()).toEqual(['log.db', 'log.db-shm', 'log.db-wal']);
    expect(open.at(-1)?.usage().bytes).toBeGreaterThan(statSync(join(elsewhere, 'log.db')).size);
    closed();
    expect(pages(database(), 10)).toEqual([[2, 1, 0]]);
    closed();
    writeFileSync(join(elsewhere, 'log.db'), 'no database at all '.repeat(100));
    const kept = database();
    kept.insert(some(5, 1));
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readdirSync(elsewhere).filter((name) => /^log\.damaged-.*db$/.test(name))).toHaveLength(1);
    kept.clear();
    expect(readdirSync(elsewhere).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it.each([
    ['a folder', () => symlinkSync(folder, file), 'there is a folder of that name'],
    ['a pipe', () => execFileSync('mkfifo', [file]), 'it is a device or a pipe, not a file'],
    ['a device', () => symlinkSync('/dev/null', file), 'it is a device or a pipe, not a file'],
    ['itself', () => symlinkSync(file, file), 'it is a link that leads in a circle'],
  ])('to %s is refused with the reason, and exchanges are kept in memory', (_what, link, reason) => {
    link();
    const messages: string[] = [];
    const kept = database({ onProblem: ({ code, message }) => void messages.push(`${code} ${message}`) });
    kept.insert(some(0, 1));
    expect(kept.usage().storage).toBe('memory');
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('log_unwritable');
    expect(messages[0]).toContain(reason);
    kept.clear();
    expect(kept.usage().count).toBe(0);
  });
});
