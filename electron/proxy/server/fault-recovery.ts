/**
 * After a fault of our own: shown as degraded, never silent and never a reason to stop serving. A little later we look whether
 * the front door answers; it is kept if it does and opened anew if not, with longer pauses the more often it happens.
 */

export interface FaultWatchParts {
  /** Whether the front door answers, measured. */
  readonly answers: () => Promise<boolean>;
  /** Opens the door anew. */
  readonly restart: () => Promise<unknown>;
  /** `faulty` has changed. */
  readonly onChange: () => void;
}

export interface FaultWatch {
  /** An error that nobody caught, or a door that does not answer. */
  report(): void;
  readonly faulty: boolean;
  /** A person started or stopped the proxy: what was before does not matter any more. */
  clear(): void;
}

export const FIRST_PAUSE_MS = 1_000;
export const LONGEST_PAUSE_MS = 60_000;
/** So long without a fault, and the pauses start small again. */
export const FORGIVEN_MS = 600_000;

export function createFaultWatch(parts: FaultWatchParts, now: () => number = () => performance.now()): FaultWatch {
  let faulty = false;
  let timer: NodeJS.Timeout | null = null;
  let faults = 0;
  let latest = Number.NEGATIVE_INFINITY;

  function become(next: boolean): void {
    if (faulty === next) return;
    faulty = next;
    parts.onChange();
  }

  function lookLater(): void {
    if (timer !== null) return;
    if (now() - latest > FORGIVEN_MS) faults = 0;
    latest = now();
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** faults, LONGEST_PAUSE_MS);
    faults += 1;
    const started = setTimeout(() => void look(started), pause);
    started.unref();
    timer = started;
  }

  async function look(started: NodeJS.Timeout): Promise<void> {
    let answers = await parts.answers();
    if (!answers && timer === started) {
      await parts.restart();
      answers = await parts.answers();
    }
    // Cleared in the meantime: somebody else has taken it in hand.
    if (timer !== started) return;
    timer = null;
    if (answers) become(false);
    else lookLater();
  }

  return {
    report() {
      become(true);
      lookLater();
    },
    get faulty() {
      return faulty;
    },
    clear() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      become(false);
    },
  };
}
