/** Starts the exchange worker thread. */

import { Worker } from 'node:worker_threads';
import { withTimeout, endWithout } from '#electron/platform/with-timeout.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker/worker-protocol.ts';

/** The log's view of the worker. */
export interface LogWorker {
  post(message: ToWorker, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** The worker ended, for any reason. */
  onExit(listener: (reason: string) => void): void;
  /** Whether it keeps the process alive. */
  hold(held: boolean): void;
  /** Terminates it at once, or lets the process exit without it. */
  kill(): Promise<void>;
}

export type StartLogWorker = (start: WorkerStart) => LogWorker;

/**
 * A thread still running after this hangs in a system call. On a busy computer ending a thread takes more than a second, and a
 * process that exits meanwhile is killed.
 */
const KILL_MS = 5_000;

/**
 * @param path the built `exchange-worker.js`
 * @param killMs timeout for the end of the thread
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
