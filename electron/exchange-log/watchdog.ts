/** A watchdog: reports when an awaited heartbeat is overdue, and when it resumes. */

export interface WatchdogOptions {
  readonly limitMs: number;
  /** Factor of the limit at this moment. */
  readonly allowance: () => number;
  readonly isWaiting: () => boolean;
  readonly onExpired: () => void;
  /** The first heartbeat after a stall. */
  readonly onRecovered: () => void;
}

export interface Watchdog {
  readonly expired: boolean;
  /** A heartbeat is expected from now on, or for more work. */
  start(): void;
  heartbeat(): void;
  stop(): void;
}

/**
 * The limit counts timer ticks, not clock time: sleep or a long event-loop tick is one tick, not a stall.
 */
const TICKS = 10;

export function createWatchdog(options: WatchdogOptions): Watchdog {
  const { limitMs, allowance, isWaiting, onExpired, onRecovered } = options;
  let timer: NodeJS.Timeout | null = null;
  let ticks = 0;
  let expired = false;

  function stop(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  function tick(): void {
    if (!isWaiting()) {
      stop();
      return;
    }
    ticks += 1;
    if (ticks <= TICKS * allowance()) return;
    stop();
    expired = true;
    onExpired();
  }

  function start(): void {
    if (timer !== null || expired) return;
    ticks = 0;
    timer = setInterval(tick, limitMs / TICKS);
    timer.unref();
  }

  return {
    get expired() {
      return expired;
    },
    start,
    heartbeat() {
      ticks = 0;
      if (!expired) return;
      expired = false;
      start();
      onRecovered();
    },
    stop,
  };
}
