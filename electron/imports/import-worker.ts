/** The worker thread that reads, validates and redacts an opened file. */

import { parentPort, workerData } from 'node:worker_threads';
import { DragomanError } from '#shared/errors.ts';
import type { FromImportWorker, ImportWorkerStart } from './import-protocol.ts';
import { readImport } from './read-import.ts';

async function run(start: ImportWorkerStart, post: (message: FromImportWorker) => void): Promise<void> {
  try {
    const problem = await readImport(start.file, start.maxCharacters, (exchange) =>
      post({ kind: 'exchange', exchange }),
    );
    post({ kind: 'done', problem });
  } catch (error) {
    post({ kind: 'failed', message: error instanceof DragomanError ? error.message : 'The file could not be read.' });
  }
}

const port = parentPort;
// Only `start-import.ts` starts this file, with exactly this data.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
if (port !== null) await run(workerData as ImportWorkerStart, (message) => port.postMessage(message));
