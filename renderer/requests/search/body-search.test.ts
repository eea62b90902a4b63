import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallInput } from '#shared/ipc/contract.ts';
import { replaceBridge } from '../../lib/window-bridge.ts';
import { createFakeBridge } from '../../testing/fake-bridge.ts';
import { sampleSummary } from '../../testing/sample-exchanges.ts';
import { forgetResults, foundIn, searchBodies } from './body-search.ts';

const calls: CallInput<'exchanges.page'>[] = [];
let has = 0;

beforeEach(() => {
  calls.length = 0;
  forgetResults();
  const bridge = createFakeBridge('empty');
  replaceBridge({
    ...bridge,
    // A log in which every exchange has every text.
    async invoke(name, input) {
      if (name !== 'exchanges.page' || input === undefined || !('cursor' in input)) return bridge.invoke(name, input);
      calls.push(input);
      const from = Number(input.cursor ?? 0);
      const limit = input.limit ?? 0;
      const summaries = Array.from({ length: Math.min(limit, has - from) }, (_, index) =>
        sampleSummary(has - from - index, 0),
      );
      const page = { summaries, next: from + limit < has ? String(from + limit) : null, total: null };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of this very call, which the name does not narrow
      return { ok: true, value: page as never };
    },
  });
});
afterEach(() => replaceBridge(createFakeBridge('empty')));

test('all pages are requested', async () => {
  has = 2500;
  await searchBodies('two words', () => true);
  expect(calls.map(({ filter, cursor }) => [filter, cursor])).toEqual([
    ['"two words"', null],
    ['"two words"', '1000'],
    ['"two words"', '2000'],
  ]);
  expect(foundIn('two words').size).toBe(2500);
});

test('a repeated search requests only new pages', async () => {
  has = 2500;
  await searchBodies('hello', () => true);
  calls.length = 0;
  has = 2502;
  await searchBodies('hello', () => true);
  expect(calls).toHaveLength(2);
  expect(foundIn('hello').size).toBe(2502);
});

test('an aborted search requests and keeps nothing more', async () => {
  has = 2500;
  await searchBodies('hello', () => false);
  expect(calls).toHaveLength(1);
  expect(foundIn('hello').size).toBe(0);
});

test('results are published after each page', async () => {
  has = 2500;
  const sizes: number[] = [];
  await searchBodies('hello', () => sizes.push(foundIn('hello').size) > 0);
  expect(sizes).toEqual([1000, 2000, 2500]);
  expect(foundIn('hello').size).toBe(2500);
});
