import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { holdsText } from '#shared/exchange/searchable-text.ts';
import { createMatcher, toQuery } from '#shared/exchange/filter/index.ts';
import { pageIds, query, tableExchange, useTableFolder } from '../__fixtures__/table-folder.ts';
import { openTable, type Position } from './exchange-table.ts';

const disk = useTableFolder();

describe('a search for text in the ExchangeTable', () => {
  it('finds text in bodies and names only, also negated', () => {
    disk.table.insert([
      tableExchange('a', {}, '{"content":"the needle"}'),
      tableExchange('b', { modelAsked: 'needle-1' }),
      tableExchange('c'),
    ]);
    expect(pageIds(disk.table.page(query('text:needle'), null, 9))).toBe('ba');
    expect(pageIds(disk.table.page(query('-text:needle'), null, 9))).toBe('c');
    expect(disk.table.count(query('text:needle'))).toBe(2);
    expect(pageIds(disk.table.page(query('text:"…"'), null, 9))).toBe('');
  });

  it('finds text within words, also negated', () => {
    disk.table.insert([
      tableExchange('a', {}, '{"content":"call Read_File on src/app.tsx"}'),
      tableExchange('b', {}, '{"content":"call Read and a file, then spread_f of il"}'),
      tableExchange('c', {}, '{}'),
    ]);
    expect(pageIds(disk.table.page(query('text:ead_fi'), null, 9))).toBe('a');
    expect(pageIds(disk.table.page(query('-text:ead_fi'), null, 9))).toBe('cb');
    expect(pageIds(disk.table.page(query('text:sx'), null, 9))).toBe('a');
    expect(pageIds(disk.table.page(query('text:"/app.t" -text:zz'), null, 9))).toBe('a');
    expect(disk.table.count(query('text:ead'))).toBe(2);
    expect(disk.table.count(query('-text:ead'))).toBe(1);
  });

  it('finds the same as the live list for any text', () => {
    const anyWord = fc.constantFrom(
      'read',
      '_file',
      'e',
      ' ',
      '\n',
      'naïve',
      'É',
      '文字',
      '번역',
      '.',
      '"',
      '\\',
      '7',
      'ﬁ',
      'İ',
    );
    const text = fc.array(anyWord, { minLength: 1, maxLength: 6 }).map((words) => words.join(''));
    const wanted = fc
      .tuple(text, fc.nat(5), fc.nat(20))
      .map(([whole, from, length]) => whole.slice(from, from + length + 1));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), wanted, fc.boolean(), (bodies, sought, negated) => {
        fc.pre(sought.toWellFormed() === sought && sought !== '');
        const memory = openTable(':memory:', Infinity);
        const all = bodies.map((content, index) =>
          tableExchange(`#${index}`, { startedAt: index }, JSON.stringify({ content })),
        );
        memory.insert(all);
        const terms = [{ kind: 'text' as const, negated, text: sought }];
        const holds = createMatcher(terms, 0, ({ id }, wantedText) =>
          all.some((one) => one.summary.id === id && holdsText(one, wantedText)),
        );
        const expected = all.map((one) => one.summary).filter(holds);
        expect(memory.page(toQuery(terms, 0), null, 100).summaries.map(({ id }) => id)).toEqual(
          expected.map(({ id }) => id).toReversed(),
        );
        expect(memory.count(toQuery(terms, 0))).toBe(expected.length);
        memory.close();
      }),
      { numRuns: runs(150) },
    );
  });

  it('a long search returns partial matches and a cursor to continue', () => {
    const hasty = openTable(':memory:', 0);
    const said = (index: number): string => (index % 30 === 0 ? 'xqz' : 'q');
    hasty.insert(
      Array.from({ length: 90 }, (_, at) => tableExchange(`${at},`, { startedAt: at }, `{"content":"${said(at)} z"}`)),
    );
    const pages = [];
    let before: Position | null = null;
    do {
      const page = hasty.page(query('text:qz'), before, 200);
      pages.push(pageIds(page));
      before = page.next;
    } while (before !== null);
    expect(pages.filter((found) => found !== '')).toEqual(['60,', '30,', '0,']);
    expect(pages.length).toBeGreaterThan(3);
    expect(hasty.count(query('text:qz'))).toBeNull();
    hasty.close();
  });

  it('finds text within words in a file of an earlier version, and indexes it in the background', () => {
    disk.table.insert(
      Array.from({ length: 130 }, (_, index) =>
        tableExchange(`${index},`, { startedAt: index }, '{"content":"needle"}'),
      ),
    );
    // Absent in the previous schema version.
    disk.table.connection.exec(`DROP TABLE grams; DROP TABLE unindexed; DROP INDEX exchanges_by_arrival;
      ALTER TABLE exchanges DROP COLUMN arrived_at; ALTER TABLE exchanges DROP COLUMN socket;
      ALTER TABLE exchanges DROP COLUMN lane; ALTER TABLE exchanges DROP COLUMN compaction; PRAGMA user_version = 1`);
    disk.reopen();
    disk.table.insert([tableExchange('new', { startedAt: 500 }, '{"content":"needle"}')]);
    const indexed = () => disk.table.connection.prepare('SELECT count(*) FROM grams_docsize').get()?.[0];
    expect(indexed()).toBe(1);
    expect(disk.table.count(query('text:eedl'))).toBe(131);
    expect(disk.table.page(query('text:eedl'), null, 200).summaries).toHaveLength(131);

    disk.table.connection.exec('DELETE FROM exchanges WHERE seq = 100');
    let steps = 0;
    while (disk.table.indexOlder()) steps += 1;
    expect(steps).toBeGreaterThan(1);
    expect(indexed()).toBe(130);
    expect(disk.table.count(query('text:eedl'))).toBe(130);
    expect(disk.table.count(query('text:eedx'))).toBe(0);
    expect(disk.table.indexOlder()).toBe(false);
  });

  it('skips an exchange with an invalid document', () => {
    disk.table.insert([tableExchange('a', {}, '{"content":"needle"}'), tableExchange('b', {}, '{"content":"needle"}')]);
    disk.table.connection.exec("UPDATE documents SET document = 'torn' WHERE seq = 2");
    expect(pageIds(disk.table.page(query('text:eedl'), null, 9))).toBe('a');
  });
});
