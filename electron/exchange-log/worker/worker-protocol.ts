/** The messages between the log and its worker. Both are of one build, so nothing is validated. */

import type { ErrorReport } from '#shared/errors.ts';
import type { FilterQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import type { RecordedExchange } from '../record/recorded-exchange.ts';
import type { Marks } from '../database/exchange-table.ts';
import type { DatabaseUsage, StoredPage } from '../database/resilient-database.ts';
import type { Caps } from '../database/retention.ts';

/** The worker's start data. */
export interface WorkerStart {
  /** Null: in memory. */
  readonly file: string | null;
  readonly caps: Caps;
  /** Start of the run by the wall clock; arrivals count from it. */
  readonly runStart: number;
  /** The `shift` reported by an earlier worker of the run; null: it is the first. */
  readonly shift: number | null;
}

/** Requests and results. A result includes everything recorded before the request. */
export interface LogRequests {
  page: { input: { query: FilterQuery; cursor: string | null; limit: number }; result: StoredPage };
  count: { input: { query: FilterQuery }; result: number | null };
  get: { input: { id: string }; result: Exchange | null };
  /** The record of an exchange in flight. Stores nothing. */
  complete: { input: { recorded: RecordedExchange }; result: Exchange };
  /** Which of the texts it contains so far. */
  search: { input: { recorded: RecordedExchange; texts: readonly string[] }; result: readonly string[] };
  mark: { input: { ids: readonly string[]; marks: Marks }; result: null };
  clear: { input: null; result: null };
  usage: { input: null; result: DatabaseUsage };
  close: { input: null; result: null };
}
export type LogRequestName = keyof LogRequests;

/** A request of any kind, with its input. */
export type LogRequest = {
  [Name in LogRequestName]: { readonly name: Name; readonly input: LogRequests[Name]['input'] };
}[LogRequestName];

export type ToWorker =
  | { readonly kind: 'record'; readonly recorded: RecordedExchange }
  | { readonly kind: 'caps'; readonly caps: Caps }
  | { readonly kind: 'request'; readonly id: number; readonly request: LogRequest };

export type FromWorker =
  /** The drafts are stored. */
  | { readonly kind: 'stored'; readonly summaries: readonly ExchangeSummary[] }
  /** Marks have changed. */
  | { readonly kind: 'changed'; readonly summaries: readonly ExchangeSummary[] }
  /** The shift of stored arrivals; sent at the start and when it changes. */
  | { readonly kind: 'shift'; readonly shift: number }
  | { readonly kind: 'problem'; readonly problem: ErrorReport }
  | { readonly kind: 'response'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly error: ErrorReport };

/** The worker's end of the message channel. */
export interface WorkerPort {
  postMessage(message: FromWorker): void;
  on(event: 'message', listener: (message: ToWorker) => void): unknown;
  close(): void;
}
