/** Drafts that wait for the worker: bounded, oldest content given up first, so that a slow disk costs memory of a known size only. */

import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { recordedSize, type RecordedExchange, withoutBodies } from './record/recorded-exchange.ts';

export interface PendingWritesOptions {
  /** Characters of all that waits. */
  readonly maxSize: number;
  readonly maxCount: number;
  /** Something had to be given up. */
  readonly onOverload: () => void;
}

export interface PendingWrites {
  readonly size: number;
  push(recorded: RecordedExchange): void;
  /** Back in front of all others: what a worker had and did not keep. */
  unshift(waiting: readonly RecordedExchange[]): void;
  shift(): RecordedExchange | null;
  get(id: string): RecordedExchange | null;
  /** Does nothing for what does not wait. */
  change(id: string, change: Partial<ExchangeSummary>): void;
  summaries(): readonly ExchangeSummary[];
  clear(): void;
}

export function createPendingWrites({ maxSize, maxCount, onOverload }: PendingWritesOptions): PendingWrites {
  // Both in the order of arrival; `heavy` has those that still have their bodies, with what they weigh.
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
