import { beforeEach, expect, it } from 'vitest';
import { select } from '../../state/exchange-store.ts';
import { chooseSecond, compare, endComparing, useComparing } from './compare-store.ts';

beforeEach(() => {
  select('a');
  endComparing();
});

it('the next opened exchange is the second', () => {
  chooseSecond('a');
  select('b');
  expect(useComparing.getState()).toEqual({
    choosing: null,
    pair: { left: { kind: 'kept', id: 'a' }, right: { kind: 'kept', id: 'b' }, anchor: 'b' },
  });
});

it('opening another exchange or none ends the comparison', () => {
  for (const next of ['b', null]) {
    select('a');
    compare({ kind: 'kept', id: 'a' }, { kind: 'kept', id: 'c' }, 'a');
    select(next);
    expect(useComparing.getState().pair).toBeNull();
  }
});

it('closing the exchange cancels the selection', () => {
  chooseSecond('a');
  select(null);
  select('b');
  expect(useComparing.getState()).toEqual({ pair: null, choosing: null });
});
