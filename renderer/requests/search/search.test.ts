import { expect, test } from 'vitest';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { sampleSummary } from '../../testing/sample-exchanges.ts';
import { passing, startSearch, type Evaluated, type Matcher } from './search.ts';

const list = Array.from({ length: 10 }, (_, index) => sampleSummary(index, index));
const ids = (evaluated: Evaluated): string[] => passing(evaluated).map((summary) => summary.id);

/** Matches some, and records the tested ids. */
function counting(passes: (summary: ExchangeSummary) => boolean): { matches: Matcher; testedIds: string[] } {
  const testedIds: string[] = [];
  return {
    testedIds,
    matches(summary) {
      testedIds.push(summary.id);
      return passes(summary);
    },
  };
}

test('a search continues where it stopped', () => {
  const { matches, testedIds } = counting(({ id }) => id === 'fake-2' || id === 'fake-9');
  const search = startSearch(matches, list, null);
  expect([search.step(4), search.done, search.total]).toEqual([false, 4, 10]);
  expect(search.step(100)).toBe(true);
  expect(testedIds).toHaveLength(10);
  expect(ids(search.result())).toEqual(['fake-2', 'fake-9']);
});

test('only changed rows are tested again', () => {
  const { matches, testedIds } = counting(({ status }) => status === 500);
  const first = startSearch(matches, list, null);
  first.step(100);
  testedIds.length = 0;
  const failed: ExchangeSummary = { ...sampleSummary(3, 3), status: 500 };
  const next = startSearch(matches, [...list.with(3, failed), sampleSummary(10, 10)], first.result());
  expect(next.step(2)).toBe(true);
  expect(testedIds).toEqual(['fake-3', 'fake-10']);
  expect(ids(next.result())).toEqual(['fake-3']);
});

test('another filter tests all rows', () => {
  const first = startSearch(() => true, list, null);
  first.step(100);
  const { matches, testedIds } = counting(() => false);
  const next = startSearch(matches, list, first.result());
  next.step(100);
  expect(testedIds).toHaveLength(10);
  expect(ids(next.result())).toEqual([]);
});
