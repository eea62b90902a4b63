import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CAPS,
  everything,
  numberedExchange,
  numberedExchanges,
  pages,
  useDatabaseFolder,
} from '#electron/exchange-log/__fixtures__/database-folder.ts';
import { connect } from './sqlite.ts';

const disk = useDatabaseFolder();

describe('storing exchanges', () => {
  it('indexes rows of an earlier version during maintenance', () => {
    disk.database().insert(numberedExchanges(0, 120, '{"content":"needle"}'));
    disk.open.pop()?.close();
    const before = connect(disk.file);
    before.exec(`DROP TABLE grams; DROP TABLE unindexed; DROP INDEX exchanges_by_arrival;
      ALTER TABLE exchanges DROP COLUMN arrived_at; ALTER TABLE exchanges DROP COLUMN socket;
      ALTER TABLE exchanges DROP COLUMN lane; ALTER TABLE exchanges DROP COLUMN compaction; PRAGMA user_version = 1`);
    before.close();
    const tidied = disk.database();
    let steps = 1;
    while (tidied.tidy()) steps += 1;
    expect(steps).toBeGreaterThan(2);
    tidied.close();
    disk.open.pop();
    const after = connect(disk.file);
    expect(after.prepare('SELECT count(*) FROM grams_docsize').get()).toEqual([120]);
    after.close();
  });

  it('survives a restart in a file with mode 0600', () => {
    disk.database().insert(numberedExchanges(0, 3));
    expect(statSync(disk.file).mode & 0o777).toBe(0o600);
    expect(statSync(`${disk.file}-wal`).mode & 0o777).toBe(0o600);
    disk.closeLast();
    expect(pages(disk.database(), 10)).toEqual([[2, 1, 0]]);
    expect(disk.problems).toEqual([]);
  });

  it('keeps a demo in memory', () => {
    const kept = disk.database({ file: null });
    kept.insert(numberedExchanges(0, 3));
    expect(pages(kept, 2)).toEqual([[2, 1], [0]]);
    expect(kept.usage()).toMatchObject({ count: 3, storage: 'memory' });
    expect(readdirSync(disk.folder)).toEqual([]);
    expect(disk.problems).toEqual([]);
  });

  it('omits rows that SQLite cannot store, and keeps the rest of the batch', () => {
    const kept = disk.database();
    const odd = [true, undefined, 1n, {}].map((notes, index) => {
      const one = numberedExchange(100 + index);
      return { ...one, summary: { ...one.summary, notes: notes as never } };
    });
    kept.insert([numberedExchange(0), ...odd, numberedExchange(1)]);
    expect(pages(kept, 10)).toEqual([[1, 0]]);
    expect(kept.usage().storage).toBe('disk');
    expect(disk.problems).toEqual([]);
  });

  it('creates the folder of the file', () => {
    disk.file = join(disk.folder, 'not', 'yet', 'exchanges.db');
    disk.database().insert(numberedExchanges(0, 1));
    expect(statSync(join(disk.folder, 'not')).mode & 0o777).toBe(0o700);
    expect(disk.problems).toEqual([]);
  });

  it('two programs can use one file', () => {
    const one = disk.database();
    const other = disk.database();
    one.insert(numberedExchanges(0, 2));
    other.insert(numberedExchanges(2, 2));
    expect(pages(one, 10)).toEqual([[3, 2, 1, 0]]);
    expect(one.get('id-3')).not.toBeNull();
  });

  it('starts from the newest for a foreign cursor', () => {
    const kept = disk.database();
    kept.insert(numberedExchanges(0, 3));
    for (const cursor of ['', 'x', 'd:1', "d:1:1'; DROP TABLE exchanges", 'm:1:1:1']) {
      expect(kept.page(everything, cursor, 1).summaries).toMatchObject([{ id: 'id-2' }]);
    }
  });

  it('applies its limits, and changed ones', () => {
    const kept = disk.database();
    kept.insert(numberedExchanges(0, 10));
    kept.limit({ ...CAPS, maxExchanges: 4 });
    while (kept.tidy());
    expect(pages(kept, 10)).toEqual([[9, 8, 7, 6]]);
  });
});

