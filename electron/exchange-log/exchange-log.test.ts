import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordedExchange, capturedMessage } from '#electron/exchange-log/__fixtures__/recorded-exchanges.ts';
import { workersInThread } from '#electron/exchange-log/__fixtures__/exchange-workers.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import { parseFilter } from '#shared/exchange/filter/index.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import type { RecordedExchange, LiveExchange } from './record/recorded-exchange.ts';
import { createExchangeLog, type ExchangeLogOptions } from './exchange-log.ts';

type Log = ReturnType<typeof createExchangeLog>;

let folder: string;
let file: string;
let settings: ReturnType<typeof createSettingsStore>;
let problems: string[];
const open: Log[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-log-'));
  file = join(folder, 'exchanges.db');
  settings = createSettingsStore({ dataFolder: folder });
  problems = [];
});
afterEach(async () => {
  for (const log of open.splice(0)) await log.close();
  rmSync(folder, { recursive: true, force: true });
});

function createLog(options: Partial<ExchangeLogOptions> = {}): Log {
  const log = createExchangeLog({ start: workersInThread().start, file, settings, ...options });
  log.onProblem(({ code }) => void problems.push(code));
  open.push(log);
  return log;
}

async function reopened(): Promise<Log> {
  await open.pop()?.close();
  return createLog();
}

/** Old enough ones are deleted, so `startedAt` counts from now. */
const now = Date.now();

const made = (id: string, changes: Partial<ExchangeSummary> = {}, body = '{}'): RecordedExchange =>
  recordedExchange({ summary: summary({ id, ...changes, startedAt: now + (changes.startedAt ?? 0) }) }, { body });

function going(id: string, changes: Partial<ExchangeSummary> = {}): LiveExchange {
  const own = summary({ id, state: 'streaming', ...changes, startedAt: now + (changes.startedAt ?? 0) });
  return { id, summary: () => own, snapshot: () => recordedExchange({ summary: own }, { body: 'so far' }) };
}

/** Resolves once these have ended and are stored. */
function stored(log: Log, ...ids: string[]): Promise<void> {
  const missing = new Set(ids);
  return new Promise((resolve) => {
    const end = log.onChange(({ id, state }) => {
      if (state === 'done') missing.delete(id);
      if (missing.size > 0) return;
      end();
      resolve();
    });
  });
}

const ids = (summaries: readonly ExchangeSummary[]): string => summaries.map(({ id }) => id).join('');
const find = async (log: Log, filter: string): Promise<string> =>
  ids((await log.page({ terms: parseFilter(filter).terms, cursor: null, limit: 100, count: false })).summaries);

