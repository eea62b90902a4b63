/** Whether a request asks the upstream for a stream: one rule for the proxy and for re-translation. */

import type { RequestTranslation } from '../core/translation-interface.ts';

/** Responses with a larger token limit are always streamed from the upstream, because idle connections are cut. */
const MAX_UNSTREAMED_TOKENS = 16_000;

/** The body as it is sent. */
export function upstreamBody({ body, responseContext }: RequestTranslation): RequestTranslation['body'] {
  const streamed = responseContext.stream || body.max_tokens > MAX_UNSTREAMED_TOKENS;
  return streamed && body.stream !== true ? { ...body, stream: true } : body;
}
