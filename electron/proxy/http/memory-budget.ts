/**
 * How many bytes of bodies all requests in progress may hold together. One request is bounded by the limits on its own bodies;
 * this bounds concurrent requests, so that the process never runs out of memory.
 */

import { getHeapStatistics } from 'node:v8';
import { LARGE } from '#electron/platform/collect-garbage.ts';
import { DragomanError } from '#shared/errors.ts';

const MB = 1024 * 1024;

/**
 * One byte of a body takes about seven in the heap: bytes, text, parsed value, translation, sent text, and the log's copies.
 * Hence an eighth of V8's heap limit, 256 MB of 2 GB.
 */
const HEAP_PART = 8;
const MIN_BYTES = 128 * MB;
const MAX_BYTES = 512 * MB;

/** Share of the budget reserved for requests in progress, so that new ones do not make them fail. */
const RESERVED = 0.25;

/** Seconds. Most requests are over by then; clients back off with each retry. */
const RETRY_AFTER_S = 2;

export function defaultMemoryBudget(): number {
  const bytes = Math.floor(getHeapStatistics().heap_size_limit / HEAP_PART);
  return Math.min(MAX_BYTES, Math.max(MIN_BYTES, bytes));
}

/** The budget is used up: HTTP 503 with `retry-after`. */
export class MemoryBudgetExceeded extends DragomanError {
  override readonly name = 'MemoryBudgetExceeded';
  /** Seconds. */
  readonly retryAfter = RETRY_AFTER_S;

  constructor(limit: number) {
    super(
      'proxy_overloaded',
      `Dragoman holds ${String(Math.round(limit / MB))} MB of requests and responses in progress, and takes no more at the moment.`,
      'Send the request again in a moment, or fewer large ones at the same time.',
    );
  }
}

/** The memory share of one request. */
export interface MemoryShare {
  /**
   * Counts bytes of a request before they are read, while it can still be refused.
   *
   * @throws MemoryBudgetExceeded with nothing counted, once three quarters of the budget are used
   */
  admit(bytes: number): void;
  /**
   * Counts bytes held for a request in progress; negative to release some.
   *
   * @throws MemoryBudgetExceeded with nothing counted, once the whole budget is used
   */
  add(bytes: number): void;
  /** Releases everything; later counts are ignored. */
  release(): void;
}

export interface MemoryBudget {
  /** Bytes held by all shares. */
  readonly used: number;
  /** A new empty share; every share must be released. */
  open(): MemoryShare;
}

/**
 * @param limit bytes that all shares may hold together
 * @param onLargeReleased called when a share of more than 16 MB is given back
 */
export function createMemoryBudget(
  limit: number = defaultMemoryBudget(),
  onLargeReleased: () => void = () => undefined,
): MemoryBudget {
  let used = 0;

  function take(bytes: number, most: number): number {
    if (bytes > 0 && used + bytes > most) throw new MemoryBudgetExceeded(limit);
    used += bytes;
    return bytes;
  }

  return {
    get used() {
      return used;
    },
    open() {
      let held = 0;
      let peak = 0;
      let released = false;
      const hold = (bytes: number, most: number): void => {
        if (released) return;
        held += take(bytes, most);
        peak = Math.max(peak, held);
      };
      return {
        admit: (bytes) => hold(bytes, limit * (1 - RESERVED)),
        add: (bytes) => hold(bytes, limit),
        release() {
          if (released) return;
          released = true;
          used -= held;
          if (peak > LARGE) onLargeReleased();
        },
      };
    },
  };
}
