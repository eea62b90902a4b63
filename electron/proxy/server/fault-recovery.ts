/**
 * After a fault of our own: shown as degraded, never silent and never a reason to stop serving. A little later we look whether
 * the front door answers; it is kept if it does and opened anew if not, with longer pauses the more often it happens.
 */

export interface FaultRecoveryOptions {
  /** Whether the front door answers, measured. */
  readonly answers: () => Promise<boolean>;
  /** Opens the door anew. */
  readonly restart: () => Promise<unknown>;
  /** `faulty` has changed. */
  readonly onChange: () => void;
}

export interface FaultRecovery {
  /** An error that nobody caught, or a door that does not answer. */
  report(): void;
  readonly faulty: boolean;
  /** A person started or stopped the proxy: what was before does not matter any more. */
  clear(): void;
}

export const MIN_BACKOFF_MS = 1_000;
export const MAX_BACKOFF_MS = 60_000;
/** So long without a fault, and the pauses start small again. */
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
    let answers = await options.answers();
    if (!answers && timer === started) {
      await options.restart();
      answers = await options.answers();
    }
    // Cleared in the meantime: somebody else has taken it in hand.
    if (timer !== started) return;
    timer = null;
    if (answers) setFaulty(false);
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
