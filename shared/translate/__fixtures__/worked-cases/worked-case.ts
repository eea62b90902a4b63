/** The form of a worked case: what goes in, and what must (or must not) come out, told by JSON paths. */

import type { TranslationSettings } from '../../core/context.ts';

/** JSON path -> the value that stands there. */
export type Expectations = Readonly<Record<string, unknown>>;

/** One chat request on its way up. */
export interface WorkedRequest {
  readonly name: string;
  /** Without `model` (claude-opus-4-8 unless said) and, where it does not matter, without `messages`. */
  readonly ask: object;
  /** Everything else is as by default, but prompt caching off unless the case is about it. */
  readonly settings?: Partial<TranslationSettings>;
  readonly sent?: Expectations;
  /** Paths of the upstream body at which there is nothing. */
  readonly absent?: readonly string[];
  /** Codes of notes that must be there, among others. */
  readonly notes?: readonly string[];
  /** Our own 400 in place of a body. */
  readonly refused?: { readonly code: string; readonly param: string };
  /** The request as a body that the API accepts is not to be had from the validator (a made-up model). */
  readonly unknownModel?: boolean;
  /** An upstream answer to this very request, and what the client reads in it. */
  readonly answer?: { readonly content: readonly object[]; readonly stop: string; readonly choice: Expectations };
}

/** One upstream message on its way down, whole and as the stream that it would have been. */
export interface WorkedResponse {
  readonly name: string;
  readonly message: object;
  /** Changes to what the request side left behind. */
  readonly responseContext?: object;
  /** Paths in the completion. */
  readonly told: Expectations;
  readonly absent?: readonly string[];
  readonly notes?: readonly string[];
}

/** One stream, event by event. */
export interface WorkedStream {
  readonly name: string;
  readonly events: readonly object[];
  readonly responseContext?: object;
  /** What stands in `choices[0].delta` of the chunks, in order. */
  readonly deltas: readonly object[];
  /** How it ends: a finish reason, or the code of the failure. */
  readonly ends: { readonly finish: string } | { readonly failure: string };
  /** Paths in the usage chunk. */
  readonly usage?: Expectations;
}

/** One refusal of the upstream. */
export interface WorkedError {
  readonly name: string;
  readonly status: number;
  readonly error?: object;
  /** In place of an error body. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly told: { readonly status: number; readonly type: string; readonly code: string | null; readonly param?: string };
  readonly sentHeaders?: Readonly<Record<string, string>>;
}
