import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryBudget, defaultMemoryBudget, MemoryBudgetExceeded } from './memory-budget.ts';

describe('the memory budget', () => {
  it('refuses new requests at 75 % and requests in progress at 100 %', () => {
    const budget = createMemoryBudget(1_000);
    const running = budget.open();
    running.add(760);
    const late = budget.open();
    expect(() => late.admit(1)).toThrow(MemoryBudgetExceeded);
    running.add(240);
    expect(() => running.add(1)).toThrow(MemoryBudgetExceeded);
    expect(budget.used).toBe(1_000);
  });

  it('is released by a finished request, whatever it still does', () => {
    const budget = createMemoryBudget(1_000);
    const share = budget.open();
    share.admit(300);
    share.add(300);
    share.add(-100);
    share.release();
    share.release();
    share.add(5_000);
    expect(budget.used).toBe(0);
  });

  it('accepts released bytes even when it is used up', () => {
    const budget = createMemoryBudget(1_000);
    const share = budget.open();
    share.add(1_000);
    share.add(-1);
    expect(budget.used).toBe(999);
  });

  it('tells when a request is over that held more than 16 MB', () => {
    let told = 0;
    const budget = createMemoryBudget(100 * 1024 * 1024, () => {
      told += 1;
    });
    for (const megabytes of [1, 17]) {
      const share = budget.open();
      share.add(megabytes * 1024 * 1024);
      share.add(-1024);
      share.release();
    }
    expect(told).toBe(1);
  });

  it('is several times the largest request and response', () => {
    expect(defaultMemoryBudget()).toBeGreaterThanOrEqual(128 * 1024 * 1024);
    expect(defaultMemoryBudget()).toBeLessThanOrEqual(512 * 1024 * 1024);
  });

  it('never exceeds its limit and ends at 0, in any order of requests', () => {
    const step = fc.record({ share: fc.nat(4), bytes: fc.nat(400), what: fc.constantFrom('admit', 'add', 'release') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const budget = createMemoryBudget(1_000);
        const shares = Array.from({ length: 5 }, () => budget.open());
        for (const { share, bytes, what } of steps) {
          try {
            if (what === 'release') shares[share]?.release();
            else shares[share]?.[what === 'admit' ? 'admit' : 'add'](bytes);
          } catch {
            // Refused, with nothing counted.
          }
          expect(budget.used).toBeLessThanOrEqual(1_000);
        }
        for (const share of shares) share.release();
        expect(budget.used).toBe(0);
      }),
    );
  });
});
