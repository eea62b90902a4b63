/** Sums summaries over time, for the small charts above the list. */

import type { ExchangeSummary } from './record.ts';

export interface PeriodBucket {
  /** Epoch milliseconds; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  /** Status 400 or above, failed, or with an error code. */
  readonly errors: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly tokensCached: number;
  /** USD, of the exchanges whose cost is known. */
  readonly cost: number;
  /** Milliseconds to the first text; null without a response. */
  readonly ttftP50: number | null;
  readonly ttftP95: number | null;
}

export interface Period {
  readonly buckets: readonly PeriodBucket[];
  /** The same over the whole period; percentiles are of all values, not of the buckets' percentiles. */
  readonly total: PeriodBucket;
}

export interface PeriodOptions {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  /** USD, or null when not known. */
  readonly costOf: (summary: ExchangeSummary) => number | null;
}

/** Ignores exchanges outside the period. Linear, except for sorting first-text times. */
export function aggregate(summaries: Iterable<ExchangeSummary>, options: PeriodOptions): Period {
  const { from, to } = options;
  const count = Math.max(1, Math.trunc(options.buckets));
  const width = Math.max(1, to - from) / count;
  const sums = Array.from({ length: count }, emptySum);
  const whole = emptySum();
  for (const summary of summaries) {
    const { startedAt } = summary;
    if (startedAt < from || startedAt >= to) continue;
    const sum = sums[Math.min(count - 1, Math.floor((startedAt - from) / width))];
    const cost = options.costOf(summary) ?? 0;
    if (sum !== undefined) add(sum, summary, cost);
    add(whole, summary, cost);
  }
  return {
    buckets: sums.map((sum, index) =>
      bucket(sum, from + index * width, index === count - 1 ? to : from + (index + 1) * width),
    ),
    total: bucket(whole, from, to),
  };
}

interface Sum {
  requests: number;
  errors: number;
  tokensIn: number;
  tokensOut: number;
  tokensCached: number;
  cost: number;
  readonly ttft: number[];
}

function emptySum(): Sum {
  return { requests: 0, errors: 0, tokensIn: 0, tokensOut: 0, tokensCached: 0, cost: 0, ttft: [] };
}

function add(sum: Sum, summary: ExchangeSummary, cost: number): void {
  const { tokens } = summary;
  sum.requests += 1;
  if (isError(summary)) sum.errors += 1;
  sum.cost += cost;
  if (tokens !== null) {
    sum.tokensIn += tokens.input + tokens.cacheRead + tokens.cacheWrite;
    sum.tokensOut += tokens.output;
    sum.tokensCached += tokens.cacheRead;
  }
  if (summary.firstTextMs !== null) sum.ttft.push(summary.firstTextMs);
}

/** The same as `is:error` in a filter. */
function isError({ status, errorCode, state }: ExchangeSummary): boolean {
  return (status !== null && status >= 400) || errorCode !== null || state === 'failed';
}

function bucket({ ttft, ...sum }: Sum, from: number, to: number): PeriodBucket {
  const sorted = ttft.toSorted((one, other) => one - other);
  return { from, to, ...sum, ttftP50: percentile(sorted, 0.5), ttftP95: percentile(sorted, 0.95) };
}

/**
 * Nearest rank: always one of the values; null for none.
 *
 * @param sorted values in ascending order
 */
export function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
