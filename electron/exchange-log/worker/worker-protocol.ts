/** What the log and its worker say to each other. Both are of one build, so nothing is parsed on arrival. */

import type { ErrorReport } from '#shared/errors.ts';
import type { FilterQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import type { RecordedExchange } from '../record/recorded-exchange.ts';
import type { Marks } from '../database/exchange-table.ts';
import type { DatabaseUsage, StoredPage } from '../database/resilient-database.ts';
import type { Caps } from '../database/retention.ts';

/** What a worker is started with. */
export interface WorkerStart {
  /** Null: in memory. */
  readonly file: string | null;
  readonly caps: Caps;
  /** When the run began, by the wall clock; arrivals begin with this. */
  readonly runStart: number;
  /** What an earlier worker of the run has told as `shift`; null: it is the first. */
  readonly shift: number | null;
}

/** Questions and their answers. What was recorded before a question is part of its answer. */
export interface LogRequests {
  page: { input: { query: FilterQuery; cursor: string | null; limit: number }; result: StoredPage };
  count: { input: { query: FilterQuery }; result: number | null };
  get: { input: { id: string }; result: Exchange | null };
  /** The record of an exchange that is not over. Nothing is stored. */
  complete: { input: { recorded: RecordedExchange }; result: Exchange };
  /** Which of the texts such a one holds so far. */
  search: { input: { recorded: RecordedExchange; texts: readonly string[] }; result: readonly string[] };
  mark: { input: { ids: readonly string[]; marks: Marks }; result: null };
  clear: { input: null; result: null };
  usage: { input: null; result: DatabaseUsage };
  close: { input: null; result: null };
}
export type LogRequestName = keyof LogRequests;

/** A question of any kind, with what is asked. */
export type LogRequest = {
  [Name in LogRequestName]: { readonly name: Name; readonly input: LogRequests[Name]['input'] };
}[LogRequestName];

export type ToWorker =
  | { readonly kind: 'record'; readonly recorded: RecordedExchange }
  | { readonly kind: 'caps'; readonly caps: Caps }
  | { readonly kind: 'request'; readonly id: number; readonly request: LogRequest };

export type FromWorker =
  /** What was recorded is kept from now on. */
  | { readonly kind: 'stored'; readonly summaries: readonly ExchangeSummary[] }
  /** Marks have changed. */
  | { readonly kind: 'changed'; readonly summaries: readonly ExchangeSummary[] }
  /** By how much arrivals are moved when they are stored; told at the start, and when it changes. */
  | { readonly kind: 'shift'; readonly shift: number }
  | { readonly kind: 'problem'; readonly problem: ErrorReport }
  | { readonly kind: 'response'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly error: ErrorReport };

/** The end of a message channel that the worker holds. */
export interface WorkerPort {
  postMessage(message: FromWorker): void;
  on(event: 'message', listener: (message: ToWorker) => void): unknown;
  close(): void;
}
