/**
 * The OpenAI error body: one object under `error` with all four keys, per the specification of `ErrorObject`.
 * `hint` and `anthropic` are extensions that typed clients ignore.
 */

import type OpenAI from 'openai';

/** The upstream's error, for diagnosis. */
export interface UpstreamErrorFacts {
  readonly type: string | null;
  readonly error_code: string | null;
  readonly details: unknown;
  readonly request_id: string | null;
}

export interface OpenAIError extends OpenAI.ErrorObject {
  /** What to do about it; also the end of `message`, because most clients show only that. */
  hint: string;
  anthropic?: UpstreamErrorFacts;
}

export interface OpenAIErrorBody {
  error: OpenAIError;
}

/** An HTTP status with its body. */
export interface ErrorResponse {
  readonly status: number;
  readonly body: OpenAIErrorBody;
}

export interface ErrorFields {
  readonly message: string;
  readonly type: string;
  /** Null for an upstream error whose wording is not known. */
  readonly code: string | null;
  readonly param?: string | null;
  readonly hint: string;
  readonly anthropic?: UpstreamErrorFacts;
}

/**
 * Builds the body and appends the hint to the message as a second sentence.
 *
 * @param fields `param` is a JSON path in the client's own body
 * @returns a body for `JSON.stringify`
 */
export function errorBody(fields: ErrorFields): OpenAIErrorBody {
  const error: OpenAIError = {
    message: `${asSentence(fields.message)} ${fields.hint}`,
    type: fields.type,
    param: fields.param ?? null,
    code: fields.code,
    hint: fields.hint,
  };
  if (fields.anthropic) error.anthropic = fields.anthropic;
  return { error };
}

function asSentence(text: string): string {
  const trimmed = text.trimEnd();
  return /[.!?…:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
