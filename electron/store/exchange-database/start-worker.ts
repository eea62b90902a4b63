/** Starts the worker of the exchange log as a thread of its own. */

import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerStart } from './protocol.ts';

/** The worker as the log sees it. */
export interface ExchangeWorker {
  post(message: ToWorker, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** It ended, whatever the reason. */
  onExit(listener: (reason: string) => void): void;
  /** Whether it keeps the process going. */
  hold(held: boolean): void;
  /** Ends it at once, or else sees to it that the process can end without it. */
  kill(): Promise<void>;
}

export type StartExchangeWorker = (start: WorkerStart) => ExchangeWorker;

/** A thread that still runs after this is inside a call to the system that does not return. */
const KILL_MS = 1_000;

/** @param path the built `exchange-worker.js` */
export function createExchangeWorkerStart(path: string): StartExchangeWorker {
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
        if (!(await endsInTime(worker))) process.once('exit', endProcess);
      },
    };
  };
}

async function endsInTime(worker: Worker): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), KILL_MS);
  });
  const ended = await Promise.race([worker.terminate().then(() => true), late]);
  clearTimeout(timer);
  return ended;
}

/** Node waits for its threads at the end, whatever holds them: there is no other way out. */
function endProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}
