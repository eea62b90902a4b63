/** The worker thread that redacts and stores exchanges, so that the proxy's thread need not. */

import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerStart } from './worker-protocol.ts';
import { serveExchanges } from './worker-server.ts';

// Only `start-worker.ts` starts this file, with exactly this data.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
if (parentPort !== null) serveExchanges(parentPort, workerData as WorkerStart);
