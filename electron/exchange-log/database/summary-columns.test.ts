import { describe, expect, it } from 'vitest';
import { exchangeSummarySchema } from '#shared/exchange/record.ts';
import { summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { columnNames, filterColumns, storable, summaryOf, summaryValues } from './summary-columns.ts';
import { openTable } from './exchange-table.ts';

const whole = summary({
  pinned: true,
  label: 'red',
  cost: 0.0123,
  bytes: 4096,
  calledTools: ['read_file', 'write_file'],
  errorCode: 'rate_limit_exceeded',
  arrival: 1_790_000_000_500,
  socket: '3f2a00112233',
  lane: 'main',
  compaction: true,
});

describe('a summary as a row', () => {
  it('keeps every field that a summary has', () => {
    expect(Object.keys(whole).toSorted()).toEqual(Object.keys(exchangeSummarySchema.shape).toSorted());
    expect(summaryOf(summaryValues(whole))).toEqual(whole);
  });

  it.each([
    [
      'without tokens, times and models',
      { tokens: null, firstTextMs: null, totalMs: null, modelAsked: null, tool: null },
    ],
    ['of every state', { state: 'aborted' as const, status: null, stream: false, demo: true }],
  ])('round-trips %s', (_which, changes) => {
    const bare = summary(changes);
    expect(summaryOf(summaryValues(bare))).toEqual({
      ...bare,
      pinned: false,
      label: null,
      cost: null,
      calledTools: [],
    });
  });

  it('has a column for each value and each filter field', () => {
    const table = openTable(':memory:');
    const { connection } = table;
    expect(() => connection.prepare(`SELECT ${columnNames.join(', ')} FROM exchanges`)).not.toThrow();
    expect(() =>
      connection.prepare(`SELECT ${Object.values(filterColumns).join(', ')} FROM exchanges e`),
    ).not.toThrow();
    table.close();
  });

  it('has no NUL in text', () => {
    expect(storable('a\0b\uD800')).toBe('a\uFFFDb\uFFFD');
    const { calledTools } = summaryOf(summaryValues(summary({ calledTools: ['two\nlines', 'one'] })));
    expect(calledTools).toEqual(['two lines', 'one']);
  });
});
