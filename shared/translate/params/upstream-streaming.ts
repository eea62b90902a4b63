/** When a request asks the upstream for a stream: one rule for the proxy and for whoever translates a request again. */

import type { RequestTranslation } from '../core/context.ts';

/** Answers expected to be longer than this many tokens are streamed whatever the client asked for: silent connections are cut. */
const MAX_UNSTREAMED_TOKENS = 16_000;

/** The body as it goes out. */
export function upstreamBody({ body, responseContext }: RequestTranslation): RequestTranslation['body'] {
  const streamed = responseContext.stream || body.max_tokens > MAX_UNSTREAMED_TOKENS;
  return streamed && body.stream !== true ? { ...body, stream: true } : body;
}
