/** The headers of a successful response. */

import { notesHeader } from '#shared/translate/response/response-headers.ts';
import type { MessagesCall } from './messages-call.ts';
import { forwardedHeaders } from '../upstream/forwarded-headers.ts';
import type { RequestContext } from '../http/request-context.ts';

/** Headers of a successful response: the upstream's request id and limits under OpenAI's names, and the proxy's. */
export function completionHeaders(context: RequestContext, call: MessagesCall): Record<string, string> {
  const { recording } = context;
  const headers: Record<string, string> = {
    ...forwardedHeaders(call.upstreamResponse),
    'openai-processing-ms': String(Math.round(recording.elapsed())),
    'x-dragoman-model': call.translation.responseContext.model,
  };
  const notes = notesHeader(recording.notes);
  if (notes !== '') headers['x-dragoman-notes'] = notes;
  return headers;
}
