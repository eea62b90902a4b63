import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type EventName, events } from '#shared/ipc/contract.ts';
import { createTestServices, testExchange, type TestServices } from './__fixtures__/ipc-services.ts';
import { createFeed, type Feed, type FeedTarget } from './feed.ts';

let services: TestServices;
let feed: Feed;
let published: { name: EventName; payload: unknown }[];
const target: FeedTarget = {
  send(name, payload) {
    published.push({ name, payload: events[name].parse(payload) });
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  services = createTestServices();
  feed = createFeed({ services, batchMs: 50, maxBatch: 3 });
  published = [];
  feed.attach(target);
});
afterEach(async () => {
  feed.close();
  vi.useRealTimers();
  await services.close();
});

const put = (...ids: string[]): void => ids.forEach((id) => services.intake.add(testExchange(id)));
const batches = (): unknown[] =>
  published
    .filter(({ name }) => name === 'exchanges.changed')
    .map(({ payload }) => Array.isArray(payload) && payload.map((summary: { id: string }) => summary.id).join(''));

test('a burst of changes is one batch with the newest state of each', () => {
  put('a', 'b', 'a');
  expect(published).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(batches()).toEqual(['ba']);
  put('c');
  vi.advanceTimersByTime(50);
  expect(batches()).toEqual(['ba', 'c']);
});

test('a batch has a maximum size', () => {
  for (let number = 0; number < 10_000; number += 1) put(`id-${number} `);
  vi.advanceTimersByTime(50);
  expect(batches()).toEqual(['id-9997 id-9998 id-9999 ']);
});

test('status updates are throttled to the last one, settings are sent at once', () => {
  for (let number = 0; number < 5; number += 1) services.publishStatus();
  services.settings.save({ ...services.settings.get(), theme: 'dark' });
  expect(published).toMatchObject([{ name: 'settings.changed', payload: { theme: 'dark' } }]);
  vi.advanceTimersByTime(50);
  expect(published.map(({ name }) => name)).toEqual(['settings.changed', 'status.changed']);
});

test('text deltas are joined per run and kind', () => {
  feed.chat({ kind: 'text', run: '1', text: 'a' });
  feed.chat({ kind: 'text', run: '1', text: 'b' });
  feed.chat({ kind: 'reasoning', run: '1', text: 'c' });
  feed.chat({ kind: 'text', run: '2', text: 'd' });
  feed.chat({ kind: 'finished', run: '1', finishReason: null, usage: null });
  vi.advanceTimersByTime(50);
  expect(published.map(({ payload }) => payload)).toMatchObject([
    { text: 'ab' },
    { text: 'c' },
    { text: 'd' },
    { kind: 'finished' },
  ]);
});

test('without a window, pending events are dropped', () => {
  put('a');
  feed.detach();
  put('b');
  feed.chat({ kind: 'text', run: '1', text: 'a' });
  services.publishStatus();
  vi.advanceTimersByTime(1000);
  feed.attach(target);
  vi.advanceTimersByTime(1000);
  expect(published).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('resync sends everything, oldest first', async () => {
  put('a', 'b');
  feed.detach();
  put('c');
  feed.attach(target, true);
  await vi.advanceTimersByTimeAsync(0);
  expect(published.map(({ name }) => name)).toEqual([
    'status.changed',
    'settings.changed',
    'refused.changed',
    'exchanges.cleared',
    'exchanges.changed',
  ]);
  expect(batches()).toEqual(['abc']);
});

test('clearing the log drops pending changes', async () => {
  put('a');
  await services.log.clear();
  vi.advanceTimersByTime(50);
  expect(published).toEqual([{ name: 'exchanges.cleared', payload: null }]);
});

test('view requests are sent at once', () => {
  feed.show('requests', 'a');
  feed.show('settings');
  expect(published.map(({ payload }) => payload)).toEqual([
    { view: 'requests', exchangeId: 'a' },
    { view: 'settings', exchangeId: null },
  ]);
});

test('sends nothing after close', () => {
  feed.close();
  put('a');
  services.publishStatus();
  vi.advanceTimersByTime(1000);
  expect(published).toEqual([]);
});
