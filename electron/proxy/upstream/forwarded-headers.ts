/** What of an upstream answer's headers the client gets, whether the answer was good or an error. */

import { translateHeaders } from '#shared/translate/response/response-headers.ts';
import type { UpstreamReply } from './upstream-client.ts';

/** The upstream's request id, limits and words on retrying, under the names that OpenAI's clients read. */
export function replyHeaders(reply: Pick<UpstreamReply, 'headers'>): Record<string, string> {
  return translateHeaders(reply.headers, { now: Date.now() });
}
