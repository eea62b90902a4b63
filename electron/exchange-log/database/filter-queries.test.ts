import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { createMatcher, parseFilter, toQuery } from '#shared/exchange/filter/index.ts';
import { pageIds, query, tableExchange, useTableFolder } from '../__fixtures__/table-folder.ts';

const disk = useTableFolder();

describe('a filter in the ExchangeTable', () => {
  it('finds names case-insensitively, beyond ASCII too', () => {
    disk.table.insert([
      tableExchange('a', { modelAsked: 'ÄPFEL-Model' }),
      tableExchange('b', { modelUsed: 'äpfel-model' }),
      tableExchange('c'),
    ]);
    for (const filter of ['model:äpfel', 'model:ÄPFEL', 'model:=Äpfel-MODEL', 'text:äPFEL']) {
      expect(pageIds(disk.table.page(query(filter), null, 9))).toBe('ba');
    }
    expect(pageIds(disk.table.page(query('-model:äpfel'), null, 9))).toBe('c');
  });

  it('accepts the longest filter with many case variants per letter', () => {
    disk.table.insert([tableExchange('a')]);
    for (const letter of ['ι', 'ω', '\u{10428}', 'θ']) {
      const text = letter.repeat(4000 / letter.length);
      expect(pageIds(disk.table.page(query(`model:"${text}"`), null, 9))).toBe('');
      expect(pageIds(disk.table.page(query(`-model:="${text}"`), null, 9))).toBe('a');
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
        disk.table.clear();
        const all = rows.map((row, index) => tableExchange(`id-${index}`, row));
        disk.table.insert(all);
        const parsed = parseFilter(filter.join(' '));
        expect(parsed.problems).toEqual([]);
        const now = 1_790_000_000_000;
        const expected = all
          .map((one) => one.summary)
          .filter(createMatcher(parsed.terms, now))
          .map(({ id }) => id);
        const found = disk.table.page(toQuery(parsed.terms, now), null, 100).summaries.map(({ id }) => id);
        expect(found.toSorted()).toEqual(expected.toSorted());
        expect(disk.table.count(toQuery(parsed.terms, now))).toBe(expected.length);
      }),
      { numRuns: runs(150) },
    );
  });
});
