/**
 * Recovery after an uncaught error: the status becomes degraded and serving continues. A delayed health check keeps the server
 * if it responds and restarts it otherwise, with exponential back-off.
 */

export interface FaultRecoveryOptions {
  /** The health check. */
  readonly isServing: () => Promise<boolean>;
  /** Restarts the server. */
  readonly restart: () => Promise<unknown>;
  /** `faulty` has changed. */
  readonly onChange: () => void;
}

export interface FaultRecovery {
  /** An uncaught error, or a failed health check. */
  report(): void;
  readonly faulty: boolean;
  /** The user started or stopped the proxy: resets the state. */
  clear(): void;
}

export const MIN_BACKOFF_MS = 1_000;
export const MAX_BACKOFF_MS = 60_000;
/** Fault-free time after which the back-off resets. */
export const BACKOFF_RESET_MS = 600_000;

export function createFaultRecovery(
  options: FaultRecoveryOptions,
  now: () => number = () => performance.now(),
): FaultRecovery {
  let faulty = false;
  let timer: NodeJS.Timeout | null = null;
  let faults = 0;
  let latest = Number.NEGATIVE_INFINITY;

  function setFaulty(next: boolean): void {
    if (faulty === next) return;
    faulty = next;
    options.onChange();
  }

  function scheduleProbe(): void {
    if (timer !== null) return;
    if (now() - latest > BACKOFF_RESET_MS) faults = 0;
    latest = now();
    const pause = Math.min(MIN_BACKOFF_MS * 2 ** faults, MAX_BACKOFF_MS);
    faults += 1;
    const started = setTimeout(() => void probe(started), pause);
    started.unref();
    timer = started;
  }

  async function probe(started: NodeJS.Timeout): Promise<void> {
    let isServing = await options.isServing();
    if (!isServing && timer === started) {
      await options.restart();
      isServing = await options.isServing();
    }
    // Cleared in the meantime by a start or stop.
    if (timer !== started) return;
    timer = null;
    if (isServing) setFaulty(false);
    else scheduleProbe();
  }

  return {
    report() {
      setFaulty(true);
      scheduleProbe();
    },
    get faulty() {
      return faulty;
    },
    clear() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      setFaulty(false);
    },
  };
}
