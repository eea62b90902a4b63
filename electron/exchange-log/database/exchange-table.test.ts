import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toQuery } from '#shared/exchange/filter/index.ts';
import { summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { pageIds, query, tableExchange, useTableFolder } from '../__fixtures__/table-folder.ts';
import type { Position } from './exchange-table.ts';

const everything = toQuery([], 0);

const disk = useTableFolder();

describe('ExchangeTable', () => {
  it('round-trips short and long documents', () => {
    const short = tableExchange('a');
    const long = tableExchange('b', {}, JSON.stringify({ text: `${'long '.repeat(5000)}\u0000 \uD800 “…”` }));
    disk.table.insert([short, long]);
    for (const { summary: head, ...rest } of [short, long]) expect(disk.table.get(head.id)).toMatchObject(rest);
    expect(disk.table.get('unknown')).toBeNull();
  });

  it('goes from the newest to the oldest, page by page, also where times are equal', () => {
    disk.table.insert(
      Array.from('abcdefg').map((id, index) => tableExchange(id, { startedAt: Math.floor(index / 3) })),
    );
    let before: Position | null = null;
    const seen: string[] = [];
    do {
      const page = disk.table.page(everything, before, 2);
      seen.push(pageIds(page));
      before = page.next;
    } while (before !== null);
    expect(seen).toEqual(['gf', 'ed', 'cb', 'a']);
  });

  it('is stable when exchanges arrive between two pages', () => {
    disk.table.insert(Array.from('abcd').map((id, index) => tableExchange(id, { startedAt: index })));
    const first = disk.table.page(everything, null, 2);
    disk.table.insert([tableExchange('new', { startedAt: 10 })]);
    expect(pageIds(disk.table.page(everything, first.next, 2))).toBe('ba');
  });

  it('keeps the first of two with one id', () => {
    disk.table.insert([tableExchange('a', { status: 200 }), tableExchange('a', { status: 500 })]);
    expect(disk.table.usage().count).toBe(1);
    expect(disk.table.get('a')?.summary.status).toBe(200);
  });

  it('stores a batch completely or not at all', () => {
    const broken = { ...tableExchange('b'), summary: { ...summary({ id: 'b' }), notes: 1.5 } };
    expect(() => disk.table.insert([tableExchange('a'), broken])).toThrow(/cannot store REAL/);
    expect(disk.table.usage().count).toBe(0);
    disk.table.insert([tableExchange('c')]);
    expect(disk.table.usage().count).toBe(1);
  });

  it('pins and labels, and returns the changed summaries', () => {
    disk.table.insert([tableExchange('a'), tableExchange('b')]);
    expect(disk.table.mark(['a', 'b', 'unknown'], { pinned: true }).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(disk.table.mark(['a', 'b'], { pinned: true })).toEqual([]);
    expect(disk.table.mark(['a'], { label: 'red' })).toMatchObject([{ id: 'a', pinned: true, label: 'red' }]);
    expect(disk.table.mark(['b'], { pinned: false, label: null })).toMatchObject([{ id: 'b', pinned: false }]);
    expect(pageIds(disk.table.page(query('is:pinned label:red'), null, 9))).toBe('a');
    expect(disk.table.usage()).toEqual({ count: 2, pinned: 1, oldest: 1_790_000_000_000 });
  });

  it('is empty after clearing', () => {
    const body = JSON.stringify({ content: 'unforgettable '.repeat(20) });
    disk.table.insert(
      Array.from({ length: 200 }, (_, index) => tableExchange(`${index}`, { label: 'unforgettable' }, body)),
    );
    const bytes = () =>
      readdirSync(disk.folder)
        .map((name) => readFileSync(join(disk.folder, name), 'latin1'))
        .join('');
    expect(bytes()).toContain('unforgettable');
    disk.table.clear();
    expect(bytes()).not.toContain('unforgett');
    expect(disk.table.usage()).toEqual({ count: 0, pinned: 0, oldest: null });
    expect(disk.table.count(query('text:unforgettable'))).toBe(0);
    disk.table.insert([tableExchange('again', {}, body)]);
    expect(disk.table.count(query('text:nforgettabl'))).toBe(1);
    expect(disk.table.count(query('text:unforgettable'))).toBe(1);
  });
});
