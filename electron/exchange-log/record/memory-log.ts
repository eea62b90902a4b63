/**
 * The newest exchanges of this run in memory, bounded in number and bytes: the fallback of the log on disk, also used by
 * tests. The recorder writes through `ExchangeSink`, the window reads through `ExchangeLog`.
 */

import type { ExchangeLog, ExchangeLogQuery, ExchangePage } from '#electron/services.ts';
import type { ErrorReport } from '#shared/errors.ts';
import { holdsText } from '#shared/exchange/searchable-text.ts';
import { createMatcher } from '#shared/exchange/filter/index.ts';
import { arrivalOf, type Exchange, type ExchangeSummary, type HttpMessage } from '#shared/exchange/record.ts';
import { createEmitter } from '../../platform/emitter.ts';
import { finalizeSafely } from './redact-and-finalize.ts';
import type { RecordedExchange, LiveExchange } from './recorded-exchange.ts';

/** The recorder's side of the log. */
export interface ExchangeSink {
  /** An exchange in flight, new or changed. */
  show(live: LiveExchange): void;
  /** The exchange has ended. Called once per exchange. */
  put(recorded: RecordedExchange): void;
  /** A shown exchange will not be stored. */
  forget(id: string): void;
}

/** For imported exchanges and tests: already redacted. */
export interface ExchangeIntake {
  add(exchange: Exchange): void;
}

export interface MemoryLogOptions {
  /** Maximum number of exchanges. */
  readonly limit?: number;
  /** Maximum characters of bodies in total; the newest exchange is always kept. */
  readonly maxCharacters?: number;
  /** False: keeps metadata only, no bodies. */
  readonly keepsContent?: () => boolean;
}

export const DEFAULT_LIST = 500;
const DEFAULT_MAX_CHARACTERS = 128 * 1024 * 1024;

interface Entry {
  readonly exchange: Exchange;
  readonly characters: number;
}

export type MemoryLog = ExchangeLog & ExchangeSink & ExchangeIntake;

export function createMemoryLog(options: MemoryLogOptions = {}): MemoryLog {
  const limit = Math.max(1, options.limit ?? DEFAULT_LIST);
  const maxCharacters = options.maxCharacters ?? DEFAULT_MAX_CHARACTERS;
  const keepsContent = options.keepsContent ?? (() => true);
  // A Map keeps insertion order also when a value is replaced: oldest first.
  const entries = new Map<string, Entry | LiveExchange>();
  const changed = createEmitter<ExchangeSummary>();
  const cleared = createEmitter<null>();
  const problems = createEmitter<ErrorReport>();
  let kept = 0;

  function evict(): void {
    for (const [id, entry] of entries) {
      if (entries.size <= 1) return;
      if (entries.size <= limit && kept <= maxCharacters) return;
      remove(id, entry);
    }
  }

  function remove(id: string, entry: Entry | LiveExchange | undefined): void {
    entries.delete(id);
    if (entry !== undefined && 'characters' in entry) kept -= entry.characters;
  }

  function add(exchange: Exchange): void {
    const { id } = exchange.summary;
    const before = entries.get(id);
    const characters = countCharacters(exchange);
    kept += characters - (before !== undefined && 'characters' in before ? before.characters : 0);
    entries.set(id, { exchange, characters });
    evict();
    changed.emit(exchange.summary);
  }

  const finalized = (recorded: RecordedExchange): Exchange => finalizeSafely(withholdBodies(recorded, keepsContent()));

  function summaries(): readonly ExchangeSummary[] {
    // By arrival: a long exchange is inserted after later ones.
    return [...entries.values()]
      .map(summaryIn)
      .toReversed()
      .toSorted((one, other) => arrivalOf(other) - arrivalOf(one));
  }

  function mark(ids: readonly string[], change: Partial<ExchangeSummary>): void {
    for (const id of ids) {
      const entry = entries.get(id);
      if (entry === undefined || !('characters' in entry)) continue;
      const exchange = { ...entry.exchange, summary: { ...entry.exchange.summary, ...change } };
      entries.set(id, { ...entry, exchange });
      changed.emit(exchange.summary);
    }
  }

  return {
    onChange: changed.subscribe,
    onClear: cleared.subscribe,
    onProblem: problems.subscribe,

    list: async (count = limit) => summaries().slice(0, Math.max(0, count)),
    page: async (query) => pageOf(summaries(), query, (id) => wholeIn(entries.get(id))),

    async get(id) {
      const entry = entries.get(id);
      if (entry === undefined) return null;
      return 'characters' in entry ? entry.exchange : finalized(entry.snapshot());
    },

    async clear() {
      for (const [id, entry] of entries) if ('characters' in entry) remove(id, entry);
      cleared.emit(null);
      // Clearing keeps exchanges that are still in flight.
      for (const entry of entries.values()) changed.emit(summaryIn(entry));
    },

    pin: async (ids, pinned) => mark(ids, { pinned }),
    label: async (ids, label) => mark(ids, { label }),

    async usage() {
      const whole = [...entries.values()].map(wholeIn).filter((exchange) => exchange !== null);
      return {
        count: whole.length,
        pinned: whole.filter(({ summary }) => summary.pinned === true).length,
        bytes: kept,
        oldest: whole[0]?.summary.startedAt ?? null,
        storage: 'memory',
        problem: null,
      };
    },

    show(live) {
      entries.set(live.id, live);
      evict();
      changed.emit(live.summary());
    },
    put: (recorded) => add(finalized(recorded)),
    forget(id) {
      remove(id, entries.get(id));
    },
    add,
    close: async () => undefined,
  };
}

/** Applies the content setting: token and tool counts are derived before bodies are dropped. */
export function withholdBodies(recorded: RecordedExchange, keepsContent: boolean): RecordedExchange {
  return keepsContent || recorded.withheld !== undefined ? recorded : { ...recorded, withheld: 'content-off' };
}

function summaryIn(entry: Entry | LiveExchange): ExchangeSummary {
  return 'characters' in entry ? entry.exchange.summary : entry.summary();
}

function wholeIn(entry: Entry | LiveExchange | undefined): Exchange | null {
  return entry !== undefined && 'characters' in entry ? entry.exchange : null;
}

/** @param rows newest first; the cursor is the id of the last one shown */
function pageOf(
  summaries: readonly ExchangeSummary[],
  { terms, cursor, limit, count }: ExchangeLogQuery,
  find: (id: string) => Exchange | null,
): ExchangePage {
  const holds = createMatcher(terms, Date.now(), ({ id }, text) => {
    const exchange = find(id);
    return exchange !== null && holdsText(exchange, text);
  });
  const matching = summaries.filter(holds);
  const start = cursor === null ? 0 : matching.findIndex(({ id }) => id === cursor) + 1;
  const shown = matching.slice(start, start + limit);
  return {
    summaries: shown,
    next: start + limit < matching.length ? (shown.at(-1)?.id ?? null) : null,
    total: count ? matching.length : null,
  };
}

function sidesOf(exchange: Exchange): readonly HttpMessage[] {
  const { clientRequest, upstreamRequest, upstreamResponse, clientResponse } = exchange;
  return [clientRequest, upstreamRequest, upstreamResponse, clientResponse].filter((side) => side !== null);
}

function countCharacters(exchange: Exchange): number {
  let characters = 0;
  for (const side of sidesOf(exchange)) characters += side.body.length + (side.assembled?.length ?? 0);
  return characters;
}
