/** The headers of a successful answer. */

import { notesHeader } from '#shared/translate/response/response-headers.ts';
import type { Conversation } from './messages-call.ts';
import { replyHeaders } from '../upstream/forwarded-headers.ts';
import type { Visit } from '../http/request-context.ts';

/** Headers of a successful answer: the upstream's request id and limits under OpenAI's names, and ours. */
export function answerHeaders(visit: Visit, conversation: Conversation): Record<string, string> {
  const { recording } = visit;
  const headers: Record<string, string> = {
    ...replyHeaders(conversation.reply),
    'openai-processing-ms': String(Math.round(recording.elapsed())),
    'x-dragoman-model': conversation.translation.reply.model,
  };
  const notes = notesHeader(recording.notes);
  if (notes !== '') headers['x-dragoman-notes'] = notes;
  return headers;
}
