/**
 * Gives memory back around something large. V8 lets its heap grow to a multiple of what was alive at the last collection, so the text of
 * a large body, what is parsed from it and what is written of it would all be in memory until the last is done: 1.6 GB for a message
 * of 63 MB, under 600 MB with this.
 */

import { Session } from 'node:inspector';

/** In characters or bytes. Below it a collection costs more than it saves. */
export const LARGE = 16 * 1024 * 1024;

/** Kept until it has answered: an unreferenced session would be collected too, and its answer never come. */
const running = new Set<Session>();

/**
 * A full collection in a later turn of the event loop, when the functions that are running now hold nothing any more. Resolves when it
 * is done; never rejects. https://chromedevtools.github.io/devtools-protocol/v8/HeapProfiler/#method-collectGarbage
 */
export async function collectGarbage(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  const session = new Session();
  running.add(session);
  try {
    // Within this thread: no port is opened.
    session.connect();
    await new Promise<void>((resolve) => session.post('HeapProfiler.collectGarbage', () => resolve()));
  } catch {
    // Without an inspector it goes on with more memory.
  } finally {
    session.disconnect();
    running.delete(session);
  }
}
