/**
 * The exchange log that lasts: what goes on is shown from here, what is over is handed to the worker, which redacts and stores it.
 * Nothing here waits for a disk. A worker that ends is started again, and after some failures a log in memory takes its place.
 */

import type { ExchangeLog, ExchangeLogQuery, ExchangePage, SettingsStore } from '#electron/house.ts';
import { createChannel } from '#electron/store/channel.ts';
import {
  createExchangeLog,
  DEFAULT_LIST,
  type ExchangeSink,
  type MemoryLog,
  withholding,
} from '#electron/store/exchange-log.ts';
import type { ErrorReport } from '#shared/errors.ts';
import { createMatcher, toQuery } from '#shared/exchange/filter/index.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { completeSafely } from './complete-draft.ts';
import { type ExchangeDraft, type LiveExchange, portable, withoutBodies } from './draft.ts';
import type { Caps } from './prune.ts';
import type { StartExchangeWorker } from './start-worker.ts';
import { createWaitingDrafts } from './waiting-drafts.ts';
import { createWorkerClient, type WorkerClient } from './worker-client.ts';

export interface StoredLogOptions {
  readonly start: StartExchangeWorker;
  /** Null: in memory, for this run only. */
  readonly file: string | null;
  readonly settings: Pick<SettingsStore, 'get' | 'onChange'>;
  /** Characters that may wait for the worker, and that it may have at a time. */
  readonly maxWaiting?: number;
  readonly maxUnderWay?: number;
}

/** Four of the largest exchanges: of each of their sides, 8 MB are kept. */
const MAX_WAITING = 128 * 1024 * 1024;
const MAX_WAITING_COUNT = 20_000;
/** Little enough that a question is not kept waiting behind it for long. */
const MAX_UNDER_WAY = 8 * 1024 * 1024;
/** How often a worker that ended is started again. */
const RESTARTS = 3;
/** Quitting does not wait longer for a disk. */
const CLOSE_MS = 5_000;

