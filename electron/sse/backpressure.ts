/** Waiting for a client that reads more slowly than the upstream writes: without limit on speed, with one on standing still. */

import type { ServerResponse } from 'node:http';

/**
 * How long a client may take nothing at all. Its connection is cut then, and the upstream's with it: nothing else would ever end
 * the call, since a body that we do not read has no idle timeout. Long enough for a reader of 1 kB/s and a debugger at lunch.
 */
export const STALLED_MS = 600_000;

/** Calls `resume` once the client has taken what was written; cuts the connection when it takes nothing for `stalledMs`. */
export function whenDrained(response: ServerResponse, resume: () => void, stalledMs = STALLED_MS): void {
  const end = (): void => {
    clearTimeout(timer);
    response.off('drain', onDrain);
    response.off('close', end);
  };
  const onDrain = (): void => {
    end();
    resume();
  };
  const timer = setTimeout(() => response.destroy(), stalledMs);
  timer.unref();
  response.once('drain', onDrain);
  response.once('close', end);
}
