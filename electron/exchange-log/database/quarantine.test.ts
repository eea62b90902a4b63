import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exchange, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import {
  CAPS,
  numberedExchanges,
  pages,
  useDatabaseFolder,
} from '#electron/exchange-log/__fixtures__/database-folder.ts';
import { migrations } from './database-schema.ts';
import { connect } from './sqlite.ts';

const disk = useDatabaseFolder();

describe('a damaged file', () => {
  const damages: [string, () => void][] = [
    ['that is something else', () => writeFileSync(disk.file, 'This is not a database. '.repeat(500))],
    [
      'that is broken in its middle',
      () => {
        const bytes = readFileSync(disk.file);
        bytes.fill(0xab, 4096);
        writeFileSync(disk.file, bytes);
      },
    ],
    ['that was cut off', () => writeFileSync(disk.file, readFileSync(disk.file).subarray(0, 4096 * 3))],
  ];

  it.each(damages)('%s is quarantined and reported once; the log continues', (_which, damage) => {
    disk.database().insert(numberedExchanges(0, 500, JSON.stringify({ text: 'words '.repeat(300) })));
    disk.closeLast();
    damage();
    const kept = disk.database();
    // Some damage shows only when the broken part is read or written.
    pages(kept, 100);
    kept.get('id-250');
    kept.insert(numberedExchanges(1000, 300));
    kept.insert(numberedExchanges(2000, 2));
    expect(kept.usage().storage).toBe('disk');
    expect(disk.problems).toEqual(['log_damaged']);
    expect(kept.get('id-2001')).not.toBeNull();
    expect(readdirSync(disk.folder).filter((name) => /^exchanges\.damaged-.*\.db$/.test(name))).toHaveLength(1);
    disk.closeLast();
    expect(pages(disk.database(), 10_000)[0]?.slice(0, 2)).toEqual([2001, 2000]);
    expect(disk.problems).toEqual(['log_damaged']);
  });

  it('replaces the one quarantined before', () => {
    for (const time of [1, 2, 3]) {
      disk.now = time;
      writeFileSync(disk.file, 'no database at all '.repeat(100));
      disk.database().insert(numberedExchanges(0, 1));
      disk.closeLast();
    }
    expect(readdirSync(disk.folder).filter((name) => /damaged.*db$/.test(name))).toEqual([
      'exchanges.damaged-1970-01-01T00-00-00-003Z.db',
    ]);
  });

  it('that cannot be renamed is quarantined at the next start', () => {
    // A folder of such a name is in the way.
    mkdirSync(join(disk.folder, 'exchanges.damaged-in-the-way'));
    writeFileSync(disk.file, 'no database at all '.repeat(100));
    const kept = disk.database();
    kept.insert(numberedExchanges(0, 1));
    expect(kept.usage().storage).toBe('memory');
    expect(disk.problems).toEqual(['log_unwritable']);
    disk.closeLast();
    rmSync(join(disk.folder, 'exchanges.damaged-in-the-way'), { recursive: true });
    disk.problems = [];
    const next = disk.database();
    next.insert(numberedExchanges(1, 1));
    expect(next.usage()).toMatchObject({ storage: 'disk', count: 1 });
    expect(disk.problems).toEqual(['log_damaged']);
    disk.closeLast();
    disk.problems = [];
    expect(pages(disk.database(), 10)).toEqual([[1]]);
    expect(disk.problems).toEqual([]);
  });

  it('of a newer version is kept for that version', () => {
    const connection = connect(disk.file);
    connection.exec(`CREATE TABLE later(x); PRAGMA user_version = ${migrations.length + 1}`);
    connection.close();
    disk.database().insert(numberedExchanges(0, 1));
    expect(disk.problems).toEqual(['log_newer']);
    const aside = readdirSync(disk.folder).find((name) => name.startsWith('exchanges.newer-')) ?? '';
    const other = connect(join(disk.folder, aside));
    expect(other.pragma('user_version')).toBe(migrations.length + 1);
    other.close();
  });
});

