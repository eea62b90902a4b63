/** What the log and its worker say to each other. Both are of one build, so nothing is parsed on arrival. */

import type { ErrorReport } from '#shared/errors.ts';
import type { FilterQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import type { ExchangeDraft } from '../record/recorded-exchange.ts';
import type { Marks } from '../database/exchange-table.ts';
import type { KeeperUsage, KeptPage } from '../database/resilient-database.ts';
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
export interface Questions {
  page: { ask: { query: FilterQuery; cursor: string | null; limit: number }; answer: KeptPage };
  count: { ask: { query: FilterQuery }; answer: number | null };
  get: { ask: { id: string }; answer: Exchange | null };
  /** The record of an exchange that is not over. Nothing is stored. */
  complete: { ask: { draft: ExchangeDraft }; answer: Exchange };
  /** Which of the texts such a one holds so far. */
  search: { ask: { draft: ExchangeDraft; texts: readonly string[] }; answer: readonly string[] };
  mark: { ask: { ids: readonly string[]; marks: Marks }; answer: null };
  clear: { ask: null; answer: null };
  usage: { ask: null; answer: KeeperUsage };
  close: { ask: null; answer: null };
}
export type QuestionName = keyof Questions;

/** A question of any kind, with what is asked. */
export type Question = {
  [Name in QuestionName]: { readonly name: Name; readonly ask: Questions[Name]['ask'] };
}[QuestionName];

export type ToWorker =
  | { readonly kind: 'record'; readonly draft: ExchangeDraft }
  | { readonly kind: 'caps'; readonly caps: Caps }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question };

export type FromWorker =
  /** What was recorded is kept from now on. */
  | { readonly kind: 'stored'; readonly summaries: readonly ExchangeSummary[] }
  /** Marks have changed. */
  | { readonly kind: 'changed'; readonly summaries: readonly ExchangeSummary[] }
  /** By how much arrivals are moved when they are stored; told at the start, and when it changes. */
  | { readonly kind: 'shift'; readonly shift: number }
  | { readonly kind: 'problem'; readonly problem: ErrorReport }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly error: ErrorReport };

/** The end of a message channel that the worker holds. */
export interface WorkerPort {
  postMessage(message: FromWorker): void;
  on(event: 'message', listener: (message: ToWorker) => void): unknown;
  close(): void;
}
