/** What the newest exchanges hold, for suggestions: the most frequent first. Pure. */

import type { KnownValues } from '#shared/exchange/filter/index.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';

/** Bounds the work done each time the field receives focus. */
const NEWEST = 3000;
const MAX_LENGTH = 50;

/** @param summaries oldest first; @param labels the available labels */
export function knownValues(summaries: readonly ExchangeSummary[], labels: readonly string[]): KnownValues {
  const recent = summaries.slice(-NEWEST);
  return {
    models: frequent(recent.flatMap(({ modelAsked, modelUsed }) => [modelUsed, modelAsked])),
    apps: frequent(recent.map(({ tool }) => tool)),
    calls: frequent(recent.flatMap(({ calledTools = [] }) => calledTools)),
    paths: frequent(recent.map(({ path }) => path)),
    errors: frequent(recent.map(({ errorCode }) => errorCode)),
    labels,
  };
}

function frequent(values: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MAX_LENGTH)
    .map(([value]) => value);
}
