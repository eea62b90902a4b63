import { expect, test } from 'vitest';
import { sampleSummary } from '../testing/sample-exchanges.ts';
import { emptyIndex, mergeSummaries, rowsOf } from './summary-index.ts';

const at = (index: number, startedAt = index * 1000): ReturnType<typeof sampleSummary> =>
  sampleSummary(index, startedAt);
const ids = (rows: ReturnType<typeof rowsOf>): (string | undefined)[] =>
  Array.from({ length: rows.length }, (_, index) => rows.at(index)?.id);

test('rows are sorted newest first', () => {
  const table = mergeSummaries(emptyIndex(), [at(1), at(2), at(3)]);
  expect(ids(rowsOf(table.ascending))).toEqual(['fake-3', 'fake-2', 'fake-1']);
});

test('a batch in any order is sorted by time', () => {
  const table = mergeSummaries(mergeSummaries(emptyIndex(), [at(5)]), [at(3), at(9), at(4)]);
  expect(ids(rowsOf(table.ascending))).toEqual(['fake-9', 'fake-5', 'fake-4', 'fake-3']);
  const again = mergeSummaries(table, [{ ...at(4), status: 500 }]);
  expect(again.ascending.find((summary) => summary.id === 'fake-4')?.status).toBe(500);
  expect(again.ascending).toHaveLength(4);
});

test('a known exchange is replaced in its row', () => {
  const table = mergeSummaries(emptyIndex(), [at(1), at(2)]);
  const next = mergeSummaries(table, [{ ...at(1), state: 'failed' }]);
  expect(next.ascending.map((summary) => summary.state)).toEqual(['failed', 'done']);
});

test('an older table is immutable, which pauses the list', () => {
  const paused = mergeSummaries(emptyIndex(), [at(1), at(2)]);
  mergeSummaries(paused, [{ ...at(1), state: 'failed' }, at(3)]);
  expect(paused.ascending.map((summary) => [summary.id, summary.state])).toEqual([
    ['fake-1', 'done'],
    ['fake-2', 'done'],
  ]);
});

test('a row is found by its id, also among the filtered', () => {
  const table = mergeSummaries(emptyIndex(), [at(0), at(1), at(2), at(3)]);
  expect(rowsOf(table.ascending).indexOf('fake-0')).toBe(3);
  const filtered = rowsOf(table.ascending.filter((summary) => summary.id !== 'fake-2'));
  expect([filtered.length, filtered.indexOf('fake-1'), filtered.indexOf('fake-2')]).toEqual([3, 1, -1]);
});
