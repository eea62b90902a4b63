import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { holdsText } from '#shared/exchange/searchable-text.ts';
import { createMatcher, parseFilter, toQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { exchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { type ExchangeTable, openTable, type Position } from './exchange-table.ts';

let folder: string;
let table: ExchangeTable;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-table-'));
  table = openTable(join(folder, 'log.db'), Infinity);
});
afterEach(() => {
  table.close();
  rmSync(folder, { recursive: true, force: true });
});

const everything = toQuery([], 0);
const query = (filter: string) => toQuery(parseFilter(filter).terms, 1_790_000_000_000);
const ids = ({ summaries }: { summaries: readonly ExchangeSummary[] }): string =>
  summaries.map(({ id }) => id).join('');

function made(id: string, changes: Partial<ExchangeSummary> = {}, body = '{}'): Exchange {
  return exchange({ summary: summary({ id, ...changes }), clientRequest: side({ body }) });
}

describe('ExchangeTable', () => {
  it('round-trips short and long documents', () => {
    const short = made('a');
    const long = made('b', {}, JSON.stringify({ text: `${'long '.repeat(5000)}\u0000 \uD800 “…”` }));
    table.insert([short, long]);
    for (const { summary: head, ...rest } of [short, long]) expect(table.get(head.id)).toMatchObject(rest);
    expect(table.get('unknown')).toBeNull();
  });

  it('goes from the newest to the oldest, page by page, also where times are equal', () => {
    table.insert(Array.from('abcdefg').map((id, index) => made(id, { startedAt: Math.floor(index / 3) })));
    let before: Position | null = null;
    const seen: string[] = [];
    do {
      const page = table.page(everything, before, 2);
      seen.push(ids(page));
      before = page.next;
    } while (before !== null);
    expect(seen).toEqual(['gf', 'ed', 'cb', 'a']);
  });

  it('is stable when exchanges arrive between two pages', () => {
    table.insert(Array.from('abcd').map((id, index) => made(id, { startedAt: index })));
    const first = table.page(everything, null, 2);
    table.insert([made('new', { startedAt: 10 })]);
    expect(ids(table.page(everything, first.next, 2))).toBe('ba');
  });

  it('finds text in bodies and names only, also negated', () => {
    table.insert([made('a', {}, '{"content":"the needle"}'), made('b', { modelAsked: 'needle-1' }), made('c')]);
    expect(ids(table.page(query('text:needle'), null, 9))).toBe('ba');
    expect(ids(table.page(query('-text:needle'), null, 9))).toBe('c');
    expect(table.count(query('text:needle'))).toBe(2);
    expect(ids(table.page(query('text:"…"'), null, 9))).toBe('');
  });

  it('finds text within words, also negated', () => {
    table.insert([
      made('a', {}, '{"content":"call Read_File on src/app.tsx"}'),
      made('b', {}, '{"content":"call Read and a file, then spread_f of il"}'),
      made('c', {}, '{}'),
    ]);
    expect(ids(table.page(query('text:ead_fi'), null, 9))).toBe('a');
    expect(ids(table.page(query('-text:ead_fi'), null, 9))).toBe('cb');
    expect(ids(table.page(query('text:sx'), null, 9))).toBe('a');
    expect(ids(table.page(query('text:"/app.t" -text:zz'), null, 9))).toBe('a');
    expect(table.count(query('text:ead'))).toBe(2);
    expect(table.count(query('-text:ead'))).toBe(1);
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
          made(`#${index}`, { startedAt: index }, JSON.stringify({ content })),
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
      Array.from({ length: 90 }, (_, at) => made(`${at},`, { startedAt: at }, `{"content":"${said(at)} z"}`)),
    );
    const pages = [];
    let before: Position | null = null;
    do {
      const page = hasty.page(query('text:qz'), before, 200);
      pages.push(ids(page));
      before = page.next;
    } while (before !== null);
    expect(pages.filter((found) => found !== '')).toEqual(['60,', '30,', '0,']);
    expect(pages.length).toBeGreaterThan(3);
    expect(hasty.count(query('text:qz'))).toBeNull();
    hasty.close();
  });

  it('finds text within words in a file of an earlier version, and indexes it in the background', () => {
    table.insert(
      Array.from({ length: 130 }, (_, index) => made(`${index},`, { startedAt: index }, '{"content":"needle"}')),
    );
    // Absent in the previous schema version.
    table.connection.exec(`DROP TABLE grams; DROP TABLE unindexed; DROP INDEX exchanges_by_arrival;
      ALTER TABLE exchanges DROP COLUMN arrived_at; PRAGMA user_version = 1`);
    table.close();
    table = openTable(join(folder, 'log.db'), Infinity);
    table.insert([made('new', { startedAt: 500 }, '{"content":"needle"}')]);
    const indexed = () => table.connection.prepare('SELECT count(*) FROM grams_docsize').get()?.[0];
    expect(indexed()).toBe(1);
    expect(table.count(query('text:eedl'))).toBe(131);
    expect(table.page(query('text:eedl'), null, 200).summaries).toHaveLength(131);

    table.connection.exec('DELETE FROM exchanges WHERE seq = 100');
    let steps = 0;
    while (table.indexOlder()) steps += 1;
    expect(steps).toBeGreaterThan(1);
    expect(indexed()).toBe(130);
    expect(table.count(query('text:eedl'))).toBe(130);
    expect(table.count(query('text:eedx'))).toBe(0);
    expect(table.indexOlder()).toBe(false);
  });

  it('skips an exchange with an invalid document', () => {
    table.insert([made('a', {}, '{"content":"needle"}'), made('b', {}, '{"content":"needle"}')]);
    table.connection.exec("UPDATE documents SET document = 'torn' WHERE seq = 2");
    expect(ids(table.page(query('text:eedl'), null, 9))).toBe('a');
  });

  it('keeps the first of two with one id', () => {
    table.insert([made('a', { status: 200 }), made('a', { status: 500 })]);
    expect(table.usage().count).toBe(1);
    expect(table.get('a')?.summary.status).toBe(200);
  });

  it('stores a batch completely or not at all', () => {
    const broken = { ...made('b'), summary: { ...summary({ id: 'b' }), notes: 1.5 } };
    expect(() => table.insert([made('a'), broken])).toThrow(/cannot store REAL/);
    expect(table.usage().count).toBe(0);
    table.insert([made('c')]);
    expect(table.usage().count).toBe(1);
  });

  it('pins and labels, and returns the changed summaries', () => {
    table.insert([made('a'), made('b')]);
    expect(table.mark(['a', 'b', 'unknown'], { pinned: true }).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(table.mark(['a', 'b'], { pinned: true })).toEqual([]);
    expect(table.mark(['a'], { label: 'red' })).toMatchObject([{ id: 'a', pinned: true, label: 'red' }]);
    expect(table.mark(['b'], { pinned: false, label: null })).toMatchObject([{ id: 'b', pinned: false }]);
    expect(ids(table.page(query('is:pinned label:red'), null, 9))).toBe('a');
    expect(table.usage()).toEqual({ count: 2, pinned: 1, oldest: 1_790_000_000_000 });
  });

  it('is empty after clearing', () => {
    const body = JSON.stringify({ content: 'unforgettable '.repeat(20) });
    table.insert(Array.from({ length: 200 }, (_, index) => made(`${index}`, { label: 'unforgettable' }, body)));
    const bytes = () =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('');
    expect(bytes()).toContain('unforgettable');
    table.clear();
    expect(bytes()).not.toContain('unforgett');
    expect(table.usage()).toEqual({ count: 0, pinned: 0, oldest: null });
    expect(table.count(query('text:unforgettable'))).toBe(0);
    table.insert([made('again', {}, body)]);
    expect(table.count(query('text:nforgettabl'))).toBe(1);
    expect(table.count(query('text:unforgettable'))).toBe(1);
  });

  it('finds names case-insensitively, beyond ASCII too', () => {
    table.insert([made('a', { modelAsked: 'ÄPFEL-Model' }), made('b', { modelUsed: 'äpfel-model' }), made('c')]);
    for (const filter of ['model:äpfel', 'model:ÄPFEL', 'model:=Äpfel-MODEL', 'text:äPFEL']) {
      expect(ids(table.page(query(filter), null, 9))).toBe('ba');
    }
    expect(ids(table.page(query('-model:äpfel'), null, 9))).toBe('c');
  });

  it('accepts the longest filter with many case variants per letter', () => {
    table.insert([made('a')]);
    for (const letter of ['ι', 'ω', '\u{10428}', 'θ']) {
      const text = letter.repeat(4000 / letter.length);
      expect(ids(table.page(query(`model:"${text}"`), null, 9))).toBe('');
      expect(ids(table.page(query(`-model:="${text}"`), null, 9))).toBe('a');
    }
  });

  it('matches the same as the live list for any filter', () => {
    const word = fc.constantFrom(
      'gpt-4o',
      'Claude-Opus',
      'cline',
      'read_file',
      '/v1/messages',
      'ÄB',
      '50%_x',
      '',
      'ÄPFEL-Model',
      'äpfel-model',
      'ΛΌΓΟΣ',
      'x[Ä]*?',
      '\u212aELVIN',
      'STRASSE',
      'straẞe',
      'İ',
      'МОДЕЛЬ',
    );
    const count = fc.option(fc.integer({ min: 0, max: 3 }));
    const summaries = fc.record({
      startedAt: fc.integer({ min: 1_789_999_000_000, max: 1_790_000_000_000 }),
      endpoint: fc.constantFrom('chat.completions' as const, 'messages' as const),
      method: fc.constantFrom('GET', 'POST'),
      path: word,
      state: fc.constantFrom('open' as const, 'streaming' as const, 'done' as const, 'failed' as const),
      status: fc.option(fc.constantFrom(200, 404, 429, 500)),
      tool: fc.option(word),
      modelAsked: fc.option(word),
      modelUsed: fc.option(word),
      stream: fc.boolean(),
      tokens: fc.option(
        fc.record({
          input: fc.integer({ min: 0, max: 3 }),
          output: fc.integer({ min: 0, max: 3 }),
          cacheRead: fc.integer({ min: 0, max: 3 }),
          cacheWrite: fc.integer({ min: 0, max: 3 }),
          reasoning: fc.integer({ min: 0, max: 3 }),
        }),
      ),
      firstTextMs: fc.option(fc.double({ min: 0, max: 3000, noNaN: true })),
      totalMs: count,
      notes: fc.integer({ min: 0, max: 2 }),
      losses: fc.integer({ min: 0, max: 2 }),
      errorCode: fc.option(word),
      demo: fc.boolean(),
      pinned: fc.boolean(),
      label: fc.option(word),
      cost: fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
      bytes: fc.integer({ min: 0, max: 2048 }),
      calledTools: fc.array(fc.constantFrom('read_file', 'read', 'Write')),
    });
    const term = fc.constantFrom(
      'model:opus',
      'model:=gpt-4o',
      'model:gpt-4o,opus',
      'tool:read_file',
      'call:=read',
      'app:cline',
      'path:/v1',
      'path:"50%_"',
      'label:äb',
      'model:äpfel',
      'model:ÄPFEL-model',
      'model:=äpfel-MODEL',
      'tool:λόγος',
      'app:модель,äb',
      'error:"[ä]*?"',
      'error:"ä*"',
      'label:kelvin',
      'label:"\u212a"',
      'path:ß',
      'label:i',
      'text:äpfel',
      'status:4xx',
      'status:>=400',
      'status:200,500',
      'dropped:>0',
      'ttft:>1s',
      'duration:1ms..2ms',
      'cost:>0.5',
      'tokens:>4',
      'in:>=3',
      'cached:0',
      'thinking:<2',
      'size:>1KB',
      'notes:1..2',
      'is:error',
      'is:pinned',
      'is:streaming',
      'is:open',
      'is:stream',
      'is:demo',
      'has:cost',
      'has:calls',
      'has:label',
      'has:tokens',
      'has:cache',
      'after:10m',
      'before:10m',
      'method:get',
      'error:cline',
      'endpoint:messages',
    );
    const terms = fc.array(
      fc.tuple(fc.boolean(), term).map(([not, text]) => (not ? `-${text}` : text)),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.array(summaries, { maxLength: 12 }), terms, (rows, filter) => {
        table.clear();
        const all = rows.map((row, index) => made(`id-${index}`, row));
        table.insert(all);
        const parsed = parseFilter(filter.join(' '));
        expect(parsed.problems).toEqual([]);
        const now = 1_790_000_000_000;
        const expected = all
          .map((one) => one.summary)
          .filter(createMatcher(parsed.terms, now))
          .map(({ id }) => id);
        const found = table.page(toQuery(parsed.terms, now), null, 100).summaries.map(({ id }) => id);
        expect(found.toSorted()).toEqual(expected.toSorted());
        expect(table.count(toQuery(parsed.terms, now))).toBe(expected.length);
      }),
      { numRuns: runs(150) },
    );
  });
});
