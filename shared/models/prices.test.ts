import { describe, expect, test } from 'vitest';
import { costOf, priceFor, savedByCaching } from './prices.ts';

const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 };

describe('the cost of a response', () => {
  test('sums the four rates of the model', () => {
    const tokens = { input: 1_000_000, output: 100_000, cacheRead: 2_000_000, cacheWrite: 400_000, reasoning: 50_000 };
    // Opus 5: 5 + 25 * 0.1 + 0.5 * 2 + 6.25 * 0.4
    expect(costOf(tokens, 'claude-opus-5')).toBeCloseTo(11, 10);
  });

  test('a snapshot id has the price of its model', () => {
    const tokens = { ...none, input: 1_000_000 };
    expect(costOf(tokens, 'claude-haiku-4-5-20251001')).toBe(1);
  });

  test('a long prompt has the long-context price, cached tokens included', () => {
    expect(costOf({ ...none, input: 100_000 }, 'claude-haiku-5-5')).toBeCloseTo(0.01, 10);
    expect(costOf({ ...none, input: 1, cacheRead: 100_000 }, 'claude-haiku-5-5')).toBeCloseTo(0.005_000_5, 10);
    expect(priceFor('claude-haiku-5-5', 100_001)?.output).toBe(2.5);
  });

  test.each(['gpt-4', 'claude-mythos-preview'])('%s has no known price', (model) => {
    expect(costOf({ ...none, input: 1 }, model)).toBeNull();
    expect(savedByCaching({ ...none, input: 1 }, model)).toBeNull();
  });

  test('cache reads save, cache writes cost', () => {
    expect(savedByCaching({ ...none, cacheRead: 1_000_000 }, 'claude-opus-5')).toBeCloseTo(4.5, 10);
    expect(savedByCaching({ ...none, cacheWrite: 1_000_000 }, 'claude-opus-5')).toBeCloseTo(-1.25, 10);
  });
});
