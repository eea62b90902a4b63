import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createFaultRecovery,
  type FaultRecovery,
  MIN_BACKOFF_MS,
  BACKOFF_RESET_MS,
  MAX_BACKOFF_MS,
} from './listener-recovery.ts';
import { createNetworkWatch } from './network-watch.ts';

describe('after a fault', () => {
  let probeResults: boolean[];
  let happened: string[];
  let watch: FaultRecovery;

  beforeEach(() => {
    vi.useFakeTimers();
    probeResults = [];
    happened = [];
    watch = createFaultRecovery(
      {
        isServing: async () => probeResults.shift() ?? true,
        restart: async () => happened.push('restart'),
        onChange: () => happened.push(watch.faulty ? 'faulty' : 'well'),
      },
      Date.now,
    );
  });
  afterEach(() => void vi.useRealTimers());

  it('a server that passes the health check is kept', async () => {
    watch.report();
    watch.report();
    expect(happened).toEqual(['faulty']);
    await vi.advanceTimersByTimeAsync(MIN_BACKOFF_MS);
    expect(happened).toEqual(['faulty', 'well']);
  });

  it('a server that fails the health check is restarted', async () => {
    probeResults = [false, true];
    watch.report();
    await vi.advanceTimersByTimeAsync(MIN_BACKOFF_MS);
    expect(happened).toEqual(['faulty', 'restart', 'well']);
  });

  it('repeated failures back off exponentially up to a limit', async () => {
    probeResults = Array.from({ length: 100 }, () => false);
    watch.report();
    const times: number[] = [];
    let at = 0;
    while (times.length < 9) {
      await vi.advanceTimersByTimeAsync(500);
      at += 500;
      if (happened.filter((what) => what === 'restart').length > times.length) times.push(at);
    }
    const pauses = times.map((time, index) => time - (times[index - 1] ?? 0));
    expect(pauses).toEqual([
      1_000,
      2_000,
      4_000,
      8_000,
      16_000,
      32_000,
      MAX_BACKOFF_MS,
      MAX_BACKOFF_MS,
      MAX_BACKOFF_MS,
    ]);
    expect(watch.faulty).toBe(true);
  });

  it('a fault-free time resets the back-off', async () => {
    for (let round = 0; round < 4; round += 1) {
      watch.report();
      await vi.advanceTimersByTimeAsync(MAX_BACKOFF_MS);
    }
    await vi.advanceTimersByTimeAsync(BACKOFF_RESET_MS);
    watch.report();
    await vi.advanceTimersByTimeAsync(MIN_BACKOFF_MS);
    expect(watch.faulty).toBe(false);
  });

  it('a manual start or stop resets the state', async () => {
    probeResults = [false];
    watch.report();
    watch.clear();
    await vi.advanceTimersByTimeAsync(MAX_BACKOFF_MS);
    expect(happened).toEqual(['faulty', 'well']);
  });
});

describe('the network and sleep watch', () => {
  it.each([
    ['nothing but time has passed', 30_000, 'a', false],
    ['a busy machine was late', 45_000, 'a', false],
    ['the machine slept', 4_000_000, 'a', true],
    ['it is in another network', 30_000, 'b', true],
    ['the clock was set back', -3_600_000, 'a', false],
  ])('%s', (_what, passed, address, changed) => {
    let time = 1_000_000;
    let here = 'a';
    const surroundings = createNetworkWatch(
      30_000,
      () => time,
      () => here,
    );
    time += passed;
    here = address;
    expect(surroundings.changed()).toBe(changed);
    time += 30_000;
    expect(surroundings.changed()).toBe(false);
  });
});
