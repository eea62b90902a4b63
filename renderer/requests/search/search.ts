/** Matches 100,000 summaries against a filter in slices, incrementally: only changed rows are matched again. Pure. */

import type { ExchangeSummary } from '#shared/exchange/record.ts';

export type Matcher = (summary: ExchangeSummary) => boolean;

/** The result for a whole list. */
export interface Evaluated {
  readonly matches: Matcher;
  readonly source: readonly ExchangeSummary[];
  /** One for each summary of `source`: 1 passes. */
  readonly verdicts: Uint8Array;
}

export interface Search {
  /** Matches up to so many further summaries. @returns true when all are matched */
  step(rows: number): boolean;
  /** Summaries looked at so far. */
  readonly done: number;
  readonly total: number;
  /** Only once it is finished. */
  result(): Evaluated;
}

/** @param before an earlier result of the same matcher: unchanged rows are not matched again */
export function startSearch(matches: Matcher, source: readonly ExchangeSummary[], before: Evaluated | null): Search {
  const verdicts = new Uint8Array(source.length);
  const known = before?.matches === matches ? before : null;
  let at = 0;
  return {
    total: source.length,
    get done() {
      return at;
    },
    step(rows) {
      let tested = 0;
      while (at < source.length && tested < rows) {
        const summary = source[at];
        if (known !== null && known.source[at] === summary) verdicts[at] = known.verdicts[at] ?? 0;
        else if (summary !== undefined) {
          verdicts[at] = matches(summary) ? 1 : 0;
          tested += 1;
        }
        at += 1;
      }
      return at >= source.length;
    },
    result: () => ({ matches, source, verdicts }),
  };
}

/** Those that passed, in the order of the list. */
export function passing({ source, verdicts }: Evaluated): readonly ExchangeSummary[] {
  return source.filter((_, index) => verdicts[index] === 1);
}
