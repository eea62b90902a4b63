/**
 * The exchange log, on disk or, for this run only, in memory: one list of exchanges in flight, pending writes and stored ones.
 * Nothing here waits for a disk.
 */

import type { ExchangeLog, ExchangeLogQuery, ExchangePage, SettingsStore } from '#electron/services.ts';
import { createEmitter } from '#electron/platform/emitter.ts';
import {
  DEFAULT_LIST,
  type ExchangeSink,
  type MemoryLog,
  withholdBodies,
} from '#electron/exchange-log/record/memory-log.ts';
import type { ErrorReport } from '#shared/errors.ts';
import { createMatcher, type Term, toQuery } from '#shared/exchange/filter/index.ts';
import { arrivalOf, type ExchangeSummary } from '#shared/exchange/record.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { finalizeSafely } from './record/redact-and-finalize.ts';
import { type RecordedExchange, type LiveExchange, portable } from './record/recorded-exchange.ts';
import { createWriteQueue, type WriteQueueOptions } from './write-queue.ts';
import type { Caps } from './database/retention.ts';
import type { StartLogWorker } from './start-worker.ts';

export interface ExchangeLogOptions extends Pick<WriteQueueOptions, 'maxWaiting' | 'maxInFlight' | 'watchdogMs'> {
  readonly start: StartLogWorker;
  /** Null: in memory, for this run only. */
  readonly file: string | null;
  readonly settings: Pick<SettingsStore, 'get' | 'onChange'>;
  /** Erases exchange data in other files. */
  readonly eraseElsewhere?: () => Promise<void>;
}

