import { describe, expect, test } from 'vitest';
import { parseFilter } from '#shared/exchange/filter/index.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { exchange as anExchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { recordedExchange } from '../__fixtures__/recorded-exchanges.ts';
import type { LiveExchange } from './recorded-exchange.ts';
import { createMemoryLog } from './memory-log.ts';

const exchange = (id: string, body = '') =>
  anExchange({
    summary: summary({ id }),
    clientRequest: side({ body }),
    upstreamRequest: null,
    upstreamResponse: null,
    clientResponse: null,
  });

function live(id: string, state: ExchangeSummary['state'] = 'open'): LiveExchange {
  const own = summary({ id, state });
  return { id, summary: () => own, snapshot: () => recordedExchange({ summary: own }, { body: 'so far' }) };
}

const ids = (summaries: readonly ExchangeSummary[]): string => summaries.map(({ id }) => id).join('');

describe('the exchange log in memory', () => {
  test('lists the newest first, up to the limit', async () => {
    const log = createMemoryLog();
    for (const id of 'abc') log.add(exchange(id));
    expect(ids(await log.list())).toBe('cba');
    expect(ids(await log.list(2))).toBe('cb');
    expect(await log.list(0)).toEqual([]);
  });

  test('replaces an exchange in its row', async () => {
    const log = createMemoryLog();
    for (const id of 'abc') log.add(exchange(id));
    log.add(exchange('a', 'whole'));
    expect(ids(await log.list())).toBe('cba');
    expect((await log.get('a'))?.clientRequest.body).toBe('whole');
  });

  test('returns exchanges in flight with their messages so far', async () => {
    const log = createMemoryLog();
    log.show(live('a', 'streaming'));
    expect(await log.get('a')).toMatchObject({ summary: { state: 'streaming' }, clientRequest: { body: 'so far' } });
    log.put(recordedExchange({ summary: summary({ id: 'a' }) }, { body: 'all' }));
    expect(await log.get('a')).toMatchObject({ summary: { state: 'done' }, clientRequest: { body: 'all' } });
    log.show(live('b'));
    log.forget('b');
    expect(ids(await log.list())).toBe('a');
  });

  test('evicts the oldest above its count limit', async () => {
    const log = createMemoryLog({ limit: 2 });
    for (const id of 'abc') log.add(exchange(id));
    expect(ids(await log.list())).toBe('cb');
    expect(await log.get('a')).toBeNull();
  });

  test('evicts the oldest above its size limit, never the newest', async () => {
    const log = createMemoryLog({ maxCharacters: 10 });
    log.add(exchange('a', '12345678'));
    log.add(exchange('b', '1234'));
    expect(ids(await log.list())).toBe('b');
    log.add(exchange('b', 'x'.repeat(100)));
    expect(ids(await log.list())).toBe('b');
    log.add(exchange('c', '1'));
    expect(ids(await log.list())).toBe('c');
  });

  test('paginates a filter, also on body text', async () => {
    const log = createMemoryLog();
    for (const id of 'abcde') log.add(exchange(id, id === 'c' ? 'other' : 'the Needle'));
    const { terms } = parseFilter('text:needle');
    const first = await log.page({ terms, cursor: null, limit: 3, count: true });
    expect(ids(first.summaries)).toBe('edb');
    expect(first.total).toBe(4);
    const second = await log.page({ terms, cursor: first.next, limit: 3, count: false });
    expect(ids(second.summaries)).toBe('a');
    expect(second).toMatchObject({ next: null, total: null });
  });

  test('stores no bodies once that is switched off', async () => {
    let keeps = true;
    const log = createMemoryLog({ keepsContent: () => keeps });
    log.put(recordedExchange({ summary: summary({ id: 'a' }) }, { body: 'said' }));
    keeps = false;
    log.put(recordedExchange({ summary: summary({ id: 'b' }) }, { body: 'unsaid' }));
    expect((await log.get('a'))?.clientRequest.body).toBe('said');
    expect(await log.get('b')).toMatchObject({ withheld: 'content-off', clientRequest: { body: '', bytes: 6 } });
  });

  test('publishes every change; clear keeps exchanges in flight', async () => {
    const log = createMemoryLog();
    const published: string[] = [];
    log.onChange(({ id, state, pinned, label }) => published.push([id, state, pinned, label].join(' ').trimEnd()));
    log.onClear(() => published.push('cleared'));
    log.add(exchange('a'));
    await log.pin(['a', 'unknown'], true);
    await log.label(['a'], 'red');
    expect(await log.usage()).toMatchObject({ count: 1, pinned: 1, storage: 'memory' });
    log.show(live('b'));
    await log.clear();
    expect(published).toEqual(['a done', 'a done true', 'a done true red', 'b open', 'cleared', 'b open']);
    expect(ids(await log.list())).toBe('b');
  });
});
