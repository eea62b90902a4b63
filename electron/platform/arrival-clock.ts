/**
 * The clock that orders and expires exchanges. It never goes back; within a run it advances with the monotonic clock. It follows
 * the wall clock where that is slightly ahead, because the monotonic clock stops while the machine sleeps or the program does
 * not run; a wall clock far ahead or behind may be wrong and is ignored.
 */

export const DAY_MS = 24 * 60 * 60 * 1000;

export interface ArrivalClock {
  /** Whole milliseconds, in the range of epoch milliseconds; never less than before. */
  now(): number;
  /** Confirms the wall clock. */
  advance(milliseconds: number): void;
}

export interface ArrivalClockOptions {
  /** The latest time of earlier runs; null: none, so it begins with the wall clock. */
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

/** The shift of a run's times, which begin with the wall clock, so that they follow those of earlier runs. */
export function shiftAfter(last: number | null, startedAt: number): number {
  if (last === null || last === startedAt || isLittleAhead(startedAt, last)) return 0;
  return last + 1 - startedAt;
}

function isLittleAhead(wall: number, time: number): boolean {
  return wall > time && wall - time <= DAY_MS;
}
