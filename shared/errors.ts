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

  constructor(refusal: {
    code: string;
    message: string;
    hint?: string | null;
    status?: number;
    param?: string | null;
  }) {
    super(refusal.code, refusal.message, refusal.hint ?? null);
    this.status = refusal.status ?? 400;
    this.param = refusal.param ?? null;
  }
}
