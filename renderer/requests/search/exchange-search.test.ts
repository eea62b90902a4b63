import { afterEach, beforeEach, expect, test } from 'vitest';
import { importedId } from '#shared/exchange/imported.ts';
import { replaceBridge } from '../../lib/window-bridge.ts';
import { createFakeBridge } from '../../testing/fake-bridge.ts';
import { sampleSummary } from '../../testing/sample-exchanges.ts';
import { followSearch, useSearch } from './exchange-search.ts';
import { addSummaries, setFilter, togglePause, useExchanges } from '../../state/exchange-store.ts';
import { emptyIndex } from '../../state/summary-index.ts';
import { filterFrom } from '../../state/filter-state.ts';
import { closeExported, openExported } from '../list/row-actions.ts';

const shown = (): string[] => {
  const { rows } = useSearch.getState();
  return Array.from({ length: rows.length }, (_, index) => rows.at(index)?.id ?? '');
};
const many = (from: number, to: number): ReturnType<typeof sampleSummary>[] =>
  Array.from({ length: to - from }, (_, index) => sampleSummary(from + index, from + index));

let end: () => void;
beforeEach(() => {
  useExchanges.setState({ ...useExchanges.getInitialState(), table: emptyIndex() }, true);
  end = followSearch();
});
afterEach(() => end());

test('without a filter all are shown, newest first', () => {
  addSummaries(many(0, 3));
  expect(shown()).toEqual(['fake-2', 'fake-1', 'fake-0']);
  expect(useSearch.getState().filtered).toBe(false);
});

test('a filter applies to later exchanges too', () => {
  setFilter(filterFrom('id:=fake-1,fake-7'));
  addSummaries(many(0, 3));
  expect(shown()).toEqual(['fake-1']);
  addSummaries(many(3, 9));
  expect(shown()).toEqual(['fake-7', 'fake-1']);
});

test('paused, the filter searches the paused list', () => {
  addSummaries(many(0, 3));
  togglePause();
  addSummaries(many(3, 6));
  setFilter(filterFrom('id:fake'));
  expect(shown()).toEqual(['fake-2', 'fake-1', 'fake-0']);
});

test('a long list is searched in slices, including exchanges that arrive meanwhile', async () => {
  addSummaries(many(0, 30_000));
  setFilter(filterFrom('id:=fake-5,fake-29999,fake-30001'));
  expect(shown()).toHaveLength(30_000);
  addSummaries(many(30_000, 30_002));
  await expect.poll(() => shown()).toEqual(['fake-30001', 'fake-29999', 'fake-5']);
});

test('the last of several filters wins', async () => {
  addSummaries(many(0, 30_000));
  setFilter(filterFrom('id:=fake-5'));
  setFilter(filterFrom('id:=fake-6'));
  await expect.poll(() => shown()).toEqual(['fake-6']);
});

test('with an imported file, text is searched in the file, afterwards in the log', async () => {
  replaceBridge(createFakeBridge('empty'));
  addSummaries(many(0, 6));
  await openExported();
  setFilter(filterFrom('text:"said there"'));
  await expect.poll(() => shown()).toEqual([importedId(3, 'fake-3')]);
  closeExported();
  setFilter(filterFrom('text:"said there"'));
  await expect.poll(() => useSearch.getState().asking).toBe(false);
  expect(shown()).toEqual([]);
});
