import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleSummary } from '../../testing/sample-exchanges.ts';
import { followSearch } from '../search/exchange-search.ts';
import { addSummaries, targets, useExchanges } from '../../state/exchange-store.ts';
import { emptyIndex } from '../../state/summary-index.ts';
import { goToRow, markAllShown, pick, pickForMenu } from './row-selection.ts';

const plain = { shiftKey: false, ctrlKey: false, metaKey: false };
const shift = { ...plain, shiftKey: true };
const control = { ...plain, ctrlKey: true };

let end: () => void;
beforeEach(() => {
  useExchanges.setState({ ...useExchanges.getInitialState(), table: emptyIndex() }, true);
  end = followSearch();
  addSummaries(Array.from({ length: 6 }, (_, index) => sampleSummary(index, index)));
});
afterEach(() => end());

test('a click opens a row, and actions apply to it', () => {
  pick('fake-2', plain);
  expect(useExchanges.getState().selected).toBe('fake-2');
  expect(targets()).toEqual(['fake-2']);
});

test('Shift selects a range in either direction, the open row stays open', () => {
  pick('fake-3', plain);
  pick('fake-1', shift);
  expect(targets()).toEqual(['fake-3', 'fake-2', 'fake-1']);
  pick('fake-4', shift);
  expect(targets()).toEqual(['fake-4', 'fake-3']);
  expect(useExchanges.getState().selected).toBe('fake-3');
});

test('Ctrl adds and removes single rows', () => {
  pick('fake-5', plain);
  pick('fake-2', control);
  expect(targets()).toEqual(['fake-5', 'fake-2']);
  pick('fake-5', control);
  expect(targets()).toEqual(['fake-2']);
});

test('the keyboard extends and shrinks a range', () => {
  pick('fake-4', plain);
  goToRow(2, true);
  goToRow(3, true);
  expect(targets()).toEqual(['fake-4', 'fake-3', 'fake-2']);
  goToRow(2, true);
  expect(targets()).toEqual(['fake-4', 'fake-3']);
  goToRow(0, false);
  expect(targets()).toEqual(['fake-5']);
});

test('a menu on selected rows applies to all of them', () => {
  markAllShown();
  pickForMenu('fake-2');
  expect(targets()).toHaveLength(6);
  pick('fake-1', plain);
  pickForMenu('fake-2');
  expect(targets()).toEqual(['fake-2']);
});
