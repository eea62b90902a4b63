import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArrivalClock, DAY_MS, shiftAfter } from './arrival-clock.ts';

const START = Date.UTC(2026, 10, 30);

/** A clock controlled by the test. */
function clock(last: number | null = null) {
  const hands = { wall: START, elapsed: 0 };
  const arrivals = createArrivalClock({ last, wall: () => hands.wall, elapsed: () => hands.elapsed });
  const pass = (milliseconds: number): void => {
    hands.wall += milliseconds;
    hands.elapsed += milliseconds;
  };
  return { hands, arrivals, pass };
}

describe('the arrival clock', () => {
  it('is the wall clock while both clocks agree', () => {
    const { arrivals, pass, hands } = clock();
    expect(arrivals.now()).toBe(START);
    pass(90_000);
    expect(arrivals.now()).toBe(hands.wall);
  });

  it('includes the time the machine slept', () => {
    const { arrivals, hands } = clock();
    hands.wall += 8 * 60 * 60 * 1000;
    expect(arrivals.now()).toBe(hands.wall);
  });

  it.each([
    ['45 days ahead', START + 45 * DAY_MS],
    ['an hour back', START - 3_600_000],
    ['1970', 0],
  ])('does not follow a jump to %s', (_what, wall) => {
    const { arrivals, pass, hands } = clock();
    hands.wall = wall;
    pass(5_000);
    expect(arrivals.now()).toBe(START + 5_000);
  });

  it('continues after the last time of an earlier run', () => {
    expect(clock(START - 3_600_000).arrivals.now()).toBe(START);
    expect(clock(START + 3_600_000).arrivals.now()).toBe(START + 3_600_000);
    expect(clock(START - 45 * DAY_MS).arrivals.now()).toBe(START - 45 * DAY_MS);
  });

  it('never goes back, whatever the wall clock does', () => {
    const step = fc.record({ jump: fc.integer({ min: -1e13, max: 1e13 }), pass: fc.integer({ min: 0, max: 1e8 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { arrivals, pass, hands } = clock();
        let before = arrivals.now();
        for (const { jump, pass: time } of steps) {
          hands.wall += jump;
          pass(time);
          const now = arrivals.now();
          expect(now).toBeGreaterThanOrEqual(before + time - 1);
          before = now;
        }
      }),
    );
  });
});

describe('the shift of a run', () => {
  it.each([
    ['nothing came before', null, 0],
    ['the last one came an hour ago', START - 3_600_000, 0],
    ['the last one came later by its clock', START + 5_000, 5_001],
    ['the last one came 45 days ago', START - 45 * DAY_MS, 1 - 45 * DAY_MS],
  ])('when %s', (_what, last, shift) => {
    expect(shiftAfter(last, START)).toBe(shift);
  });
});
