/** Entry point of the exchange worker: runs one job after the other and posts each result. */

// oxlint-disable-next-line import/no-unassigned-import -- must run before the first schema is made
import '../../lib/disable-zod-jit.ts';
import { createExchangeWorker, type JobName } from './exchange-worker.ts';
import type { ExchangeWorkerResponse, ExchangeWorkerRequest } from './exchange-worker-protocol.ts';

const exchangeWorker = createExchangeWorker();

addEventListener('message', ({ data }: MessageEvent<ExchangeWorkerRequest>) => {
  const { requestId, name, args } = data;
  postMessage(perform(requestId, name, args));
});

function perform(requestId: number, name: JobName, args: readonly unknown[]): ExchangeWorkerResponse {
  try {
    // Name and arguments are paired by the typed client; messages between the two carry no types.
    const value: unknown = Reflect.apply(exchangeWorker[name], exchangeWorker, args);
    return { requestId, ok: true, value };
  } catch (error) {
    return { requestId, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
