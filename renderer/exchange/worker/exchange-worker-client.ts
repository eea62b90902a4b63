/** Client of the exchange worker: starts it on first use and calls its jobs by name. */

import type { Exchange } from '#shared/exchange/record.ts';
import type { TranslationInputs } from '#shared/exchange/retranslate/translation-inputs.ts';
import { CACHE_SIZE, type JobName, type ExchangeWorker } from './exchange-worker.ts';
// oxlint-disable-next-line import/default -- made by the bundler, as vite/client declares it
import workerAddress from './exchange-worker-entry.ts?worker&url';
import type { ExchangeWorkerRequest, ExchangeWorkerResponse } from './exchange-worker-protocol.ts';

/** The jobs that are about one exchange. */
export type ExchangeJob = Exclude<JobName, 'load' | 'compare'>;
export type Rest<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Others] ? Others : [];

interface PendingRequest {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const waiting = new Map<number, PendingRequest>();
let lastRequestId = 0;
let worker: Worker | null = null;

/** Keys of the exchanges in the worker's cache, oldest first; mirrors the order of that cache. */
let loaded: readonly string[] = [];
const keys = new WeakMap<Exchange, { readonly inputs: TranslationInputs; readonly key: string }>();

/** Does a job on an exchange. The exchange goes to the worker once, however many jobs follow. */
export async function runJob<Name extends ExchangeJob>(
  exchange: Exchange,
  inputs: TranslationInputs,
  name: Name,
  ...args: Rest<Parameters<ExchangeWorker[Name]>>
): Promise<ReturnType<ExchangeWorker[Name]>> {
  const key = exchangeKey(exchange, inputs);
  load(key, exchange, inputs);
  // The worker responds with the result of the job of this name; messages carry no types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (await ask(name, [key, ...args])) as ReturnType<ExchangeWorker[Name]>;
}

/** Compares two exchanges. */
export async function runComparison(
  left: Exchange,
  right: Exchange,
  inputs: TranslationInputs,
): Promise<ReturnType<ExchangeWorker['compare']>> {
  const [one, other] = [exchangeKey(left, inputs), exchangeKey(right, inputs)];
  load(one, left, inputs);
  load(other, right, inputs);
  // Loading the second may have evicted the first from the cache.
  load(one, left, inputs);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return (await ask('compare', [one, other])) as ReturnType<ExchangeWorker['compare']>;
}

/** The cache key of an exchange and its translation inputs: the same for the same object. */
export function exchangeKey(exchange: Exchange, inputs: TranslationInputs): string {
  const known = keys.get(exchange);
  if (known?.inputs === inputs) return known.key;
  lastRequestId += 1;
  const key = String(lastRequestId);
  keys.set(exchange, { inputs, key });
  return key;
}

function load(key: string, exchange: Exchange, inputs: TranslationInputs): void {
  if (loaded.includes(key)) return;
  loaded = [...loaded, key].slice(-CACHE_SIZE);
  ask('load', [key, exchange, inputs]).catch(() => undefined);
}

function ask(name: JobName, args: readonly unknown[]): Promise<unknown> {
  worker ??= start();
  lastRequestId += 1;
  const job: ExchangeWorkerRequest = { requestId: lastRequestId, name, args };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origin to name
  worker.postMessage(job);
  return new Promise((resolve, reject) => waiting.set(job.requestId, { resolve, reject }));
}

function start(): Worker {
  const started = new Worker(scriptAddress(workerAddress), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<ExchangeWorkerResponse>) => {
    const pending = waiting.get(data.requestId);
    waiting.delete(data.requestId);
    if (data.ok) pending?.resolve(data.value);
    else pending?.reject(new Error(data.message));
  });
  started.addEventListener('error', () => {
    // The next job starts a new worker with an empty cache.
    for (const { reject } of waiting.values()) reject(new Error('The worker could not be started.'));
    waiting.clear();
    loaded = [];
    worker = null;
  });
  return started;
}

declare global {
  /** Not in TypeScript's DOM library yet. https://w3c.github.io/trusted-types/dist/spec/ */
  interface Window {
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL: (address: string) => string },
      ): { createScriptURL(address: string): string };
    };
  }
}

/** The page demands trusted types for scripts: only the URL of the app's worker passes. */
function scriptAddress(address: string): string {
  const policy = window.trustedTypes?.createPolicy('exchange-worker', {
    createScriptURL(wanted) {
      if (wanted !== workerAddress) throw new TypeError('Not the address of a worker of this app.');
      return wanted;
    },
  });
  return policy === undefined ? address : policy.createScriptURL(address);
}