describe('a disk that cannot be written', () => {
  it('is reported once; exchanges stay in memory and are written once it is writable', () => {
    // A folder at the file's path: not even root can write there.
    mkdirSync(disk.file);
    const kept = disk.database();
    kept.insert(numberedExchanges(0, 3));
    kept.insert(numberedExchanges(3, 1));
    expect(disk.problems).toEqual(['log_unwritable']);
    expect(kept.usage()).toMatchObject({ count: 4, storage: 'memory' });
    expect(pages(kept, 3)).toEqual([[3, 2, 1], [0]]);
    expect(kept.get('id-2')).not.toBeNull();

    rmSync(disk.file, { recursive: true });
    disk.now += 50;
    kept.insert(numberedExchanges(4, 1));
    expect(kept.usage().storage).toBe('memory');
    disk.now += 100;
    kept.insert(numberedExchanges(5, 1));
    expect(kept.usage()).toMatchObject({ count: 6, storage: 'disk' });
    expect(pages(kept, 10)).toEqual([[5, 4, 3, 2, 1, 0]]);
    disk.closeLast();
    expect(pages(disk.database(), 10)).toEqual([[5, 4, 3, 2, 1, 0]]);
  });

  it('leaves stored exchanges readable, after those in memory', () => {
    disk.database().insert(numberedExchanges(0, 5));
    // Another process keeps the file locked.
    const other = connect(disk.file);
    const kept = disk.database();
    other.exec('BEGIN IMMEDIATE');
    kept.insert(numberedExchanges(10, 3));
    expect(disk.problems).toEqual(['log_unwritable']);
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
    disk.now += 200;
    kept.insert(numberedExchanges(20, 1));
    expect(kept.usage()).toMatchObject({ count: 9, storage: 'disk' });
  });

  it('costs a bounded amount of memory', () => {
    mkdirSync(disk.file);
    const kept = disk.database();
    for (let start = 0; start < 6000; start += 500) kept.insert(numberedExchanges(start, 500));
    while (kept.tidy());
    expect(kept.usage().count).toBe(5000);
    expect(kept.page(everything, null, 1).summaries).toMatchObject([{ id: 'id-5999' }]);
  });
});

describe('a database that is a symbolic link', () => {
  it('is written, with its WAL files, and quarantined at the target', () => {
    const elsewhere = join(disk.folder, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(join('elsewhere', 'log.db'), disk.file);
    disk.database().insert(numberedExchanges(0, 3));
    expect(readdirSync(elsewhere).toSorted()).toEqual(['log.db', 'log.db-shm', 'log.db-wal']);
    expect(disk.open.at(-1)?.usage().bytes).toBeGreaterThan(statSync(join(elsewhere, 'log.db')).size);
    disk.closeLast();
    expect(pages(disk.database(), 10)).toEqual([[2, 1, 0]]);
    disk.closeLast();
    writeFileSync(join(elsewhere, 'log.db'), 'no database at all '.repeat(100));
    const kept = disk.database();
    kept.insert(numberedExchanges(5, 1));
    expect(lstatSync(disk.file).isSymbolicLink()).toBe(true);
    expect(readdirSync(elsewhere).filter((name) => /^log\.damaged-.*db$/.test(name))).toHaveLength(1);
    kept.clear();
    expect(readdirSync(elsewhere).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it.each([
    ['a folder', () => symlinkSync(disk.folder, disk.file), 'there is a folder of that name'],
    ['a pipe', () => execFileSync('mkfifo', [disk.file]), 'it is a device or a pipe, not a file'],
    ['a device', () => symlinkSync('/dev/null', disk.file), 'it is a device or a pipe, not a file'],
    ['itself', () => symlinkSync(disk.file, disk.file), 'it is a link that leads in a circle'],
  ])('to %s is refused with the reason, and exchanges are kept in memory', (_what, link, reason) => {
    link();
    const messages: string[] = [];
    const kept = disk.database({ onProblem: ({ code, message }) => void messages.push(`${code} ${message}`) });
    kept.insert(numberedExchanges(0, 1));
    expect(kept.usage().storage).toBe('memory');
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('log_unwritable');
    expect(messages[0]).toContain(reason);
    kept.clear();
    expect(kept.usage().count).toBe(0);
  });
});
