/** Jumps of the wall clock neither delete nor reorder exchanges. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArrivalClock, DAY_MS } from '#electron/platform/arrival-clock.ts';
import { exchange, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { type ResilientDatabase, openResilientDatabase } from './resilient-database.ts';

const START = Date.UTC(2026, 10, 1);
const HOUR = DAY_MS / 24;
const CAPS = { maxBytes: 1e12, maxExchanges: 1e9, maxAgeMs: 30 * DAY_MS };

let folder: string;
let log: ResilientDatabase | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-clock-'));
  log = null;
});
afterEach(() => {
  log?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A machine with a clock that can be set, on which the program is started, used and ended. */
function machine() {
  const hands = { wall: START, elapsed: 0 };
  let arrivals = createArrivalClock();
  let count = 0;

  return {
    /** Sets the wall clock. */
    set: (wall: number) => void (hands.wall = wall),
    pass(milliseconds: number) {
      hands.wall += milliseconds;
      hands.elapsed += milliseconds;
    },
    /** Advances the wall clock only. */
    sleep: (milliseconds: number) => void (hands.wall += milliseconds),
    start(name = 'exchanges') {
      log?.close();
      // A monotonic clock restarts with the process.
      hands.elapsed = 0;
      const clocks = { now: () => hands.wall, elapsed: () => hands.elapsed };
      arrivals = createArrivalClock({ wall: clocks.now, elapsed: clocks.elapsed });
      const file = join(folder, `${name}.db`);
      log = openResilientDatabase({ file, caps: CAPS, onProblem: () => undefined, runStart: hands.wall, ...clocks });
    },
    request() {
      const arrival = arrivals.now();
      log?.insert([exchange({ summary: summary({ id: String(count), startedAt: hands.wall, arrival }) })]);
      count += 1;
      while (log?.tidy() === true);
    },
    ids: () => log?.page({ conditions: [], phrases: [] }, null, 1000).summaries.map(({ id }) => Number(id)) ?? [],
    /** All requests, newest first. */
    all: () => Array.from({ length: count }, (_, index) => count - 1 - index),
  };
}

const jumps = [
  ['45 days ahead', START + 45 * DAY_MS],
  ['two years ahead', START + 730 * DAY_MS],
  ['a day back', START - DAY_MS],
  ['to 1970', 0],
] as const;

describe('a wall clock jump', () => {
  it.each(jumps)('%s while the program runs deletes and reorders nothing', (_what, wall) => {
    const use = machine();
    use.start();
    use.request();
    use.pass(HOUR);
    use.request();
    use.set(wall);
    use.request();
    use.pass(HOUR);
    use.request();
    use.set(START + 3 * HOUR);
    use.request();
    expect(use.ids()).toEqual(use.all());
  });

  it.each(jumps)('%s before a start deletes and reorders nothing, then or later', (_what, wall) => {
    const use = machine();
    use.start();
    use.request();
    use.set(wall);
    use.start();
    use.request();
    use.request();
    expect(use.ids()).toEqual(use.all());
    use.set(START + 2 * HOUR);
    use.start();
    use.request();
    expect(use.ids()).toEqual(use.all());
  });

  it('deletes and reorders nothing for any sequence of jumps, runs and requests within a day', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('set' as const),
        wall: fc.constantFrom(0, ...jumps.map(([, wall]) => wall), START),
      }),
      fc.record({ kind: fc.constantFrom('start' as const, 'request' as const, 'request' as const) }),
      fc.record({ kind: fc.constant('pass' as const), time: fc.integer({ min: 0, max: HOUR / 60 }) }),
    );
    let run = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const here = machine();
        run += 1;
        here.start(`log-${String(run)}`);
        here.request();
        for (const one of steps) {
          if (one.kind === 'set') here.set(one.wall);
          else if (one.kind === 'pass') here.pass(one.time);
          else if (one.kind === 'start') here.start(`log-${String(run)}`);
          else here.request();
        }
        expect(here.ids()).toEqual(here.all());
      }),
      { numRuns: 60 },
    );
  });
});

describe('the age limit', () => {
  it('expires by the arrival clock, also when the machine sleeps every night', () => {
    const use = machine();
    use.start();
    for (let day = 0; day < 40; day += 1) {
      use.request();
      use.pass(8 * HOUR);
      use.sleep(16 * HOUR);
    }
    use.request();
    expect(use.ids()).toEqual(Array.from({ length: 31 }, (_, index) => 40 - index));
  });

  it('expires after a long absence once later requests have confirmed the wall clock', () => {
    const use = machine();
    use.start();
    use.request();
    use.set(START + 45 * DAY_MS);
    use.start();
    for (let hour = 0; hour < 24; hour += 1) {
      use.request();
      use.pass(HOUR);
    }
    expect(use.ids()).toContain(0);
    use.request();
    expect(use.ids()).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
    use.request();
    expect(use.ids()[0]).toBe(26);
  });
});