describe('the exchange log', () => {
  it('survives a restart with records, pins, labels and searches', async () => {
    const log = createLog();
    const kept = stored(log, 'a', 'b');
    log.put(made('a', { startedAt: 1 }, '{"content":"the needle"}'));
    log.put(made('b', { startedAt: 2 }));
    await kept;
    await log.pin(['a'], true);
    await log.label(['a', 'nobody'], 'red');
    const next = await reopened();
    expect(ids(await next.list())).toBe('ba');
    expect(await next.get('a')).toMatchObject({
      summary: { pinned: true, label: 'red' },
      clientRequest: { body: '{"content":"the needle"}' },
    });
    expect(await find(next, 'text:needle is:pinned')).toBe('a');
    expect(await next.usage()).toMatchObject({ count: 2, pinned: 1, storage: 'disk', problem: null });
    expect(problems).toEqual([]);
  });

  it('lists by arrival, also when the wall clock was set back between two runs', async () => {
    const log = createLog();
    const kept = stored(log, 'a', 'b');
    log.put(made('a', { startedAt: 60_000 }));
    log.put(made('b', { startedAt: 7_200_000 }));
    await kept;
    const next = await reopened();
    await next.list();
    next.show(going('d', { startedAt: 5_000 }));
    const later = stored(next, 'c');
    next.put(made('c', { startedAt: 4_000 }));
    await later;
    expect(ids(await next.list())).toBe('dcba');
    const first = await next.page({ terms: [], cursor: null, limit: 1, count: true });
    const second = await next.page({ terms: [], cursor: first.next, limit: 1, count: false });
    expect([ids(first.summaries), ids(second.summaries), first.total]).toEqual(['dc', 'b', 4]);
  });

  it('publishes an exchange in flight, and again when it is stored', async () => {
    const log = createLog();
    const published: string[] = [];
    log.onChange(({ id, state }) => published.push(`${id} ${state}`));
    log.show(going('a'));
    const kept = stored(log, 'a');
    log.put(made('a'));
    expect(ids(await log.list())).toBe('a');
    await kept;
    expect(published).toEqual(['a streaming', 'a done']);
    expect(ids(await log.list())).toBe('a');
  });

  it('returns the redacted record of an exchange in flight', async () => {
    const log = createLog();
    const live = going('a');
    const secret = recordedExchange(
      { summary: live.summary(), secrets: ['very-secret-1'] },
      { body: 'very-secret-1 so far' },
    );
    log.show({ ...live, snapshot: () => secret });
    expect(await log.get('a')).toMatchObject({
      summary: { state: 'streaming' },
      clientRequest: { body: '…et-1 so far' },
    });
    expect(
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join(''),
    ).not.toContain('so far');
  });

  it('searches redacted bodies of exchanges in flight as of stored ones', async () => {
    const log = createLog();
    const kept = stored(log, 'a');
    log.put(made('a', { startedAt: 1 }, '{"content":"the needle"}'));
    await kept;
    const live = going('b', { startedAt: 2 });
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
    settings.save({ ...settings.get(), log: { ...settings.get().log, content: false } });
    expect(await find(log, 'text:eedl')).toBe('a');
  });

  it('merges exchanges in flight into the pages', async () => {
    const log = createLog();
    const kept = stored(log, 'a', 'b', 'c', 'd');
    for (const [index, id] of Array.from('abcd').entries()) log.put(made(id, { startedAt: index * 10 }));
    await kept;
    log.show(going('X', { startedAt: 15 }));
    log.show(going('Y', { startedAt: 35 }));
    log.show(going('Z', { startedAt: -5 }));
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
    const log = createLog();
    log.show(going('a'));
    await log.pin(['a'], true);
    await log.label(['a'], 'blue');
    expect(await find(log, 'is:pinned')).toBe('a');
    const kept = stored(log, 'a');
    log.put(made('a'));
    await log.label(['a'], 'red');
    await kept;
    expect(await find(await reopened(), 'is:pinned label:red')).toBe('a');
  });

  it('clear keeps exchanges in flight', async () => {
    const log = createLog();
    const published: string[] = [];
    const kept = stored(log, 'a');
    log.put(made('a'));
    await kept;
    log.show(going('b'));
    log.onClear(() => published.push('cleared'));
    log.onChange(({ id }) => published.push(id));
    await log.clear();
    expect(published).toEqual(['cleared', 'b']);
    expect(ids(await log.list())).toBe('b');
    expect(await log.get('a')).toBeNull();
  });

  it('stores no bodies while that is switched off', async () => {
    const log = createLog();
    const kept = stored(log, 'a', 'b');
    log.put(made('a', { startedAt: 1 }, 'said'));
    settings.save({ ...settings.get(), log: { ...settings.get().log, content: false } });
    log.put(made('b', { startedAt: 2 }, 'unsaid'));
    log.show(going('c'));
    await kept;
    expect((await log.get('a'))?.clientRequest.body).toBe('said');
    expect(await log.get('b')).toMatchObject({ withheld: 'content-off', clientRequest: { body: '' } });
    expect(await log.get('c')).toMatchObject({ withheld: 'content-off', clientRequest: { body: '' } });
    expect(await find(log, 'text:unsaid')).toBe('');
    expect(await find(log, 'text:nsai')).toBe('');
    expect(await find(log, 'text:ai')).toBe('a');
  });

  it('applies limits that change while it runs', async () => {
    const log = createLog();
    const all = Array.from({ length: 150 }, (_, index) => `id-${index}`);
    const kept = stored(log, ...all);
    for (const [index, id] of all.entries()) log.put(made(id, { startedAt: index }));
    await kept;
    expect((await log.usage()).count).toBe(150);
    settings.save({ ...settings.get(), log: { ...settings.get().log, maxExchanges: 100 } });
    await expect.poll(async () => (await log.usage()).count).toBe(100);
    expect(await log.get('id-50')).not.toBeNull();
  });

  it('close flushes pending writes', async () => {
    const log = createLog();
    for (let index = 0; index < 300; index += 1) log.put(made(`id-${index}`));
    const next = await reopened();
    expect((await next.usage()).count).toBe(300);
  });
});

