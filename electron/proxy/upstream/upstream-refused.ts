/** An error response of the upstream as an error that can be thrown. */

import { DragomanError } from '#shared/errors.ts';
import type { ErrorResponse } from '#shared/openai/errors.ts';

/** The upstream responded with an error; `errorResponse` is the client's error, `headers` steer its retries. */
export class UpstreamRefused extends DragomanError {
  override readonly name = 'UpstreamRefused';
  readonly errorResponse: ErrorResponse;
  readonly headers: Readonly<Record<string, string>>;

  constructor(errorResponse: ErrorResponse, headers: Readonly<Record<string, string>>) {
    super(
      errorResponse.body.error.code ?? errorResponse.body.error.type,
      errorResponse.body.error.message,
      errorResponse.body.error.hint ?? null,
    );
    this.errorResponse = errorResponse;
    this.headers = headers;
  }
}
