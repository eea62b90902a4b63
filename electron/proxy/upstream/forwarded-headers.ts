/** Upstream response headers that the client receives, on success and on error. */

import { translateHeaders } from '#shared/translate/response/response-headers.ts';
import type { UpstreamResponse } from './upstream-client.ts';

/** The upstream's request id, rate limits and `retry-after`, under OpenAI's header names. */
export function forwardedHeaders(upstreamResponse: Pick<UpstreamResponse, 'headers'>): Record<string, string> {
  return translateHeaders(upstreamResponse.headers, { now: Date.now() });
}