describe('worker failures', () => {
  it('a worker that exits is restarted, and its exchanges stay in the list', async () => {
    const workers = workersInThread();
    const log = createLog({ start: workers.start });
    const first = stored(log, 'a');
    log.put(made('a'));
    await first;
    const both = stored(log, 'b', 'c');
    log.put(made('b', { startedAt: 1 }, 'lost'));
    await new Promise((resolve) => setImmediate(resolve));
    workers.crash();
    log.put(made('c', { startedAt: 2 }, 'whole'));
    await both;
    expect(workers.count).toBe(2);
    expect((await log.get('c'))?.clientRequest.body).toBe('whole');
    expect(await log.get('b')).toMatchObject({ withheld: 'overload', clientRequest: { bytes: 4 } });
    expect((await log.usage()).count).toBe(3);
  });

  it('without a worker an in-memory log replaces it, reported once', async () => {
    const workers = workersInThread({ stillborn: true });
    const log = createLog({ start: workers.start });
    log.put(made('a', { startedAt: 1 }, '{"content":"early"}'));
    await expect.poll(() => problems).toEqual(['log_stopped']);
    const kept = stored(log, 'b');
    log.put(made('b', { startedAt: 2 }, '{"content":"late"}'));
    await kept;
    log.show(going('c', { startedAt: 3 }));
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
    const log = createLog({ start: workers.start });
    const reading = log.get('a');
    workers.crash();
    await expect(reading).rejects.toMatchObject({ code: 'log_gone' });
    open.pop();
  });

  it('finished exchanges are sent to the worker immediately, up to the limit in flight', async () => {
    const workers = workersInThread({ deaf: true });
    const posted: string[] = [];
    const start: ExchangeLogOptions['start'] = (data) => {
      const worker = workers.start(data);
      return { ...worker, post: (message) => void posted.push(message.kind) };
    };
    const log = createLog({ start, maxInFlight: 300_000 });
    for (let index = 0; index < 30; index += 1) log.put(made(`id-${index}`));
    await new Promise((resolve) => setImmediate(resolve));
    expect(posted).toHaveLength(30);
    for (let index = 0; index < 30; index += 1) log.put(made(`more-${index}`, {}, 'x'.repeat(50_000)));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    // Those that fit, and the one that goes beyond.
    expect(posted).toHaveLength(34);
    open.pop();
  });

  it('a blocked worker costs bounded memory, and the newest exchanges stay complete', async () => {
    const workers = workersInThread({ deaf: true });
    const log = createLog({ start: workers.start, maxInFlight: 100_000, maxWaiting: 1_000_000 });
    const body = 'x'.repeat(50_000);
    for (let index = 0; index < 100; index += 1) log.put(made(`id-${index} `, { startedAt: index }, body));
    await expect.poll(() => problems).toEqual(['log_overload']);
    workers.crash();
    await expect.poll(() => workers.count).toBe(2);
    workers.crash();
    await expect.poll(() => workers.count).toBe(3);
    workers.crash();
    await expect.poll(() => workers.count).toBe(4);
    workers.crash();
    await expect.poll(() => problems).toEqual(['log_overload', 'log_stopped']);
    await expect.poll(async () => (await log.list(200)).length).toBe(100);
    expect((await log.get('id-99 '))?.clientRequest.body).toHaveLength(50_000);
    expect(await log.get('id-50 ')).toMatchObject({ withheld: 'overload', clientRequest: { body: '', bytes: 50_000 } });
    open.pop();
  });

  it('an error at the start is reported to later listeners', async () => {
    mkdirSync(file);
    const log = createExchangeLog({ start: workersInThread().start, file, settings });
    open.push(log);
    const kept = stored(log, 'a');
    log.put(made('a'));
    await kept;
    log.onProblem(({ code }) => void problems.push(code));
    expect(problems).toEqual(['log_unwritable']);
    expect(await log.usage()).toMatchObject({ storage: 'memory', problem: { code: 'log_unwritable' } });
    expect(ids(await log.list())).toBe('a');
  });
});

describe('secrets', () => {
  it('never reach the disk, from any message', async () => {
    const canary = 'canary-without-a-shape-0123456789';
    const shaped = 'sk-ant-api03-CANARYCANARYCANARY-WXYZ';
    const leak = JSON.stringify({ text: `${canary} and ${shaped}`, api_key: 'member-CANARY-0123456789' });
    const leaky = capturedMessage({
      startLine: `POST /v1/messages?api_key=${shaped}`,
      headers: {
        authorization: `Bearer ${canary}`,
        'x-api-key': shaped,
        cookie: `session=${canary}`,
        'x-note': canary,
      },
      body: leak,
    });
    const stream = capturedMessage({
      body: [`data: ${leak.slice(0, 20)}`, `${leak.slice(20)}\n\n`],
      arrivals: [1, 2],
      events: true,
      assembly: 'completion',
    });
    const log = createLog();
    const all = Array.from({ length: 30 }, (_, index) => `id-${index}`);
    const kept = stored(log, ...all);
    for (const id of all) {
      log.put({
        ...recordedExchange({
          summary: summary({ id, startedAt: now, modelAsked: shaped, path: `/v1?token=${canary}`, errorCode: null }),
        }),
        // Short ones are stored as they are, long ones compressed.
        clientRequest: id.endsWith('1') ? capturedMessage({ body: leak + ' '.repeat(9000) }) : leaky,
        upstreamRequest: { ...leaky, body: Buffer.from(leak) },
        upstreamResponse: stream,
        clientResponse: stream,
        notes: [{ verb: 'dropped', code: 'c', from: 'a', to: null, reason: `was ${shaped}` }],
        error: { code: 'refused', message: `upstream said ${canary}`, hint: shaped },
        secrets: [canary],
      });
    }
    await kept;
    const everything = JSON.stringify(await Promise.all(all.map((id) => log.get(id))));
    const bytes = (): string =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('');
    expect(everything).toContain('…');
    expect(everything).not.toMatch(/canary/i);
    expect(bytes()).toContain('id-29');
    expect(bytes()).not.toMatch(/canary/i);
    await open.pop()?.close();
    expect(bytes()).not.toMatch(/canary/i);
  });
});
