/** The messages between the window and the exchange worker. */

import type { JobName } from './exchange-worker.ts';

export interface ExchangeWorkerRequest {
  readonly requestId: number;
  readonly name: JobName;
  readonly args: readonly unknown[];
}

export type ExchangeWorkerResponse =
  | { readonly requestId: number; readonly ok: true; readonly value: unknown }
  | { readonly requestId: number; readonly ok: false; readonly message: string };
