/** Notices when somebody from whom something is awaited says nothing for too long, and when they speak again. */

export interface SilenceWatchOptions {
  readonly limitMs: number;
  /** How many times the limit may pass at this moment. */
  readonly patience: () => number;
  readonly isWaiting: () => boolean;
  readonly onSilence: () => void;
  /** The first sound after a silence. */
  readonly onSound: () => void;
}

export interface SilenceWatch {
  readonly silent: boolean;
  /** Something is awaited from now on, or more than before. */
  start(): void;
  heard(): void;
  stop(): void;
}

/**
 * The limit is counted in looks, not read from a clock: a computer that slept, or a turn that took long, is one look and no
 * silence.
 */
const LOOKS = 10;

export function createSilenceWatch(options: SilenceWatchOptions): SilenceWatch {
  const { limitMs, patience, isWaiting, onSilence, onSound } = options;
  let timer: NodeJS.Timeout | null = null;
  let looks = 0;
  let silent = false;

  function stop(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  function look(): void {
    if (!isWaiting()) {
      stop();
      return;
    }
    looks += 1;
    if (looks <= LOOKS * patience()) return;
    stop();
    silent = true;
    onSilence();
  }

  function start(): void {
    if (timer !== null || silent) return;
    looks = 0;
    timer = setInterval(look, limitMs / LOOKS);
    timer.unref();
  }

  return {
    get silent() {
      return silent;
    },
    start,
    heard() {
      looks = 0;
      if (!silent) return;
      silent = false;
      start();
      onSound();
    },
    stop,
  };
}
