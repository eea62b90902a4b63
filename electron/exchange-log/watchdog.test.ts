import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWatchdog, type Watchdog } from './watchdog.ts';

let published: string[];
let waits: boolean;
let timeoutMs: number;
let watch: Watchdog;

beforeEach(() => {
  vi.useFakeTimers();
  published = [];
  waits = true;
  timeoutMs = 1;
  watch = createWatchdog({
    limitMs: 1000,
    allowance: () => timeoutMs,
    isWaiting: () => waits,
    onExpired: () => published.push('silence'),
    onRecovered: () => published.push('sound'),
  });
});
afterEach(() => void vi.useRealTimers());

describe('the watchdog', () => {
  it('reports a stall once, and its end', () => {
    watch.start();
    vi.advanceTimersByTime(1000);
    expect(published).toEqual([]);
    vi.advanceTimersByTime(5000);
    expect(published).toEqual(['silence']);
    expect(watch.expired).toBe(true);
    watch.heartbeat();
    watch.heartbeat();
    expect(published).toEqual(['silence', 'sound']);
    expect(watch.expired).toBe(false);
  });

  it('restarts with each heartbeat, and with new work after a pause', () => {
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
    expect(published).toEqual([]);
  });

  it('reports a second stall', () => {
    watch.start();
    vi.advanceTimersByTime(2000);
    watch.heartbeat();
    vi.advanceTimersByTime(2000);
    expect(published).toEqual(['silence', 'sound', 'silence']);
  });

  it('uses a longer timeout while that is set', () => {
    timeoutMs = 10;
    watch.start();
    vi.advanceTimersByTime(9000);
    expect(published).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(published).toEqual(['silence']);
  });

  it('ignores the time the machine slept', () => {
    watch.start();
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(500);
    expect(published).toEqual([]);
  });

  it('reports nothing once stopped', () => {
    watch.start();
    watch.stop();
    vi.advanceTimersByTime(5000);
    expect(published).toEqual([]);
  });
});
