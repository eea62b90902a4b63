/** The form of a worked case: the input, and by JSON path what the output must (or must not) contain. */

import type { TranslationSettings } from '../../core/translation-interface.ts';

/** JSON path -> the value at it. */
export type Expectations = Readonly<Record<string, unknown>>;

/** One chat request and its translation. */
export interface WorkedRequest {
  readonly name: string;
  /** Without `model` (default claude-opus-4-8) and, where irrelevant, without `messages`. */
  readonly ask: object;
  /** All settings have defaults, except that prompt caching is off unless the case tests it. */
  readonly settings?: Partial<TranslationSettings>;
  readonly sent?: Expectations;
  /** Paths of the upstream body that must be absent. */
  readonly absent?: readonly string[];
  /** Codes of notes that must be present, among others. */
  readonly notes?: readonly string[];
  /** The proxy's 400 instead of a body. */
  readonly refused?: { readonly code: string; readonly param: string };
  /** The validator cannot accept the body (a fictitious model). */
  readonly unknownModel?: boolean;
  /** An upstream response to this request, and the client's response. */
  readonly response?: { readonly content: readonly object[]; readonly stop: string; readonly choice: Expectations };
}

/** One upstream message and its translation, whole and as the equivalent stream. */
export interface WorkedResponse {
  readonly name: string;
  readonly message: object;
  /** Overrides of the request translation's result. */
  readonly responseContext?: object;
  /** Paths in the completion. */
  readonly expected: Expectations;
  readonly absent?: readonly string[];
  readonly notes?: readonly string[];
}

/** One stream, event by event. */
export interface WorkedStream {
  readonly name: string;
  readonly events: readonly object[];
  readonly responseContext?: object;
  /** `choices[0].delta` of the chunks, in order. */
  readonly deltas: readonly object[];
  /** The end: a finish reason, or the code of the failure. */
  readonly ends: { readonly finish: string } | { readonly failure: string };
  /** Paths in the usage chunk. */
  readonly usage?: Expectations;
}

/** One upstream error. */
export interface WorkedError {
  readonly name: string;
  readonly status: number;
  readonly error?: object;
  /** Instead of an error body. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expected: { readonly status: number; readonly type: string; readonly code: string | null; readonly param?: string };
  readonly sentHeaders?: Readonly<Record<string, string>>;
}
