import { expect, test } from 'vitest';
import { createMatcher } from '#shared/exchange/filter/index.ts';
import { sampleSummary } from '../../testing/sample-exchanges.ts';
import { noFilter, termsOf, withPeriod } from '../../state/filter-state.ts';
import { brushed, charts, stripPeriod } from './strip-data.ts';

const noon = new Date(2026, 10, 5, 12).getTime();
const list = Array.from({ length: 100 }, (_, index) => sampleSummary(index, noon + index * 10_000));

test('no rows, no charts', () => {
  expect(stripPeriod([])).toBeNull();
});

test('every row is counted, the newest too', () => {
  const period = stripPeriod(list);
  expect(period?.total.requests).toBe(100);
  expect(period?.buckets.at(-1)?.requests).toBeGreaterThan(0);
});

test('a single request does not fill the strip', () => {
  const filled = stripPeriod(list.slice(0, 1))?.buckets.filter((bucket) => bucket.requests > 0);
  expect(filled).toHaveLength(1);
});

test('each chart has its total with a unit', () => {
  const total = stripPeriod(list)?.total;
  if (total === undefined) throw new Error('no period');
  const words = Object.fromEntries(charts.map((chart) => [chart.key, chart.words(chart.value(total))]));
  expect(words).toMatchObject({
    requests: '100',
    cost: expect.stringMatching(/^\$/),
    first: expect.stringMatching(/ m?s$/),
  });
});

test('the brushed range becomes the filter', () => {
  const state = withPeriod(noFilter, brushed(noon + 99_500, noon + 300_200));
  const matches = createMatcher(termsOf(state), noon);
  const found = list.filter(matches).map((summary) => summary.startedAt - noon);
  expect([found.at(0), found.at(-1)]).toEqual([100_000, 300_000]);
});
