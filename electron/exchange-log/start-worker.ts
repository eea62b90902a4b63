/** Starts the worker of the exchange log as a thread of its own. */

import { Worker } from 'node:worker_threads';
import { withTimeout, endWithout } from '#electron/platform/with-timeout.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker/worker-protocol.ts';

/** The worker as the log sees it. */
export interface LogWorker {
  post(message: ToWorker, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** It ended, whatever the reason. */
  onExit(listener: (reason: string) => void): void;
  /** Whether it keeps the process going. */
  hold(held: boolean): void;
  /** Ends it at once, or else sees to it that the process can end without it. */
  kill(): Promise<void>;
}

export type StartLogWorker = (start: WorkerStart) => LogWorker;

/**
 * A thread that still runs after this is inside a call to the system that does not return. On a busy computer the end of a thread
 * alone takes more than a second, and a process that does not wait for it is killed at its exit.
 */
const KILL_MS = 5_000;

/**
 * @param path the built `exchange-worker.js`
 * @param killMs how long the end of the thread is waited for
 */
export function createLogWorkerStart(path: string, killMs = KILL_MS): StartLogWorker {
  return (start) => {
    const worker = new Worker(path, { name: 'exchange-log', workerData: start, execArgv: [] });
    worker.unref();
    let reason = 'it ended';
    worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    return {
      post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
      onMessage: (listener) => void worker.on('message', listener),
      onExit: (listener) => void worker.once('exit', () => listener(reason)),
      hold: (held) => (held ? worker.ref() : worker.unref()),
      async kill() {
        const ended = worker.terminate();
        endWithout(ended);
        await withTimeout(ended, killMs);
      },
    };
  };
}
