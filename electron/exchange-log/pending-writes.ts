/** The bounded queue of drafts for the worker: drops the oldest content first, so that a slow disk costs bounded memory. */

import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { recordedSize, type RecordedExchange, withoutBodies } from './record/recorded-exchange.ts';

export interface PendingWritesOptions {
  /** Characters of all queued drafts. */
  readonly maxSize: number;
  readonly maxCount: number;
  /** Content was dropped. */
  readonly onOverload: () => void;
}

export interface PendingWrites {
  readonly size: number;
  push(recorded: RecordedExchange): void;
  /** Puts drafts back in front: a worker had them and did not store them. */
  unshift(waiting: readonly RecordedExchange[]): void;
  shift(): RecordedExchange | null;
  get(id: string): RecordedExchange | null;
  /** No effect on drafts that are not queued. */
  change(id: string, change: Partial<ExchangeSummary>): void;
  summaries(): readonly ExchangeSummary[];
  clear(): void;
}

export function createPendingWrites({ maxSize, maxCount, onOverload }: PendingWritesOptions): PendingWrites {
  // Both in order of arrival; `heavy` holds those with bodies, and their sizes.
  let waiting = new Map<string, RecordedExchange>();
  const heavy = new Map<string, number>();
  let weight = 0;

  function lighten(id: string): void {
    weight -= heavy.get(id) ?? 0;
    heavy.delete(id);
  }

  function keepBounds(): void {
    if (weight <= maxSize && waiting.size <= maxCount) return;
    onOverload();
    for (const id of heavy.keys()) {
      if (weight <= maxSize) break;
      const recorded = waiting.get(id);
      if (recorded !== undefined) waiting.set(id, withoutBodies(recorded));
      lighten(id);
    }
    for (const id of waiting.keys()) {
      if (waiting.size <= maxCount) break;
      waiting.delete(id);
      lighten(id);
    }
  }

  return {
    get size() {
      return waiting.size;
    },
    push(recorded) {
      const { id } = recorded.summary;
      const size = recordedSize(recorded);
      waiting.set(id, recorded);
      heavy.set(id, size);
      weight += size;
      keepBounds();
    },
    unshift(first) {
      waiting = new Map([
        ...first.map((recorded): [string, RecordedExchange] => [recorded.summary.id, recorded]),
        ...waiting,
      ]);
      keepBounds();
    },
    shift() {
      for (const [id, recorded] of waiting) {
        waiting.delete(id);
        lighten(id);
        return recorded;
      }
      return null;
    },
    get: (id) => waiting.get(id) ?? null,
    change(id, change) {
      const recorded = waiting.get(id);
      if (recorded !== undefined) waiting.set(id, { ...recorded, summary: { ...recorded.summary, ...change } });
    },
    summaries: () => [...waiting.values()].map(({ summary }) => summary),
    clear() {
      waiting.clear();
      heavy.clear();
      weight = 0;
    },
  };
}
