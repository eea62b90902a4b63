import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { depth } from '#shared/__fixtures__/test-depth.ts';
import { parseFilter, toQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { exchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { type ExchangeTable, openTable, type Position } from './exchange-table.ts';
import { pageQuery } from './read-pages.ts';

/** 20,000 with `npm run test:long`. `DRAGOMAN_ROWS=200000 npx vitest run many-rows` tries more, and says how long things take. */
const given = process.env['DRAGOMAN_ROWS'];
const ROWS = Number(given ?? depth(20_000, 3_000));
const NOW = 1_790_000_000_000;
const words =
  'request answer stream token model tool field value error upstream client proxy header body event chunk'.split(' ');

let folder: string;
let path: string;
let table: ExchangeTable;
/** The same log, with no time limit for a page: what it finds first does not depend on the machine's speed. */
let unhurried: ExchangeTable;

function made(index: number): Exchange {
  const said = Array.from({ length: 60 }, (_, at) => words[(index * 7 + at * at) % words.length]).join(' ');
  return exchange({
    summary: summary({
      id: `id-${index}`,
      startedAt: NOW - (ROWS - index) * 1000,
      status: index % 50 === 0 ? 429 : 200,
      modelUsed: index % 3 === 0 ? 'claude-opus-5-5' : 'claude-sonnet-5-5',
      losses: index % 10,
      pinned: index % 1000 === 0,
    }),
    clientRequest: side({ body: JSON.stringify({ content: `${said} needle${index % 997}` }) }),
    upstreamRequest: side({ body: JSON.stringify({ content: [{ text: said }] }) }),
  });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-rows-'));
  path = join(folder, 'log.db');
  table = openTable(path);
  timed('inserting', () => {
    for (let start = 0; start < ROWS; start += 500) {
      table.insert(Array.from({ length: Math.min(500, ROWS - start) }, (_, index) => made(start + index)));
    }
  });
  unhurried = openTable(path, Infinity);
  if (given !== undefined) console.info(`${ROWS} rows, ${Math.round(statSync(path).size / 1024 / 1024)} MB`);
});
afterAll(() => {
  table.close();
  unhurried.close();
  rmSync(folder, { recursive: true, force: true });
});

function timed<Result>(what: string, work: () => Result): Result {
  const started = performance.now();
  const result = work();
  if (given !== undefined) console.info(`${what}: ${(performance.now() - started).toFixed(1)} ms`);
  return result;
}

const query = (filter: string) => toQuery(parseFilter(filter).terms, NOW);

describe(`a log of ${ROWS} exchanges`, () => {
  it('is read page by page from end to end, each exchange once and in order', () => {
    let cursor: Position | null = null;
    let seen = 0;
    let last = Infinity;
    timed('all pages of 500', () => {
      do {
        const page = table.page(query(''), cursor, 500);
        for (const { startedAt } of page.summaries) {
          expect(startedAt).toBeLessThan(last);
          last = startedAt;
        }
        seen += page.summaries.length;
        cursor = page.next;
      } while (cursor !== null);
    });
    expect(seen).toBe(ROWS);
  });

  it.each([
    ['', ROWS],
    ['status:429', Math.ceil(ROWS / 50)],
    ['is:pinned', Math.ceil(ROWS / 1000)],
    ['model:opus', Math.ceil(ROWS / 3)],
    ['dropped:>=5', ROWS / 2],
    ['text:needle5', null],
    ['text:token', null],
    ['-text:needle5 model:opus status:200', null],
    ['id:id-77', null],
    ['text:nowhere', 0],
  ])('finds as many for %j as it counts', (filter, expected) => {
    const first = timed(`first page of "${filter}"`, () => unhurried.page(query(filter), null, 200));
    const count = timed(`count of "${filter}"`, () => unhurried.count(query(filter)));
    expect(expected ?? count).toBe(count);
    expect(first.summaries).toHaveLength(Math.min(200, count ?? 0));
    expect(first.next === null).toBe((count ?? 0) <= 200);
  });

  it.each([
    ['text:eedle5', (index: number) => String(index % 997).startsWith('5')],
    ['text:EEDLE77', (index: number) => String(index % 997).startsWith('77')],
    ['-text:eedle5 status:429', (index: number) => index % 50 === 0 && !String(index % 997).startsWith('5')],
    ['text:owher', () => false],
    ['text:oken', () => true],
    ['text:"oken mod"', (index: number) => made(index).clientRequest.body.includes('token model')],
    ['text:e5', (index: number) => String(index % 997).startsWith('5')],
  ])('finds %j within words, page by page', (filter, holds) => {
    const found: string[] = [];
    let cursor: Position | null = null;
    let longest = 0;
    timed(`all of "${filter}"`, () => {
      do {
        const started = performance.now();
        const page = table.page(query(filter), cursor, 1000);
        longest = Math.max(longest, performance.now() - started);
        found.push(...page.summaries.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== null);
    });
    if (given !== undefined) console.info(`${found.length} found, longest page ${longest.toFixed(1)} ms`);
    const all = Array.from({ length: ROWS }, (_, index) => ROWS - 1 - index);
    expect(found).toEqual(all.filter(holds).map((index) => `id-${index}`));
  });

  it.each(['', 'status:429', 'text:token', 'model:opus -text:needle1'])(
    'reads from the newest for %j without sorting',
    (filter) => {
      const { sql, values } = pageQuery(query(filter), { arrivedAt: NOW, seq: 1 }, 200);
      const plan = table.connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
      const steps = plan.map((row) => String(row[3])).join('\n');
      expect(steps).toMatch(/SEARCH e USING INDEX exchanges_by_arrival/);
      expect(steps).not.toContain('TEMP B-TREE');
    },
  );

  it('gives one record, pins many and counts all', () => {
    expect(timed('one record', () => table.get(`id-${ROWS - 1}`))?.clientRequest.body).toContain('needle');
    const many = Array.from({ length: 1000 }, (_, index) => `id-${index + 1}`);
    expect(timed('1,000 pins', () => table.mark(many, { pinned: true }))).toHaveLength(999);
    expect(timed('usage', () => table.usage())).toMatchObject({ count: ROWS, oldest: NOW - ROWS * 1000 });
  });
});
