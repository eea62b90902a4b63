/** The thread that redacts and stores exchanges, so that the one that answers clients does not have to. */

import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerStart } from './worker-protocol.ts';
import { serveExchanges } from './worker-server.ts';

// Only `start-worker.ts` starts this file, and it hands over exactly that.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
if (parentPort !== null) serveExchanges(parentPort, workerData as WorkerStart);
