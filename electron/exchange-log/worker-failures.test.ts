import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { workersInThread } from '#electron/exchange-log/__fixtures__/exchange-workers.ts';
import { doneExchange, find, ids, liveExchange, stored, useLogFolder } from './__fixtures__/log-folder.ts';
import { createExchangeLog, type ExchangeLogOptions } from './exchange-log.ts';

const disk = useLogFolder();

describe('worker failures', () => {
  it('a worker that exits is restarted, and its exchanges stay in the list', async () => {
    const workers = workersInThread();
    const log = disk.createLog({ start: workers.start });
    const first = stored(log, 'a');
    log.put(doneExchange('a'));
    await first;
    const both = stored(log, 'b', 'c');
    log.put(doneExchange('b', { startedAt: 1 }, 'lost'));
    await new Promise((resolve) => setImmediate(resolve));
    workers.crash();
    log.put(doneExchange('c', { startedAt: 2 }, 'whole'));
    await both;
    expect(workers.count).toBe(2);
    expect((await log.get('c'))?.clientRequest.body).toBe('whole');
    expect(await log.get('b')).toMatchObject({ withheld: 'overload', clientRequest: { bytes: 4 } });
    expect((await log.usage()).count).toBe(3);
  });

  it('without a worker an in-memory log replaces it, reported once', async () => {
    const workers = workersInThread({ stillborn: true });
    const log = disk.createLog({ start: workers.start });
    log.put(doneExchange('a', { startedAt: 1 }, '{"content":"early"}'));
    await expect.poll(() => disk.problems).toEqual(['log_stopped']);
    const kept = stored(log, 'b');
    log.put(doneExchange('b', { startedAt: 2 }, '{"content":"late"}'));
    await kept;
    log.show(liveExchange('c', { startedAt: 3 }));
    expect(ids(await log.list())).toBe('cba');
    expect(await find(log, 'text:late')).toBe('b');
    expect((await log.get('b'))?.clientRequest.body).toContain('late');
    expect((await log.get('c'))?.clientRequest.body).toBe('so far');
    await log.pin(['b'], true);
    expect(await log.usage()).toMatchObject({
      count: 2,
      pinned: 1,
      storage: 'memory',
      problem: { code: 'log_stopped' },
    });
    await log.clear();
    expect(ids(await log.list())).toBe('c');
    expect(workers.count).toBe(4);
  });

  it('calls to a worker that exits are rejected', async () => {
    const workers = workersInThread({ deaf: true });
    const log = disk.createLog({ start: workers.start });
    const reading = log.get('a');
    workers.crash();
    await expect(reading).rejects.toMatchObject({ code: 'log_gone' });
    disk.open.pop();
  });

  it('finished exchanges are sent to the worker immediately, up to the limit in flight', async () => {
    const workers = workersInThread({ deaf: true });
    const posted: string[] = [];
    const start: ExchangeLogOptions['start'] = (data) => {
      const worker = workers.start(data);
      return { ...worker, post: (message) => void posted.push(message.kind) };
    };
    const log = disk.createLog({ start, maxInFlight: 300_000 });
    for (let index = 0; index < 30; index += 1) log.put(doneExchange(`id-${index}`));
    await new Promise((resolve) => setImmediate(resolve));
    expect(posted).toHaveLength(30);
    for (let index = 0; index < 30; index += 1) log.put(doneExchange(`more-${index}`, {}, 'x'.repeat(50_000)));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    // Those that fit, and the one that goes beyond.
    expect(posted).toHaveLength(34);
    disk.open.pop();
  });

  it('a blocked worker costs bounded memory, and the newest exchanges stay complete', async () => {
    const workers = workersInThread({ deaf: true });
    const log = disk.createLog({ start: workers.start, maxInFlight: 100_000, maxWaiting: 1_000_000 });
    const body = 'x'.repeat(50_000);
    for (let index = 0; index < 100; index += 1) log.put(doneExchange(`id-${index} `, { startedAt: index }, body));
    await expect.poll(() => disk.problems).toEqual(['log_overload']);
    workers.crash();
    await expect.poll(() => workers.count).toBe(2);
    workers.crash();
    await expect.poll(() => workers.count).toBe(3);
    workers.crash();
    await expect.poll(() => workers.count).toBe(4);
    workers.crash();
    await expect.poll(() => disk.problems).toEqual(['log_overload', 'log_stopped']);
    await expect.poll(async () => (await log.list(200)).length).toBe(100);
    expect((await log.get('id-99 '))?.clientRequest.body).toHaveLength(50_000);
    expect(await log.get('id-50 ')).toMatchObject({ withheld: 'overload', clientRequest: { body: '', bytes: 50_000 } });
    disk.open.pop();
  });

  it('an error at the start is reported to later listeners', async () => {
    mkdirSync(disk.file);
    const log = createExchangeLog({ start: workersInThread().start, file: disk.file, settings: disk.settings });
    disk.open.push(log);
    const kept = stored(log, 'a');
    log.put(doneExchange('a'));
    await kept;
    log.onProblem(({ code }) => void disk.problems.push(code));
    expect(disk.problems).toEqual(['log_unwritable']);
    expect(await log.usage()).toMatchObject({ storage: 'memory', problem: { code: 'log_unwritable' } });
    expect(ids(await log.list())).toBe('a');
  });
});