export function createExchangeLog(options: ExchangeLogOptions): ExchangeLog & ExchangeSink {
  const { start, file, settings, eraseElsewhere, ...limits } = options;
  const changed = createEmitter<ExchangeSummary>();
  const cleared = createEmitter<null>();
  const problems = createEmitter<ErrorReport>();
  /** Problems by code, the latest last. */
  const reported = new Map<string, ErrorReport>();
  const live = new Map<string, LiveExchange>();
  /** Pins and labels of exchanges in flight. */
  const marks = new Map<string, Partial<ExchangeSummary>>();
  const runStart = Date.now();
  /** Shift of stored arrivals; null until a worker has reported it. */
  let shift: number | null = null;
  const keepsContent = (): boolean => settings.get().log.content;
  const writeQueue = createWriteQueue({
    ...limits,
    start: () => start({ file, caps: capsOf(settings.get()), runStart, shift }),
    keepsContent,
    onChange: (summary) => changed.emit(summary),
    onProblem: reportProblem,
    onShift(next) {
      const isMoved = next !== (shift ?? 0);
      shift = next;
      if (!isMoved) return;
      for (const summary of current()) changed.emit(summary);
    },
    onSolved: (code) => void reported.delete(code),
  });
  const endSettings = settings.onChange((next) => writeQueue.limit(capsOf(next)));

  function reportProblem(report: ErrorReport): void {
    const isNew = !reported.delete(report.code);
    reported.set(report.code, report);
    if (isNew) problems.emit(report);
  }

  /** Not yet stored, newest last. */
  function current(): readonly ExchangeSummary[] {
    return [...writeQueue.summaries().map(moved), ...[...live.values()].map(summaryOf)];
  }

  function summaryOf(exchange: LiveExchange): ExchangeSummary {
    return moved({ ...exchange.summary(), ...marks.get(exchange.id) });
  }

  /** As it will be stored. */
  function moved(summary: ExchangeSummary): ExchangeSummary {
    const by = writeQueue.memory === null ? (shift ?? 0) : 0;
    return by === 0 ? summary : { ...summary, arrival: arrivalOf(summary) + by };
  }

  async function page(query: ExchangeLogQuery): Promise<ExchangePage> {
    if (writeQueue.memory !== null) return await memoryPage(writeQueue.memory, query);
    const now = Date.now();
    const filter = toQuery(query.terms, now);
    const { before, inner } = readCursor(query.cursor);
    const [kept, count] = await Promise.all([
      writeQueue.request('page', { query: filter, cursor: inner, limit: query.limit }),
      query.count ? writeQueue.request('count', { query: filter }) : null,
    ]);
    const known = new Set(kept.summaries.map(({ id }) => id));
    const fresh = current().filter(({ id }) => !known.has(id));
    const until = kept.next === null ? -Infinity : arrivalOfLast(kept.summaries);
    const isHere = (summary: ExchangeSummary): boolean => arrivalOf(summary) >= until && arrivalOf(summary) < before;
    const matching = await matchingOf(count === null ? fresh.filter(isHere) : fresh, query.terms, now);
    return {
      summaries: newestFirst([...matching.filter(isHere).toReversed(), ...kept.summaries]),
      next: kept.next === null ? null : writeCursor(until, kept.next),
      total: count === null ? null : count + matching.length,
    };
  }

  /** Matches among unstored exchanges. The worker searches bodies: they may be long and would block responses here. */
  async function matchingOf(
    summaries: readonly ExchangeSummary[],
    terms: readonly Term[],
    now: number,
  ): Promise<readonly ExchangeSummary[]> {
    const texts = terms.flatMap((term) => (term.kind === 'text' ? [term.text] : []));
    if (texts.length === 0) return summaries.filter(createMatcher(terms, now));
    const others = terms.filter(({ kind }) => kind !== 'text');
    const held = new Map<string, readonly string[]>();
    for (const { id } of summaries.filter(createMatcher(others, now))) {
      const recorded = draftOf(id);
      if (recorded !== null)
        held.set(id, await writeQueue.request('search', { recorded: portable(recorded).recorded, texts }));
    }
    return summaries.filter(createMatcher(terms, now, ({ id }, text) => held.get(id)?.includes(text) ?? false));
  }

  /** The record of an unstored exchange, as of now. */
  function draftOf(id: string): RecordedExchange | null {
    const recorded = live.get(id)?.snapshot() ?? writeQueue.get(id);
    if (recorded === null) return null;
    return withholdBodies({ ...recorded, summary: { ...recorded.summary, ...marks.get(id) } }, keepsContent());
  }

  /** Exchanges in flight are not in the memory log; they come with the first page. */
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
      writeQueue.change(summary.id, change);
      changed.emit({ ...summary, ...change });
    }
    const rest = ids.filter((id) => !live.has(id));
    if (rest.length === 0) return;
    const { memory } = writeQueue;
    if (memory === null) await writeQueue.request('mark', { ids: rest, marks: change });
    else if ('pinned' in change) await memory.pin(rest, change.pinned);
    else await memory.label(rest, change.label);
  }

  return {
    onChange: changed.subscribe,
    onClear: cleared.subscribe,
    onProblem(listener) {
      // The first problems arrive while the services are being created.
      for (const report of reported.values()) listener(report);
      return problems.subscribe(listener);
    },

    show(exchange) {
      live.set(exchange.id, exchange);
      changed.emit(summaryOf(exchange));
    },

    put(recorded) {
      const { id } = recorded.summary;
      live.delete(id);
      const marked = { ...recorded, summary: { ...recorded.summary, ...marks.get(id) } };
      marks.delete(id);
      writeQueue.put(withholdBodies(marked, keepsContent()));
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
      const recorded = draftOf(id);
      const { memory } = writeQueue;
      if (recorded === null) return await (memory === null ? writeQueue.request('get', { id }) : memory.get(id));
      if (memory !== null) return finalizeSafely(recorded);
      return await writeQueue.request('complete', { recorded: portable(recorded).recorded });
    },

    async clear() {
      writeQueue.clear();
      await (writeQueue.memory === null ? writeQueue.request('clear', null) : writeQueue.memory.clear());
      await eraseElsewhere?.();
      cleared.emit(null);
      // Clearing keeps exchanges that are still in flight.
      for (const summary of current()) changed.emit(summary);
    },

    pin: (ids, pinned) => mark(ids, { pinned }),
    label: (ids, label) => mark(ids, { label }),

    async usage() {
      const usage = await (writeQueue.memory === null ? writeQueue.request('usage', null) : writeQueue.memory.usage());
      return { ...usage, problem: [...reported.values()].at(-1) ?? null };
    },

    async close() {
      endSettings();
      await writeQueue.close();
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
  return summaries.sort((one, other) => arrivalOf(other) - arrivalOf(one));
}

function arrivalOfLast(summaries: readonly ExchangeSummary[]): number {
  const last = summaries.at(-1);
  return last === undefined ? -Infinity : arrivalOf(last);
}

/** With the arrival of the oldest one shown: older exchanges in flight belong to the next page. */
function writeCursor(before: number, inner: string): string {
  return `${String(before)}/${inner}`;
}

function readCursor(cursor: string | null): { readonly before: number; readonly inner: string | null } {
  const at = cursor?.indexOf('/') ?? -1;
  if (cursor === null || at === -1) return { before: Infinity, inner: null };
  const before = Number(cursor.slice(0, at));
  return { before: Number.isNaN(before) ? Infinity : before, inner: cursor.slice(at + 1) };
}
