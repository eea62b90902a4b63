import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWatchdog, type Watchdog } from './watchdog.ts';

let heard: string[];
let waits: boolean;
let patience: number;
let watch: Watchdog;

beforeEach(() => {
  vi.useFakeTimers();
  heard = [];
  waits = true;
  patience = 1;
  watch = createWatchdog({
    limitMs: 1000,
    allowance: () => patience,
    isWaiting: () => waits,
    onExpired: () => heard.push('silence'),
    onRecovered: () => heard.push('sound'),
  });
});
afterEach(() => void vi.useRealTimers());

describe('a silence', () => {
  it('is told once when it lasts, and its end too', () => {
    watch.start();
    vi.advanceTimersByTime(1000);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(5000);
    expect(heard).toEqual(['silence']);
    expect(watch.expired).toBe(true);
    watch.heartbeat();
    watch.heartbeat();
    expect(heard).toEqual(['silence', 'sound']);
    expect(watch.expired).toBe(false);
  });

  it('restarts with every heartbeat, and with new work after a pause', () => {
    watch.start();
    vi.advanceTimersByTime(900);
    watch.heartbeat();
    vi.advanceTimersByTime(900);
    waits = false;
    vi.advanceTimersByTime(5000);
    expect(vi.getTimerCount()).toBe(0);
    waits = true;
    watch.start();
    vi.advanceTimersByTime(1000);
    expect(heard).toEqual([]);
  });

  it('may come again after it has ended', () => {
    watch.start();
    vi.advanceTimersByTime(2000);
    watch.heartbeat();
    vi.advanceTimersByTime(2000);
    expect(heard).toEqual(['silence', 'sound', 'silence']);
  });

  it('may last longer while there is patience', () => {
    patience = 10;
    watch.start();
    vi.advanceTimersByTime(9000);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(heard).toEqual(['silence']);
  });

  it('is not the time that a computer slept', () => {
    watch.start();
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(500);
    expect(heard).toEqual([]);
  });

  it('is of no interest once the watch is stopped', () => {
    watch.start();
    watch.stop();
    vi.advanceTimersByTime(5000);
    expect(heard).toEqual([]);
  });
});
