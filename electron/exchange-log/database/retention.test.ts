import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { depth } from '#shared/__fixtures__/test-depth.ts';
import { toQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { exchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { type ExchangeTable, openTable } from './exchange-table.ts';
import { type Caps, createPruner, type Pruner } from './retention.ts';

let folder: string;
let path: string;
let table: ExchangeTable;
let pruner: Pruner;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-prune-'));
  path = join(folder, 'log.db');
  table = openTable(path);
  pruner = createPruner(table);
});
afterEach(() => {
  table.close();
  rmSync(folder, { recursive: true, force: true });
});

const MANY = depth(3_000, 900);
const SOME = depth(600, 400);

const NONE: Caps = { maxBytes: 1e12, maxExchanges: 1e9, maxAgeMs: 1e15 };

/** Unique words, so that neither compression nor the index saves space. */
function text(seed: number, words: number): string {
  let state = seed + 1;
  return Array.from({ length: words }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state.toString(36);
  }).join(' ');
}

function made(index: number, changes: Partial<ExchangeSummary> = {}, words = 300): Exchange {
  return exchange({
    summary: summary({ id: String(index), startedAt: index, ...changes }),
    clientRequest: side({ body: JSON.stringify({ content: text(index, words) }) }),
    upstreamRequest: null,
    upstreamResponse: null,
    clientResponse: null,
  });
}

/** Runs all retention steps. @returns the number of deleted exchanges per step */
function prune(caps: Caps, now = 0): number[] {
  const taken: number[] = [];
  for (let more = true; more;) {
    const before = table.usage().count;
    more = pruner.step(caps, now);
    taken.push(before - table.usage().count);
    if (taken.length > 20_000) throw new Error('It does not end.');
  }
  return taken;
}

const kept = (): number[] =>
  table
    .page(toQuery([], 0), null, 10_000)
    .summaries.map(({ id }) => Number(id))
    .toReversed();

describe('retention', () => {
  it('deletes nothing below the limits', () => {
    table.insert([made(0), made(1)]);
    expect(prune(NONE)).toEqual([0]);
    expect(kept()).toEqual([0, 1]);
  });

  it('deletes the oldest above the count limit, in steps, never pinned ones', () => {
    table.insert(Array.from({ length: 700 }, (_, index) => made(index, { pinned: index === 3 }, 5)));
    const taken = prune({ ...NONE, maxExchanges: 100 });
    expect(Math.max(...taken)).toBeLessThanOrEqual(200);
    expect(kept()).toEqual([3, ...Array.from({ length: 99 }, (_, index) => 601 + index)]);
  });

  it('deletes exchanges above the age limit, except pinned ones', () => {
    table.insert([made(1000, { pinned: true }), made(1001), made(5000)]);
    prune({ ...NONE, maxAgeMs: 2000 }, 6000);
    expect(kept()).toEqual([1000, 5000]);
  });

  it('keeps more pinned ones than the count limit', () => {
    table.insert(Array.from({ length: 10 }, (_, index) => made(index, { pinned: index < 6 }, 5)));
    prune({ ...NONE, maxExchanges: 3 });
    expect(kept()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('shrinks the file just below the size limit', () => {
    for (let start = 0; start < SOME; start += 100) {
      table.insert(Array.from({ length: 100 }, (_, index) => made(start + index)));
    }
    const maxBytes = pruner.usedBytes() / 2;
    prune({ ...NONE, maxBytes });
    table.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(statSync(path).size).toBeLessThanOrEqual(maxBytes);
    expect(statSync(path).size).toBeGreaterThan(maxBytes * 0.6);
    expect(kept().at(-1)).toBe(SOME - 1);
    expect(kept()).toHaveLength(SOME - (kept()[0] ?? 0));
  });

  it('deletes a few of many without rewriting the indexes', () => {
    table.insert(Array.from({ length: SOME }, (_, index) => made(index)));
    prune(NONE);
    const taken = prune({ ...NONE, maxExchanges: SOME - 20 });
    expect(taken[0]).toBe(20);
    expect(taken.length).toBeLessThanOrEqual(4);
  });

  it('merges the indexes in small steps, not while deleting', () => {
    for (let start = 0; start < MANY; start += 100) {
      table.insert(Array.from({ length: 100 }, (_, index) => made(start + index, {}, 100)));
      prune(NONE);
    }
    const rowsWritten = (): number => Number(table.connection.prepare('SELECT total_changes()').get()?.[0]);
    const written: number[] = [];
    for (let more = true; more;) {
      const before = rowsWritten();
      more = pruner.step({ ...NONE, maxExchanges: MANY / 3 }, 0);
      written.push(rowsWritten() - before);
    }
    expect(kept()).toHaveLength(MANY / 3);
    // Each of two hundred exchanges has eight rows.
    expect(Math.max(...written)).toBeLessThan(2000);
  });

  it('returns free pages to the file system', () => {
    table.insert(Array.from({ length: SOME }, (_, index) => made(index)));
    const full = pruner.usedBytes();
    prune({ ...NONE, maxExchanges: SOME / 4 });
    table.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(statSync(path).size).toBeLessThan(full / 2);
    expect(kept()).toHaveLength(SOME / 4);
  });

  it('stays below the size limit while new ones arrive', () => {
    const maxBytes = 1024 * 1024;
    for (let start = 0; start < 2 * SOME; start += 100) {
      table.insert(Array.from({ length: 100 }, (_, index) => made(start + index, {}, 200)));
      prune({ ...NONE, maxBytes });
      expect(pruner.usedBytes()).toBeLessThanOrEqual(maxBytes);
    }
    expect(table.usage().count).toBeGreaterThan(100);
  });

  it('deletes pinned ones above the size limit only when there are no others', () => {
    table.insert(Array.from({ length: 300 }, (_, index) => made(index, { pinned: index % 2 === 0 })));
    const half = pruner.usedBytes() / 2;
    prune({ ...NONE, maxBytes: half * 1.3 });
    expect(kept().filter((id) => id % 2 === 0)).toHaveLength(150);
    prune({ ...NONE, maxBytes: half / 2 });
    expect(pruner.usedBytes()).toBeLessThanOrEqual(half / 2);
    expect(kept().at(-1)).toBe(298);
  });

  it('deletes one large exchange, not two hundred small ones', () => {
    table.insert(Array.from({ length: 8 }, (_, index) => made(index, {}, 20_000)));
    prune({ ...NONE, maxBytes: pruner.usedBytes() * 0.9 });
    expect(kept().length).toBeGreaterThanOrEqual(6);
  });
});
