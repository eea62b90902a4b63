/** Measures a second client's longest waiting time. */

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * @param {string} origin `http://127.0.0.1:PORT`
 * @returns a function that reads and resets the longest wait, in milliseconds
 */
export function watchOtherClient(origin) {
  const worker = new Worker(new URL('other-client.mjs', import.meta.url), { workerData: { origin } });
  /** @param {'read' | 'end'} message */
  const write = (message) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
    worker.postMessage(message);
  };
  return {
    /** @returns {Promise<number>} */
    async longestWait() {
      write('read');
      const [{ longest }] = await once(worker, 'message');
      return longest;
    },
    async end() {
      write('end');
      await once(worker, 'exit');
    },
  };
}