export function createStoredLog(options: StoredLogOptions): ExchangeLog & ExchangeSink {
  const { start, file, settings } = options;
  const maxUnderWay = options.maxUnderWay ?? MAX_UNDER_WAY;
  const changed = createChannel<ExchangeSummary>();
  const cleared = createChannel<null>();
  const problems = createChannel<ErrorReport>();
  /** By their codes, in the order in which they came. */
  const told = new Map<string, ErrorReport>();
  const live = new Map<string, LiveExchange>();
  /** Pins and labels of what is not over yet. */
  const marks = new Map<string, Partial<ExchangeSummary>>();
  const waiting = createWaitingDrafts({
    maxSize: options.maxWaiting ?? MAX_WAITING,
    maxCount: MAX_WAITING_COUNT,
    onOverload: () => tell(overload),
  });
  /** Handed over and not yet kept. */
  const handedOver = new Map<string, ExchangeSummary>();
  let problem: ErrorReport | null = null;
  let failures = 0;
  let pumping = false;
  /** In place of the worker once that cannot be had. */
  let memory: MemoryLog | null = null;
  let client = startClient();

  const endSettings = settings.onChange((next) => client.tell({ kind: 'caps', caps: capsOf(next) }));
  const keepsContent = (): boolean => settings.get().log.content;

  function tell(report: ErrorReport): void {
    problem = report;
    if (told.has(report.code)) return;
    told.set(report.code, report);
    problems.emit(report);
  }

  function startClient(): WorkerClient {
    return createWorkerClient(start({ file, caps: capsOf(settings.get()) }), {
      onStored(summaries) {
        failures = 0;
        for (const summary of summaries) {
          handedOver.delete(summary.id);
          changed.emit(summary);
        }
        pump();
      },
      onChanged: (summaries) => summaries.forEach((summary) => changed.emit(summary)),
      onProblem: tell,
      onGone: recover,
    });
  }

  /** What the worker had is lost but for what is known without it: trying the same again might end it again. */
  function recover(reason: string, lost: readonly ExchangeDraft[]): void {
    handedOver.clear();
    waiting.unshift(lost.map((draft) => withoutBodies(draft, 'overload')));
    failures += 1;
    if (failures <= RESTARTS) client = startClient();
    else {
      tell({ ...stopped, message: `${stopped.message} (${reason})` });
      memory = createExchangeLog({ keepsContent });
      memory.onChange((summary) => changed.emit(summary));
    }
    pump();
  }

  /** Hands over one draft a turn, as much as the worker may have at a time. */
  function pump(): void {
    if (pumping || waiting.size === 0) return;
    pumping = true;
    setImmediate(() => {
      pumping = false;
      if (memory === null && client.underWay >= maxUnderWay) return;
      handOver();
      pump();
    });
  }

  function handOver(): void {
    const draft = waiting.shift();
    if (draft === null) return;
    if (memory !== null) {
      memory.put(draft);
      return;
    }
    handedOver.set(draft.summary.id, draft.summary);
    client.record(draft);
  }

  /** What the worker does not know of, newest last. */
  function current(): readonly ExchangeSummary[] {
    return [...handedOver.values(), ...waiting.summaries(), ...[...live.values()].map(summaryOf)];
  }

  function summaryOf(exchange: LiveExchange): ExchangeSummary {
    return { ...exchange.summary(), ...marks.get(exchange.id) };
  }

  async function page(query: ExchangeLogQuery): Promise<ExchangePage> {
    if (memory !== null) return await memoryPage(memory, query);
    const now = Date.now();
    const filter = toQuery(query.terms, now);
    const { before, inner } = readCursor(query.cursor);
    const [kept, count] = await Promise.all([
      client.ask('page', { query: filter, cursor: inner, limit: query.limit }),
      query.count ? client.ask('count', { query: filter }) : null,
    ]);
    const known = new Set(kept.summaries.map(({ id }) => id));
    const fresh = current()
      .filter(createMatcher(query.terms, now))
      .filter(({ id }) => !known.has(id));
    const until = kept.next === null ? -Infinity : (kept.summaries.at(-1)?.startedAt ?? -Infinity);
    const here = fresh.filter(({ startedAt }) => startedAt >= until && startedAt < before);
    return {
      summaries: newestFirst([...here.toReversed(), ...kept.summaries]),
      next: kept.next === null ? null : writeCursor(until, kept.next),
      total: count === null ? null : count + fresh.length,
    };
  }

  /** Exchanges that go on are not in the memory log; they come with the first page. */
  async function memoryPage(log: MemoryLog, query: ExchangeLogQuery): Promise<ExchangePage> {
    const kept = await log.page(query);
    const fresh = current().filter(createMatcher(query.terms, Date.now()));
    return {
      ...kept,
      summaries: query.cursor === null ? newestFirst([...fresh.toReversed(), ...kept.summaries]) : kept.summaries,
      total: kept.total === null ? null : kept.total + fresh.length,
    };
  }

  async function mark(ids: readonly string[], change: { pinned: boolean } | { label: string | null }): Promise<void> {
    for (const summary of current().filter(({ id }) => ids.includes(id))) {
      if (live.has(summary.id)) marks.set(summary.id, { ...marks.get(summary.id), ...change });
      waiting.change(summary.id, change);
      changed.emit({ ...summary, ...change });
    }
    const rest = ids.filter((id) => !live.has(id));
    if (memory === null) await client.ask('mark', { ids: rest, marks: change });
    else if ('pinned' in change) await memory.pin(rest, change.pinned);
    else await memory.label(rest, change.label);
  }

  async function closeWorker(): Promise<void> {
    // Who hears of the last ones may still want to read them.
    await client.ask('usage', null);
    await new Promise((resolve) => setImmediate(resolve));
    await client.ask('close', null);
  }

  return {
    onChange: changed.subscribe,
    onClear: cleared.subscribe,
    onProblem(listener) {
      // The first ones come while the house is still being built.
      for (const report of told.values()) listener(report);
      return problems.subscribe(listener);
    },

    show(exchange) {
      live.set(exchange.id, exchange);
      changed.emit(summaryOf(exchange));
    },

    put(draft) {
      const { id } = draft.summary;
      live.delete(id);
      const marked = { ...draft, summary: { ...draft.summary, ...marks.get(id) } };
      marks.delete(id);
      waiting.push(withholding(marked, keepsContent()));
      pump();
    },

    forget(id) {
      live.delete(id);
      marks.delete(id);
    },

    page,
    async list(limit = DEFAULT_LIST) {
      if (limit <= 0) return [];
      return (await page({ terms: [], cursor: null, limit, count: false })).summaries.slice(0, limit);
    },

    async get(id) {
      const draft = live.get(id)?.draft() ?? waiting.get(id);
      if (draft === null) return await (memory === null ? client.ask('get', { id }) : memory.get(id));
      const whole = { ...draft, summary: { ...draft.summary, ...marks.get(id) } };
      const judged = withholding(whole, keepsContent());
      if (memory !== null) return completeSafely(judged);
      return await client.ask('complete', { draft: portable(judged).draft });
    },

    async clear() {
      waiting.clear();
      await (memory === null ? client.ask('clear', null) : memory.clear());
      cleared.emit(null);
      // What goes on is no past yet.
      for (const summary of current()) changed.emit(summary);
    },

    pin: (ids, pinned) => mark(ids, { pinned }),
    label: (ids, label) => mark(ids, { label }),

    async usage() {
      const usage = memory === null ? await client.ask('usage', null) : await memory.usage();
      return { ...usage, problem };
    },

    async close() {
      endSettings();
      while (waiting.size > 0) handOver();
      if (memory !== null) return;
      const closing = closeWorker().catch(() => null);
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([closing, new Promise((resolve) => (timer = setTimeout(resolve, CLOSE_MS)))]);
      clearTimeout(timer);
      await client.kill();
    },
  };
}

function capsOf({ log }: Settings): Caps {
  return {
    maxBytes: log.maxMegabytes * 1024 * 1024,
    maxExchanges: log.maxExchanges,
    maxAgeMs: log.maxDays * 24 * 3600 * 1000,
  };
}

function newestFirst(summaries: ExchangeSummary[]): readonly ExchangeSummary[] {
  return summaries.sort((one, other) => other.startedAt - one.startedAt);
}

/** With the start of the oldest one shown: what goes on and is older belongs to the next page. */
function writeCursor(before: number, inner: string): string {
  return `${String(before)}/${inner}`;
}

function readCursor(cursor: string | null): { readonly before: number; readonly inner: string | null } {
  const at = cursor?.indexOf('/') ?? -1;
  if (cursor === null || at === -1) return { before: Infinity, inner: null };
  const before = Number(cursor.slice(0, at));
  return { before: Number.isNaN(before) ? Infinity : before, inner: cursor.slice(at + 1) };
}

const overload: ErrorReport = {
  code: 'log_overload',
  message: 'More exchanges came than could be written. Of some, only what is in the list was kept.',
  hint: 'The proxy is not affected. It happens with very many requests at a time, or with a slow disk.',
};

const stopped: ErrorReport = {
  code: 'log_stopped',
  message: 'Exchanges are kept in memory only, because the part that stores them has stopped',
  hint: 'Start Dragoman again to see earlier exchanges.',
};
