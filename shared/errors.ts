/**
 * The product's only error class: a stable code for programs, a sentence for people, a hint that can be acted on.
 * Each boundary formats it (OpenAI shape, IPC, stderr); this file does not.
 */

/** What crosses a boundary (IPC, stderr, the log): no stack, no path, no secret. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export class DragomanError extends Error {
  override readonly name: string = 'DragomanError';
  readonly code: string;
  readonly hint: string | null;

  constructor(code: string, message: string, hint: string | null = null) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  report(): ErrorReport {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

/**
 * A client's request that the proxy itself refuses.
 * `param` is the JSON path in the client's own body, or null when the fault is not in one field.
 */
export class RequestRefused extends DragomanError {
  override readonly name = 'RequestRefused';
  readonly status: number;
  readonly param: string | null;
  override readonly hint: string;

  constructor(refusal: {
    code: string;
    message: string;
    /** What the client can do about it. */
    hint: string;
    status?: number;
    param?: string | null;
  }) {
    const hint = shortened(refusal.hint, MAX_MESSAGE);
    super(refusal.code, shortened(refusal.message, MAX_MESSAGE), hint);
    this.hint = hint;
    this.status = refusal.status ?? 400;
    this.param = shortened(refusal.param ?? null, MAX_PARAM);
  }
}

/**
 * Maximal length of an error text, in characters: it may quote what the client sent (an id, a type, a key of its own), which may be
 * megabytes.
 */
const MAX_MESSAGE = 2_000;
const MAX_PARAM = 500;

/** A text cut to `most` characters, with a mark where it was cut. */
export function shortened<Text extends string | null>(text: Text, most: number): Text | string {
  return text === null || text.length <= most ? text : `${text.slice(0, most)}…`;
}
