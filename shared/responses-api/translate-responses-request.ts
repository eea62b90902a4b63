/**
 * The request translation of `POST /v1/responses`: schema, chat form, Messages form; paths and refusals refer to the client's own
 * body.
 */

import { RequestRefused } from '../errors.ts';

import type { RequestTranslation, TranslationContext } from '../translate/core/translation-interface.ts';
import { runToEnd, type Steps } from '../steps.ts';
import { boundedNote, type Note } from '../notes.ts';
import { refuseLoss } from '../translate/core/request-draft.ts';
import { translateRequestSteps } from '../translate/translate-request.ts';
import { inputTransformations } from './reasoning/input-transformations.ts';
import type { PathMap } from './path-map.ts';
import type { ResponsesContext } from './response-object.ts';
import type { ResponsesRequest } from './request-schema.ts';
import { type ChatTranslation, type StoredContext, toChatRequestSteps } from './responses-to-chat.ts';
import { unreadNotes } from '../unread-fields/unread-fields.ts';
import { responsesRequestFields } from './unread/response-request-fields.ts';
import { parseChatRequest } from '../openai/parse-chat-request.ts';

export interface ResponsesTranslation extends RequestTranslation {
  /** Everything that the response translation needs except the time of receipt. */
  readonly responsesContext: Omit<ResponsesContext, 'createdAt'>;
  /** The input items of this and the earlier responses, stored for `previous_response_id`. */
  readonly items: readonly object[];
}

/**
 * @param request the parsed request
 * @param stored what the local store knows of it
 * @throws RequestRefused with `param` in the client's own body
 */
export function translateResponsesRequest(
  request: ResponsesRequest,
  stored: StoredContext,
  context: TranslationContext,
): ResponsesTranslation {
  return runToEnd(translateResponsesRequestSteps(request, stored, context));
}

/** The same in steps, as those of `translateRequestSteps`. */
export function* translateResponsesRequestSteps(
  request: ResponsesRequest,
  stored: StoredContext,
  context: TranslationContext,
): Steps<ResponsesTranslation> {
  const { chat, kinds, paths, notes, items, wantsSummary } = yield* toChatRequestSteps(request, stored);
  if (context.settings.strict) for (const note of notes) refuseLoss(note);
  const settings = { ...context.settings, showReasoning: wantsSummary };
  const translation = yield* inClientTerms(paths, chat, { ...context, settings });
  yield;
  const known = [...notes.map(boundedNote), ...translation.notes.map((note) => relocated(note, paths))];
  const unread = unreadNotes(responsesRequestFields, request, known);
  if (context.settings.strict) for (const note of unread) refuseLoss(note);
  yield;
  const locate = (upstreamPath: string): string | null =>
    paths.locate(translation.locate(upstreamPath)) ?? wholeInput(upstreamPath);
  const withheld = { request, notes, isStripped: context.adjustments.stripThinkingBlocks, locate };
  return {
    ...translation,
    notes: [...known, ...unread],
    locate,
    responsesContext: {
      responseContext: translation.responseContext,
      kinds,
      request,
      showSummary: wantsSummary,
      compared: translation.comparedBy !== null,
      transformations: (removed) => inputTransformations(withheld, removed),
    },
    items,
  };
}

/** Messages without an item in this request, such as those of an earlier response, count as input. */
function wholeInput(upstreamPath: string): string | null {
  return upstreamPath.startsWith('messages') ? 'input' : null;
}

function relocated(note: Note, paths: PathMap): Note {
  return { ...note, from: paths.locate(note.from) };
}

/** A refusal of the chat form names the field of the Responses form. */
function* inClientTerms(
  paths: PathMap,
  chat: ChatTranslation['chat'],
  context: TranslationContext,
): Steps<RequestTranslation> {
  try {
    const request = parseChatRequest(chat);
    yield;
    return yield* translateRequestSteps(request, context, null);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    const { code, message, hint, status } = error;
    const param = paths.locate(error.param) ?? wholeInput(error.param ?? '');
    const known = error.param === null || param === null ? message : message.replaceAll(error.param, param);
    throw new RequestRefused({ code, message: known, hint, status, param });
  }
}
