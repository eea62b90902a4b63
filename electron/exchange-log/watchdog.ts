/** Notices when somebody from whom something is awaited says nothing for too long, and when they speak again. */

export interface WatchdogOptions {
  readonly limitMs: number;
  /** How many times the limit may pass at this moment. */
  readonly allowance: () => number;
  readonly isWaiting: () => boolean;
  readonly onExpired: () => void;
  /** The first sound after a silence. */
  readonly onRecovered: () => void;
}

export interface Watchdog {
  readonly expired: boolean;
  /** Something is awaited from now on, or more than before. */
  start(): void;
  heartbeat(): void;
  stop(): void;
}

/**
 * The limit is counted in looks, not read from a clock: a computer that slept, or a turn that took long, is one look and no
 * silence.
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
