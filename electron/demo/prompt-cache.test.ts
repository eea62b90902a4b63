import { expect, test } from 'vitest';
import type { ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { createPromptCache } from './prompt-cache.ts';

const block = (index: number, marked: boolean) => ({
  type: 'text',
  text: `${index} `.padEnd(400, 'x'),
  ...(marked ? { cache_control: { type: 'ephemeral' as const } } : {}),
});
/** A number of blocks in one turn, with a cache breakpoint on the last. */
const request = (count: number): ShapedRequest => ({
  model: 'm',
  max_tokens: 1,
  messages: [{ role: 'user', content: Array.from({ length: count }, (_, index) => block(index, index === count - 1)) }],
});

// The guide's example: the lookback of 20 blocks finds an entry at block 15 from block 34, not from block 35.
test.each([
  [15, 1500],
  [34, 1500],
  [35, 0],
])('cache entry at block 15, breakpoint at block %i: %i tokens read', (count, read) => {
  const cache = createPromptCache(() => 0);
  cache.use(request(15), 'm', 1024);
  expect(cache.use(request(count), 'm', 1024).read).toBe(read);
});

test('entries expire after their ttl, which each use renews', () => {
  let time = 0;
  const cache = createPromptCache(() => time);
  cache.use(request(15), 'm', 1024);
  time = 300_000;
  expect(cache.use(request(15), 'm', 1024)).toMatchObject({ read: 0, written5m: 1500 });
  time += 299_999;
  expect(cache.use(request(15), 'm', 1024)).toMatchObject({ read: 1500, written5m: 0 });
});

test('another model or a short prompt is not cached', () => {
  const cache = createPromptCache(() => 0);
  cache.use(request(15), 'm', 1024);
  expect(cache.use(request(15), 'n', 1024).read).toBe(0);
  expect(cache.use(request(15), 'm', 4096)).toMatchObject({ read: 0, written5m: 0, input: expect.any(Number) });
});
