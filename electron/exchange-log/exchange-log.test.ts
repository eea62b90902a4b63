import { describe, expect, it } from 'vitest';
import { recordedExchange } from '#electron/exchange-log/__fixtures__/recorded-exchanges.ts';
import { parseFilter } from '#shared/exchange/filter/index.ts';
import { doneExchange, find, ids, liveExchange, stored, useLogFolder } from './__fixtures__/log-folder.ts';

const disk = useLogFolder();

describe('the exchange log', () => {
  it('survives a restart with records, pins, labels and searches', async () => {
    const log = disk.createLog();
    const kept = stored(log, 'a', 'b');
    log.put(doneExchange('a', { startedAt: 1 }, '{"content":"the needle"}'));
    log.put(doneExchange('b', { startedAt: 2 }));
    await kept;
    await log.pin(['a'], true);
    await log.label(['a', 'nobody'], 'red');
    const next = await disk.reopened();
    expect(ids(await next.list())).toBe('ba');
    expect(await next.get('a')).toMatchObject({
      summary: { pinned: true, label: 'red' },
      clientRequest: { body: '{"content":"the needle"}' },
    });
    expect(await find(next, 'text:needle is:pinned')).toBe('a');
    expect(await next.usage()).toMatchObject({ count: 2, pinned: 1, storage: 'disk', problem: null });
    expect(disk.problems).toEqual([]);
  });

  it('lists by arrival, also when the wall clock was set back between two runs', async () => {
    const log = disk.createLog();
    const kept = stored(log, 'a', 'b');
    log.put(doneExchange('a', { startedAt: 60_000 }));
    log.put(doneExchange('b', { startedAt: 7_200_000 }));
    await kept;
    const next = await disk.reopened();
    await next.list();
    next.show(liveExchange('d', { startedAt: 5_000 }));
    const later = stored(next, 'c');
    next.put(doneExchange('c', { startedAt: 4_000 }));
    await later;
    expect(ids(await next.list())).toBe('dcba');
    const first = await next.page({ terms: [], cursor: null, limit: 1, count: true });
    const second = await next.page({ terms: [], cursor: first.next, limit: 1, count: false });
    expect([ids(first.summaries), ids(second.summaries), first.total]).toEqual(['dc', 'b', 4]);
  });

  it('publishes an exchange in flight, and again when it is stored', async () => {
    const log = disk.createLog();
    const published: string[] = [];
    log.onChange(({ id, state }) => published.push(`${id} ${state}`));
    log.show(liveExchange('a'));
    const kept = stored(log, 'a');
    log.put(doneExchange('a'));
    expect(ids(await log.list())).toBe('a');
    await kept;
    expect(published).toEqual(['a streaming', 'a done']);
    expect(ids(await log.list())).toBe('a');
  });

  it('returns the redacted record of an exchange in flight', async () => {
    const log = disk.createLog();
    const live = liveExchange('a');
    const secret = recordedExchange(
      { summary: live.summary(), secrets: ['very-secret-1'] },
      { body: 'very-secret-1 so far' },
    );
    log.show({ ...live, snapshot: () => secret });
    expect(await log.get('a')).toMatchObject({
      summary: { state: 'streaming' },
      clientRequest: { body: '…et-1 so far' },
    });
    expect(disk.bytes()).not.toContain('so far');
  });

  it('searches redacted bodies of exchanges in flight as of stored ones', async () => {
    const log = disk.createLog();
    const kept = stored(log, 'a');
    log.put(doneExchange('a', { startedAt: 1 }, '{"content":"the needle"}'));
    await kept;
    const live = liveExchange('b', { startedAt: 2 });
    log.show({
      ...live,
      snapshot: () =>
        recordedExchange(
          { summary: live.summary(), secrets: ['very-secret-1'] },
          { body: '{"content":"needle very-secret-1' },
        ),
    });
    expect(await find(log, 'text:eedl')).toBe('ba');
    expect(await find(log, 'text:eedl is:streaming')).toBe('b');
    expect(await find(log, '-text:eedl')).toBe('');
    expect(await find(log, 'text:very-secret')).toBe('');
    const page = await log.page({ terms: parseFilter('text:eedl').terms, cursor: null, limit: 1, count: true });
    expect(page).toMatchObject({ total: 2 });
    disk.settings.save({ ...disk.settings.get(), log: { ...disk.settings.get().log, content: false } });
    expect(await find(log, 'text:eedl')).toBe('a');
  });

  it('merges exchanges in flight into the pages', async () => {
    const log = disk.createLog();
    const kept = stored(log, 'a', 'b', 'c', 'd');
    for (const [index, id] of Array.from('abcd').entries()) log.put(doneExchange(id, { startedAt: index * 10 }));
    await kept;
    log.show(liveExchange('X', { startedAt: 15 }));
    log.show(liveExchange('Y', { startedAt: 35 }));
    log.show(liveExchange('Z', { startedAt: -5 }));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await log.page({ terms: [], cursor, limit: 2, count: true });
      expect(page.total).toBe(7);
      seen.push(ids(page.summaries));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(['Ydc', 'XbaZ']);
    expect(await find(log, 'is:streaming')).toBe('YXZ');
    log.forget('Y');
    expect(await find(log, 'is:streaming')).toBe('XZ');
  });

  it('keeps the pin of an exchange in flight', async () => {
    const log = disk.createLog();
    log.show(liveExchange('a'));
    await log.pin(['a'], true);
    await log.label(['a'], 'blue');
    expect(await find(log, 'is:pinned')).toBe('a');
    const kept = stored(log, 'a');
    log.put(doneExchange('a'));
    await log.label(['a'], 'red');
    await kept;
    expect(await find(await disk.reopened(), 'is:pinned label:red')).toBe('a');
  });

  it('clear keeps exchanges in flight', async () => {
    const log = disk.createLog();
    const published: string[] = [];
    const kept = stored(log, 'a');
    log.put(doneExchange('a'));
    await kept;
    log.show(liveExchange('b'));
    log.onClear(() => published.push('cleared'));
    log.onChange(({ id }) => published.push(id));
    await log.clear();
    expect(published).toEqual(['cleared', 'b']);
    expect(ids(await log.list())).toBe('b');
    expect(await log.get('a')).toBeNull();
  });

  it('stores no bodies while that is switched off', async () => {
    const log = disk.createLog();
    const kept = stored(log, 'a', 'b');
    log.put(doneExchange('a', { startedAt: 1 }, 'said'));
    disk.settings.save({ ...disk.settings.get(), log: { ...disk.settings.get().log, content: false } });
    log.put(doneExchange('b', { startedAt: 2 }, 'unsaid'));
    log.show(liveExchange('c'));
    await kept;
    expect((await log.get('a'))?.clientRequest.body).toBe('said');
    expect(await log.get('b')).toMatchObject({ withheld: 'content-off', clientRequest: { body: '' } });
    expect(await log.get('c')).toMatchObject({ withheld: 'content-off', clientRequest: { body: '' } });
    expect(await find(log, 'text:unsaid')).toBe('');
    expect(await find(log, 'text:nsai')).toBe('');
    expect(await find(log, 'text:ai')).toBe('a');
  });

  it('applies limits that change while it runs', async () => {
    const log = disk.createLog();
    const all = Array.from({ length: 150 }, (_, index) => `id-${index}`);
    const kept = stored(log, ...all);
    for (const [index, id] of all.entries()) log.put(doneExchange(id, { startedAt: index }));
    await kept;
    expect((await log.usage()).count).toBe(150);
    disk.settings.save({ ...disk.settings.get(), log: { ...disk.settings.get().log, maxExchanges: 100 } });
    await expect.poll(async () => (await log.usage()).count).toBe(100);
    expect(await log.get('id-50')).not.toBeNull();
  });

  it('close flushes pending writes', async () => {
    const log = disk.createLog();
    for (let index = 0; index < 300; index += 1) log.put(doneExchange(`id-${index}`));
    const next = await disk.reopened();
    expect((await next.usage()).count).toBe(300);
  });
});
