/**
 * The time by which exchanges are ordered and grow old. It never goes back, and within a run it goes on with the monotonic clock.
 * The wall clock is followed where it is a little ahead, because the monotonic clock stands still while the machine sleeps or the
 * program does not run; a wall clock that is far ahead or behind may have been set wrong and is not believed.
 */

export const DAY_MS = 24 * 60 * 60 * 1000;

export interface ArrivalClock {
  /** Whole milliseconds, in the range of epoch milliseconds; never less than before. */
  now(): number;
  /** The wall clock was right after all. */
  advance(milliseconds: number): void;
}

export interface ArrivalClockOptions {
  /** The latest time that was given before this run; null: there was none, so it begins with the wall clock. */
  readonly last?: number | null;
  /** Epoch milliseconds. */
  readonly wall?: () => number;
  /** Monotonic, milliseconds. */
  readonly elapsed?: () => number;
}

export function createArrivalClock(options: ArrivalClockOptions = {}): ArrivalClock {
  const { last = null, wall = Date.now, elapsed = () => performance.now() } = options;
  let time = last ?? wall();
  let measured = elapsed();
  return {
    now() {
      const monotonic = elapsed();
      time += Math.max(0, monotonic - measured);
      measured = monotonic;
      if (isLittleAhead(wall(), time)) time = wall();
      return Math.floor(time);
    },
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}

/** How far the times of a run, which begin with the wall clock, are to be moved so that they follow those of earlier runs. */
export function shiftAfter(last: number | null, startedAt: number): number {
  if (last === null || last === startedAt || isLittleAhead(startedAt, last)) return 0;
  return last + 1 - startedAt;
}

function isLittleAhead(wall: number, time: number): boolean {
  return wall > time && wall - time <= DAY_MS;
}
