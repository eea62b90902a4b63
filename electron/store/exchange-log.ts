/**
 * The exchanges of this run, in memory: the newest ones, bounded in number and in bytes. The recorder writes through
 * `ExchangeSink`, the window reads through `ExchangeLog`.
 */

import type { ExchangeLog } from '#electron/house.ts';
import type { Exchange, ExchangeSummary, Side } from '#shared/exchange/record.ts';
import { createChannel } from './channel.ts';

/** The recorder's side. What is put here is already redacted. */
export interface ExchangeSink {
  /** The exchange as far as it is known: the first time it enters the log, later it replaces what was there. */
  put(exchange: Exchange): void;
  /** Only the summary changed (state, first text, counts). Unknown ids (evicted, cleared) are ignored. */
  touch(summary: ExchangeSummary): void;
}

export interface ExchangeLogOptions {
  /** How many exchanges are kept. */
  readonly limit?: number;
  /** How many characters of bodies are kept over all exchanges; the newest exchange is always kept. */
  readonly maxCharacters?: number;
}

const DEFAULT_LIMIT = 500;
const DEFAULT_MAX_CHARACTERS = 128 * 1024 * 1024;

interface Entry {
  exchange: Exchange;
  characters: number;
}

export function createExchangeLog(options: ExchangeLogOptions = {}): ExchangeLog & ExchangeSink {
  const limit = Math.max(1, options.limit ?? DEFAULT_LIMIT);
  const maxCharacters = options.maxCharacters ?? DEFAULT_MAX_CHARACTERS;
  // A Map keeps the order of insertion, and replacing a value keeps its place: oldest first, for free.
  const entries = new Map<string, Entry>();
  const changed = createChannel<ExchangeSummary>();
  const cleared = createChannel<null>();
  let kept = 0;

  function evict(): void {
    for (const [id, entry] of entries) {
      if (entries.size <= 1) return;
      if (entries.size <= limit && kept <= maxCharacters) return;
      entries.delete(id);
      kept -= entry.characters;
    }
  }

  return {
    onChange: changed.subscribe,
    onClear: cleared.subscribe,

    list(count = limit) {
      const summaries: ExchangeSummary[] = [];
      for (const entry of entries.values()) summaries.push(entry.exchange.summary);
      return summaries.toReversed().slice(0, Math.max(0, count));
    },

    get(id) {
      return entries.get(id)?.exchange ?? null;
    },

    clear() {
      entries.clear();
      kept = 0;
      cleared.emit(null);
    },

    put(exchange) {
      const characters = countCharacters(exchange);
      kept += characters - (entries.get(exchange.summary.id)?.characters ?? 0);
      entries.set(exchange.summary.id, { exchange, characters });
      evict();
      changed.emit(exchange.summary);
    },

    touch(summary) {
      const entry = entries.get(summary.id);
      if (entry === undefined) return;
      entry.exchange = { ...entry.exchange, summary };
      changed.emit(summary);
    },
  };
}

function countCharacters(exchange: Exchange): number {
  return (
    countSide(exchange.clientRequest) +
    countSide(exchange.upstreamRequest) +
    countSide(exchange.upstreamResponse) +
    countSide(exchange.clientResponse)
  );
}

function countSide(side: Side | null): number {
  return side === null ? 0 : side.body.length + (side.assembled?.length ?? 0);
}
