/** Runs long work of one request in slices, so that the requests of other clients are served in between. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { RequestRefused } from '#shared/errors.ts';
import type { Steps } from '#shared/steps.ts';

/** Milliseconds of work at a time. Short beside the quarter second that another client may wait, long beside a turn of the event loop. */
const SLICE_MS = 15;

/** Work on smaller bodies takes less than a slice: it is not interrupted. */
const LARGE_BYTES = 256 * 1024;

/**
 * @param steps each of bounded cost
 * @param signal aborted when the result is no longer needed
 * @param now milliseconds of a monotonic clock
 * @returns what the last step returns, in the same turn of the event loop when all of it fits into one slice
 * @throws RequestRefused `request_aborted` once the signal is, and whatever a step throws
 */
export function runInSlices<Result>(
  steps: Steps<Result>,
  signal: AbortSignal,
  now = (): number => performance.now(),
): Promise<Result> {
  return createSlices(signal, now).run(steps);
}

export interface Slices {
  /** As `runInSlices`, after everything that ran before. */
  run<Result>(steps: Steps<Result>): Promise<Result>;
}

/** For work that consists of many short pieces, all of which count as one. */
export function createSlices(signal: AbortSignal, now = (): number => performance.now()): Slices {
  let started = now();
  return {
    async run(steps) {
      for (;;) {
        const step = steps.next();
        if (now() - started >= SLICE_MS) {
          await serveOthers(signal);
          started = now();
        }
        if (step.done === true) return step.value;
      }
    },
  };
}

/** Between two indivisible steps (parsing, serialising), for a body of so many bytes or characters. */
export async function pauseIfLarge(size: number, signal: AbortSignal): Promise<void> {
  if (size < LARGE_BYTES) return;
  await serveOthers(signal);
}

async function serveOthers(signal: AbortSignal): Promise<void> {
  await nextTurn();
  if (!signal.aborted) return;
  throw new RequestRefused({
    code: 'request_aborted',
    message: 'The client left before its request was sent.',
    hint: 'Send the request again.',
  });
}
