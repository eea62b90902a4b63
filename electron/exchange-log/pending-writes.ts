/** Drafts that wait for the worker: bounded, oldest content given up first, so that a slow disk costs memory of a known size only. */

import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { draftSize, type ExchangeDraft, withoutBodies } from './record/recorded-exchange.ts';

export interface WaitingDraftsOptions {
  /** Characters of all that waits. */
  readonly maxSize: number;
  readonly maxCount: number;
  /** Something had to be given up. */
  readonly onOverload: () => void;
}

export interface WaitingDrafts {
  readonly size: number;
  push(draft: ExchangeDraft): void;
  /** Back in front of all others: what a worker had and did not keep. */
  unshift(drafts: readonly ExchangeDraft[]): void;
  shift(): ExchangeDraft | null;
  get(id: string): ExchangeDraft | null;
  /** Does nothing for what does not wait. */
  change(id: string, change: Partial<ExchangeSummary>): void;
  summaries(): readonly ExchangeSummary[];
  clear(): void;
}

export function createWaitingDrafts({ maxSize, maxCount, onOverload }: WaitingDraftsOptions): WaitingDrafts {
  // Both in the order of arrival; `heavy` has those that still have their bodies, with what they weigh.
  let drafts = new Map<string, ExchangeDraft>();
  const heavy = new Map<string, number>();
  let weight = 0;

  function lighten(id: string): void {
    weight -= heavy.get(id) ?? 0;
    heavy.delete(id);
  }

  function keepBounds(): void {
    if (weight <= maxSize && drafts.size <= maxCount) return;
    onOverload();
    for (const id of heavy.keys()) {
      if (weight <= maxSize) break;
      const draft = drafts.get(id);
      if (draft !== undefined) drafts.set(id, withoutBodies(draft));
      lighten(id);
    }
    for (const id of drafts.keys()) {
      if (drafts.size <= maxCount) break;
      drafts.delete(id);
      lighten(id);
    }
  }

  return {
    get size() {
      return drafts.size;
    },
    push(draft) {
      const { id } = draft.summary;
      const size = draftSize(draft);
      drafts.set(id, draft);
      heavy.set(id, size);
      weight += size;
      keepBounds();
    },
    unshift(first) {
      drafts = new Map([...first.map((draft): [string, ExchangeDraft] => [draft.summary.id, draft]), ...drafts]);
      keepBounds();
    },
    shift() {
      for (const [id, draft] of drafts) {
        drafts.delete(id);
        lighten(id);
        return draft;
      }
      return null;
    },
    get: (id) => drafts.get(id) ?? null,
    change(id, change) {
      const draft = drafts.get(id);
      if (draft !== undefined) drafts.set(id, { ...draft, summary: { ...draft.summary, ...change } });
    },
    summaries: () => [...drafts.values()].map(({ summary }) => summary),
    clear() {
      drafts.clear();
      heavy.clear();
      weight = 0;
    },
  };
}