describe('erasing everything', () => {
  const canary = 'canary-of-a-prompt-that-was-logged';
  const holdsCanary = (): string[] =>
    readdirSync(disk.folder).filter((name) => readFileSync(join(disk.folder, name), 'latin1').includes(canary));

  /** A database with the canary, also in its WAL, as after a crash. */
  function leaveDatabase(name: string): void {
    disk.database().insert(numberedExchanges(0, 20, `{"content":"${canary}"}`));
    for (const suffix of ['-wal', '-shm']) copyFileSync(`${disk.file}${suffix}`, join(disk.folder, `${name}${suffix}`));
    disk.closeLast();
    copyFileSync(disk.file, join(disk.folder, name));
  }

  it.each([
    'exchanges.damaged-2026-11-30T10-00-00-000Z.db',
    'exchanges.damaged-without-a-date.db',
    'exchanges.newer-2026-11-30T10-00-00-000Z.db',
  ])('erases %s and its WAL files', (name) => {
    leaveDatabase(name);
    const kept = disk.database();
    expect(holdsCanary()).toContain(name);
    expect(holdsCanary()).toContain(`${name}-wal`);
    kept.clear();
    expect(holdsCanary()).toEqual([]);
    expect(readdirSync(disk.folder).filter((other) => other.startsWith(name))).toEqual([]);
  });

  it('erases a file whose damage is detected then', () => {
    const opened = disk.database();
    opened.insert(numberedExchanges(0, 300, `{"content":"${canary}"}`));
    disk.closeLast();
    const bytes = readFileSync(disk.file);
    bytes.fill(0xaa, 4096, 4096 * 12);
    writeFileSync(disk.file, bytes);
    const kept = disk.database();
    kept.clear();
    expect(holdsCanary()).toEqual([]);
    kept.insert(numberedExchanges(500, 1));
    expect(pages(kept, 10)).toEqual([[500]]);
  });

  it('erases a file that could not be opened', () => {
    // Damaged, and a folder blocks the quarantine name.
    mkdirSync(join(disk.folder, 'exchanges.damaged-in-the-way'));
    writeFileSync(disk.file, `no database ${canary}`.repeat(100));
    const kept = disk.database();
    expect(kept.usage().storage).toBe('memory');
    rmSync(join(disk.folder, 'exchanges.damaged-in-the-way'), { recursive: true });
    kept.clear();
    expect(holdsCanary()).toEqual([]);
  });
});

describe('a quarantined damaged file', () => {
  const DAY = 24 * 3_600_000;
  const asideFiles = (): string[] => readdirSync(disk.folder).filter((name) => /damaged-/.test(name));

  function damage(): void {
    writeFileSync(disk.file, 'no database at all '.repeat(100));
    disk.database().insert([exchange({ summary: summary({ id: 'first', startedAt: disk.now }) })]);
    disk.closeLast();
    expect(asideFiles()).toHaveLength(1);
  }

  it.each([
    ['two weeks', 1e15],
    ['the age limit of the log where that is shorter', 3 * DAY],
  ])('is deleted after %s', (_what, maxAgeMs) => {
    disk.now = Date.UTC(2026, 10, 1);
    damage();
    const kept = disk.database({ caps: { ...CAPS, maxAgeMs } });
    const days = Math.min(14, maxAgeMs / DAY);
    for (let day = 0; day < days; day += 1) {
      expect(asideFiles()).toHaveLength(1);
      disk.now += DAY;
      kept.tidy();
    }
    disk.now += 1000;
    while (kept.tidy());
    expect(asideFiles()).toEqual([]);
  });

  it('stays when the wall clock jumps', () => {
    disk.now = Date.UTC(2026, 10, 1);
    damage();
    for (const jumped of [Date.UTC(2027, 0, 1), 0]) {
      disk.now = jumped;
      const kept = disk.database();
      while (kept.tidy());
      expect(asideFiles()).toHaveLength(1);
      disk.closeLast();
    }
  });
});
