/** What the small charts show: the rows of the list, added up over time. Pure. */

import { aggregate, type Period, type PeriodBucket } from '#shared/exchange/time-buckets.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { formatCost, formatCount, formatDuration, formatMoment } from '../../lib/format-values.ts';

export interface Chart {
  readonly key: 'requests' | 'errors' | 'tokens' | 'cost' | 'first';
  readonly label: string;
  readonly form: 'bars' | 'line';
  readonly tone: 'plain' | 'error';
  /** Null where there is nothing to show. */
  readonly value: (bucket: PeriodBucket) => number | null;
  readonly words: (value: number | null) => string;
}

export const charts: readonly Chart[] = [
  {
    key: 'requests',
    label: 'Requests',
    form: 'bars',
    tone: 'plain',
    value: (bucket) => bucket.requests,
    words: formatCount,
  },
  { key: 'errors', label: 'Errors', form: 'bars', tone: 'error', value: (bucket) => bucket.errors, words: formatCount },
  {
    key: 'tokens',
    label: 'Tokens',
    form: 'bars',
    tone: 'plain',
    value: (bucket) => bucket.tokensIn + bucket.tokensOut,
    words: formatCount,
  },
  { key: 'cost', label: 'Cost', form: 'bars', tone: 'plain', value: (bucket) => bucket.cost, words: formatCost },
  {
    key: 'first',
    label: 'First text',
    form: 'line',
    tone: 'plain',
    value: (bucket) => bucket.ttftP50,
    words: formatDuration,
  },
];

export const BUCKETS = 32;
/** A handful of requests in a second would otherwise fill the whole strip. */
const MIN_SPAN_MS = 60_000;

/** @param summaries of the list, oldest first; @returns null for an empty list */
export function stripPeriod(ascending: readonly ExchangeSummary[]): Period | null {
  if (ascending.length === 0) return null;
  // The wall clock may have jumped: the first to arrive has not always the earliest time.
  let [from, to] = [Infinity, -Infinity];
  for (const { startedAt } of ascending) {
    from = Math.min(from, startedAt);
    to = Math.max(to, startedAt + 1);
  }
  from = Math.min(from, to - MIN_SPAN_MS);
  return aggregate(ascending, { from, to, buckets: BUCKETS, costOf: (summary) => summary.cost ?? null });
}

/** Local time as a filter reads it, to the second: `2026-11-05T14:30:00`. */
export function filterMoment(epochMs: number): string {
  return formatMoment(epochMs).slice(0, 19).replace(' ', 'T');
}

/** The stretch between two moments as the filter writes it, widened to whole seconds. */
export function brushed(from: number, to: number): { readonly after: string; readonly before: string } {
  const second = 1000;
  return {
    after: filterMoment(Math.floor(from / second) * second),
    before: filterMoment(Math.ceil(to / second) * second),
  };
}
