/** When a request asks the upstream for a stream: one rule for the proxy and for whoever translates a request again. */

import type { RequestTranslation } from '../core/context.ts';

/** Answers expected to be longer than this many tokens are streamed whatever the client asked for: silent connections are cut. */
const LONGEST_SILENT_ANSWER = 16_000;

/** The body as it goes out. */
export function sentBody({ body, reply }: RequestTranslation): RequestTranslation['body'] {
  const streamed = reply.stream || body.max_tokens > LONGEST_SILENT_ANSWER;
  return streamed && body.stream !== true ? { ...body, stream: true } : body;
}
