/**
 * A second client in a worker thread: requests `/health` in a loop and records the longest response time.
 * Run by `watch-other-client.mjs`, never by itself.
 */

import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

/** Interval between requests, in milliseconds. */
const PAUSE_MS = 5;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let longest = 0;
let sent = 0;
/** Requests whose connection broke count with their duration. */
let broken = 0;

/** @returns {Promise<void>} */
function ask() {
  return new Promise((resolve) => {
    const started = performance.now();
    const finish = () => {
      longest = Math.max(longest, performance.now() - started);
      sent += 1;
      resolve();
    };
    const call = request(`${workerData.origin}/health`, { agent }, (response) => {
      response.resume();
      response.once('end', finish);
    });
    call.once('error', () => {
      broken += 1;
      finish();
    });
    call.end();
  });
}

/** @type {Promise<void>} */
let pending = Promise.resolve();

async function report() {
  // The request in flight counts too: it may be the longest.
  await pending;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
  parentPort?.postMessage({ longest, sent: sent, broken });
  longest = 0;
  sent = 0;
  broken = 0;
}

parentPort?.on('message', (message) => {
  if (message !== 'end') {
    void report();
    return;
  }
  agent.destroy();
  process.exit(0);
});

for (;;) {
  pending = ask();
  await pending;
  await wait(PAUSE_MS);
}
