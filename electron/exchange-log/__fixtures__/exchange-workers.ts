/** Workers of the exchange log for tests: the same service behind a real message channel, in this thread. */

import { MessageChannel } from 'node:worker_threads';
import type { ResilientDatabaseOptions } from '#electron/exchange-log/database/resilient-database.ts';
import type { FromWorker } from '#electron/exchange-log/worker/worker-protocol.ts';
import type { StartLogWorker } from '#electron/exchange-log/start-worker.ts';
import { serveExchanges } from '#electron/exchange-log/worker/worker-server.ts';

export interface WorkersInThread {
  readonly start: StartLogWorker;
  /** How many were started. */
  readonly count: number;
  /** Crashes the newest one: its unwritten drafts are lost. */
  crash(): void;
}

/** @param options changes to ResilientDatabase; `deaf` workers ignore messages; `stillborn` ones end at once */
export function workersInThread(
  changes: Partial<ResilientDatabaseOptions> & { readonly deaf?: boolean; readonly stillborn?: boolean } = {},
): WorkersInThread {
  const { deaf = false, stillborn = false, ...databaseOptions } = changes;
  let count = 0;
  let crash = (): void => undefined;
  return {
    get count() {
      return count;
    },
    crash: () => crash(),
    start(data) {
      count += 1;
      const { port1, port2 } = new MessageChannel();
      if (!deaf && !stillborn) serveExchanges(port2, data, databaseOptions);
      crash = () => {
        port2.removeAllListeners('message');
        port1.close();
      };
      if (stillborn) setImmediate(crash);
      return {
        post: (message, transfer = []) => port1.postMessage(message, [...transfer]),
        onMessage: (listener) => void port1.on('message', (message: FromWorker) => listener(message)),
        onExit: (listener) => void port1.once('close', () => listener('it was ended by a test')),
        hold: () => undefined,
        async kill() {
          port1.close();
        },
      };
    },
  };
}
