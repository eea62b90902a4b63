/** What of an upstream answer's headers the client gets, whether the answer was good or an error. */

import { translateHeaders } from '#shared/translate/response/response-headers.ts';
import type { UpstreamResponse } from './upstream-client.ts';

/** The upstream's request id, limits and words on retrying, under the names that OpenAI's clients read. */
export function forwardedHeaders(upstreamResponse: Pick<UpstreamResponse, 'headers'>): Record<string, string> {
  return translateHeaders(upstreamResponse.headers, { now: Date.now() });
}
