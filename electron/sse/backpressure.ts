/** Backpressure for clients that read more slowly than the upstream writes: slow readers are allowed, stalled ones are cut. */

import type { Writable } from 'node:stream';

/**
 * Stall timeout. Cuts the client's connection and the upstream's: nothing else would end the call, since an unread body has no
 * idle timeout. Long enough for a reader of 1 kB/s and a debugger's pause.
 */
export const STALLED_MS = 600_000;

/** Calls `resume` once the client has drained what was written; cuts the connection when it takes nothing for `stalledMs`. */
export function whenDrained(client: Writable, resume: () => void, stalledMs = STALLED_MS): void {
  const end = (): void => {
    clearTimeout(timer);
    client.off('drain', onDrain);
    client.off('close', end);
  };
  const onDrain = (): void => {
    end();
    resume();
  };
  const timer = setTimeout(() => client.destroy(), stalledMs);
  timer.unref();
  client.once('drain', onDrain);
  client.once('close', end);
}
