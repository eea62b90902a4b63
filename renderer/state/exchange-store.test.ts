import { beforeEach, describe, expect, test } from 'vitest';
import { replaceBridge } from '../lib/window-bridge.ts';
import { createFakeBridge } from '../testing/fake-bridge.ts';
import { sampleSummary } from '../testing/sample-exchanges.ts';
import { addSummaries, followExchanges, forgetAll, togglePause, useExchanges } from './exchange-store.ts';
import { emptyIndex } from './summary-index.ts';

const shown = (): string[] => {
  const { frozen, table } = useExchanges.getState();
  return (frozen ?? table.ascending).map((summary) => summary.id);
};

beforeEach(() => useExchanges.setState({ ...useExchanges.getInitialState(), table: emptyIndex() }, true));

describe('the list of exchanges', () => {
  test('starts with the main process’s summaries', async () => {
    replaceBridge(createFakeBridge('little'));
    await followExchanges();
    expect(useExchanges.getState().loaded).toBe(true);
    expect(shown()).toHaveLength(14);
    expect(shown().at(0)).toBe('fake-0');
  });

  test('does not change while paused, then catches up', () => {
    addSummaries([sampleSummary(1, 1)]);
    togglePause();
    addSummaries([sampleSummary(2, 2)]);
    expect(shown()).toEqual(['fake-1']);
    togglePause();
    expect(shown()).toEqual(['fake-1', 'fake-2']);
  });

  test('is empty after clearing, paused changes included', () => {
    addSummaries([sampleSummary(1, 1)]);
    togglePause();
    useExchanges.setState({ selected: 'fake-1' });
    forgetAll();
    expect(useExchanges.getState()).toMatchObject({ frozen: null, selected: null });
    expect(shown()).toEqual([]);
  });
});
