/** Reads an opened file in a worker thread that ends afterwards. */

import { Worker } from 'node:worker_threads';
import { DragomanError } from '#shared/errors.ts';
import type { FromImportWorker, ImportWorkerStart } from './import-protocol.ts';
import type { ReadImport } from './read-import.ts';

/** @param path the built `import-worker.js` */
export function createImportReader(path: string): ReadImport {
  return (file, maxCharacters, onExchange) =>
    new Promise((resolve, reject) => {
      const start: ImportWorkerStart = { file, maxCharacters };
      const worker = new Worker(path, { name: 'import', workerData: start, execArgv: [] });
      const fail = (message: string): void => reject(new DragomanError('import_failed', message));
      worker.on('message', (message: FromImportWorker) => {
        switch (message.kind) {
          case 'exchange':
            onExchange(message.exchange);
            return;
          case 'done':
            resolve(message.problem);
            return;
          case 'failed':
            fail(message.message);
        }
      });
      worker.once('error', (error: unknown) => {
        fail(`The file could not be read: ${error instanceof Error ? error.message : String(error)}.`);
      });
      // No effect when the last message has settled the promise.
      worker.once('exit', () => fail('The file could not be read to its end.'));
    });
}
