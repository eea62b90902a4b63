/** The window's end of the workshop: starts the worker when it is first needed and asks it by name. */

import type { Exchange } from '#shared/exchange/record.ts';
import type { TranslationInputs } from '#shared/exchange/retranslate/translation-inputs.ts';
import { BENCH_SIZE, type JobName, type Workshop } from './exchange-worker.ts';
// oxlint-disable-next-line import/default -- made by the bundler, as vite/client declares it
import workerAddress from './exchange-worker-entry.ts?worker&url';

export interface WorkshopJob {
  readonly ticket: number;
  readonly name: JobName;
  readonly args: readonly unknown[];
}

export type WorkshopAnswer =
  | { readonly ticket: number; readonly ok: true; readonly value: unknown }
  | { readonly ticket: number; readonly ok: false; readonly message: string };

/** The jobs that are about one exchange. */
export type PieceJob = Exclude<JobName, 'open' | 'compare'>;
export type Rest<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Others] ? Others : [];

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let tickets = 0;
let worker: Worker | null = null;

/** Keys of the exchanges that the worker has, the oldest first; the same order as on its bench. */
let bench: readonly string[] = [];
const keys = new WeakMap<Exchange, { readonly inputs: TranslationInputs; readonly key: string }>();

/** Does a job on an exchange. The exchange goes to the worker once, however many jobs follow. */
export async function work<Name extends PieceJob>(
  exchange: Exchange,
  inputs: TranslationInputs,
  name: Name,
  ...args: Rest<Parameters<Workshop[Name]>>
): Promise<ReturnType<Workshop[Name]>> {
  const key = pieceKey(exchange, inputs);
  bringIn(key, exchange, inputs);
  // The worker answers with what the job of this name returns; messages carry no types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (await ask(name, [key, ...args])) as ReturnType<Workshop[Name]>;
}

/** Compares two exchanges. */
export async function workOnTwo(
  left: Exchange,
  right: Exchange,
  inputs: TranslationInputs,
): Promise<ReturnType<Workshop['compare']>> {
  const [one, other] = [pieceKey(left, inputs), pieceKey(right, inputs)];
  bringIn(one, left, inputs);
  bringIn(other, right, inputs);
  // The second may have pushed the first off the bench.
  bringIn(one, left, inputs);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return (await ask('compare', [one, other])) as ReturnType<Workshop['compare']>;
}

/** The name that an exchange, read as of this day, has on the worker's bench: the same for the same object. */
export function pieceKey(exchange: Exchange, inputs: TranslationInputs): string {
  const known = keys.get(exchange);
  if (known?.inputs === inputs) return known.key;
  tickets += 1;
  const key = String(tickets);
  keys.set(exchange, { inputs, key });
  return key;
}

function bringIn(key: string, exchange: Exchange, inputs: TranslationInputs): void {
  if (bench.includes(key)) return;
  bench = [...bench, key].slice(-BENCH_SIZE);
  ask('open', [key, exchange, inputs]).catch(() => undefined);
}

function ask(name: JobName, args: readonly unknown[]): Promise<unknown> {
  worker ??= start();
  tickets += 1;
  const job: WorkshopJob = { ticket: tickets, name, args };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origin to name
  worker.postMessage(job);
  return new Promise((resolve, reject) => waiting.set(job.ticket, { resolve, reject }));
}

function start(): Worker {
  const started = new Worker(scriptAddress(workerAddress), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<WorkshopAnswer>) => {
    const asked = waiting.get(data.ticket);
    waiting.delete(data.ticket);
    if (data.ok) asked?.resolve(data.value);
    else asked?.reject(new Error(data.message));
  });
  started.addEventListener('error', () => {
    // The next job starts a new worker with an empty bench.
    for (const { reject } of waiting.values()) reject(new Error('The worker could not be started.'));
    waiting.clear();
    bench = [];
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

/** The page demands trusted types for scripts: only the address of our own worker passes. */
function scriptAddress(address: string): string {
  const policy = window.trustedTypes?.createPolicy('workshop', {
    createScriptURL(wanted) {
      if (wanted !== workerAddress) throw new TypeError('Not the address of a worker of this app.');
      return wanted;
    },
  });
  return policy === undefined ? address : policy.createScriptURL(address);
}
