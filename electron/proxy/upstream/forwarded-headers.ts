/** Headers of client responses that come from the upstream's response, and the headers of a successful response. */

import type { Note } from '#shared/notes.ts';
import { notesHeader, translateHeaders } from '#shared/translate/response/response-headers.ts';
import type { UpstreamResponse } from './upstream-client.ts';

/** The upstream's request id, rate limits and `retry-after`, under OpenAI's header names. On success and on error. */
export function forwardedHeaders(upstreamResponse: Pick<UpstreamResponse, 'headers'>): Record<string, string> {
  return translateHeaders(upstreamResponse.headers, { now: Date.now() });
}

/** A request's recording: `elapsed` in milliseconds. */
interface Recorded {
  readonly recording: { readonly notes: readonly Note[]; elapsed(): number };
}

/** The successful upstream call; `model` is the Claude id that was used. */
interface SuccessfulCall {
  readonly upstreamResponse: Pick<UpstreamResponse, 'headers'>;
  readonly translation: { readonly responseContext: { readonly model: string } };
}

/** Headers of a successful response: the upstream's request id and limits under OpenAI's names, and the proxy's. */
export function completionHeaders({ recording }: Recorded, call: SuccessfulCall): Record<string, string> {
  const headers: Record<string, string> = {
    ...forwardedHeaders(call.upstreamResponse),
    'openai-processing-ms': String(Math.round(recording.elapsed())),
    'x-dragoman-model': call.translation.responseContext.model,
  };
  const notes = notesHeader(recording.notes);
  if (notes !== '') headers['x-dragoman-notes'] = notes;
  return headers;
}
