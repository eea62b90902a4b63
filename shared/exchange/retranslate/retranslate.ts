/**
 * "What would this request become on model X": a stored client body through today's translator, without network. Pure, so it runs
 * in the window. The panes' links and the stream's lanes rest on it too.
 */

import type { MessageRequest } from '../../anthropic/types.ts';
import { completionToChat } from '../../completions/completion-to-chat.ts';
import { RequestRefused } from '../../errors.ts';
import { chooseModel } from '../../models/choose-model.ts';
import { profileNow } from '../../models/known-models.ts';
import type { ModelProfile } from '../../models/profile.ts';
import { parseChatRequest } from '../../openai/chat-request.ts';
import { createPathMap } from '../../responses-api/path-map.ts';
import type { ResponsesReply } from '../../responses-api/response-object.ts';
import { parseResponsesRequest } from '../../responses-api/request-schema.ts';
import { type StoredContext, toChatRequest } from '../../responses-api/responses-to-chat.ts';
import { translateResponsesRequest } from '../../responses-api/translate-responses-request.ts';
import type { Settings } from '../../settings/schema.ts';
import {
  type Adjustments,
  noAdjustments,
  type ReplyContext,
  type RequestTranslation,
  type TranslationContext,
} from '../../translate/core/context.ts';
import type { Note } from '../../translate/core/notes.ts';
import { traceRequest, translateRequest } from '../../translate/translate-request.ts';
import { sentBody } from '../../translate/params/upstream-streaming.ts';
import { createTracer, type TrailEntry } from '../../translate/core/tracer.ts';
import { isObject, parseJson } from '../../json/unknown-json.ts';
import { createPureHasher } from './pure-hasher.ts';
import { previousAnswerOf } from './recorded-previous-message.ts';
import type { Exchange, ExchangeSummary } from '../record.ts';
import { relocateTrail } from './remap-trail.ts';
import { rememberedTurns } from './recorded-thinking.ts';
import type { Today } from './translation-inputs.ts';

export interface RetranslateInput {
  readonly endpoint: ExchangeSummary['endpoint'];
  /** The client's body, JSON text. */
  readonly body: string;
  readonly today: Today;
  /** The Claude model to translate for; null: the one that the settings choose. */
  readonly model: string | null;
  /** What that model was taken to accept, where that is not what is known today. */
  readonly profile?: ModelProfile;
  /** What a repair of this request left out. */
  readonly adjustments?: Adjustments;
  /** The upstream body of the record (JSON text): its thinking is put back as it was. */
  readonly sentUpstream?: string | null;
  /** What `previous_response_id` refers to, where it is known. */
  readonly stored?: StoredContext;
}

/** What the reply side needs, by the API that the client spoke. */
export type ReplyFront =
  | { readonly kind: 'chat.completions' | 'completions'; readonly reply: ReplyContext }
  | { readonly kind: 'responses'; readonly answer: Omit<ResponsesReply, 'createdAt'> };

export interface Retranslated {
  readonly ok: true;
  readonly model: string;
  /** Why this model, one sentence. */
  readonly modelReason: string;
  /** As it would be sent. */
  readonly body: MessageRequest;
  readonly betas: readonly string[];
  readonly notes: readonly Note[];
  /** `from` in the client's body, `to` in `body`. */
  readonly trail: readonly TrailEntry[];
  readonly front: ReplyFront;
  /** What could not be taken into account because it is not in the record, one sentence; or null. */
  readonly missing: string | null;
}

export interface NotRetranslated {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** JSON path in the client's body. */
  readonly param: string | null;
}

/** Never throws: a request that would be refused says why. */
export function retranslate(input: RetranslateInput): Retranslated | NotRetranslated {
  const value = parseJson(input.body);
  if (!isObject(value)) {
    return failure('invalid_json', 'The client’s body is not a JSON object, or was not kept whole.');
  }
  try {
    return translateBody(value, input);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return { ok: false, code: error.code, message: error.message, hint: error.hint, param: error.param };
  }
}

/** The same for a whole record: on the model it used, or on another. */
export function retranslateExchange(
  exchange: Exchange,
  today: Today,
  options: Partial<Pick<RetranslateInput, 'model' | 'profile' | 'adjustments'>> = {},
): Retranslated | NotRetranslated {
  const { summary, clientRequest, upstreamRequest } = exchange;
  return retranslate({
    endpoint: summary.endpoint,
    body: clientRequest.body,
    today,
    model: summary.modelUsed,
    sentUpstream: upstreamRequest?.body ?? null,
    ...options,
  });
}

function failure(code: string, message: string): NotRetranslated {
  return { ok: false, code, message, hint: null, param: null };
}

function translateBody(value: object, input: RetranslateInput): Retranslated | NotRetranslated {
  const asked = 'model' in value && typeof value.model === 'string' ? value.model : undefined;
  const chosen = chooseModel(asked, input.today.settings);
  const model = input.model ?? chosen.model;
  const modelReason = model === chosen.model ? chosen.reason : 'Chosen for this translation.';
  const context = contextFor(model, input);
  switch (input.endpoint) {
    case 'chat.completions': {
      const { translation, trail } = traceRequest(parseChatRequest(value), context);
      const front: ReplyFront = { kind: 'chat.completions', reply: named(translation.reply, input.today.settings) };
      return { ...finished(translation), model, modelReason, trail, front, missing: null };
    }
    case 'completions':
      return { ...translateCompletion(value, context, input.today.settings), model, modelReason };
    case 'responses':
      return { ...translateResponses(value, context, input), model, modelReason };
    default:
      return failure('not_translated', 'Requests of this kind are passed on, not translated.');
  }
}

function contextFor(model: string, input: RetranslateInput): TranslationContext {
  return {
    model,
    profile: input.profile ?? profileNow(input.today.models, model),
    settings: input.today.settings.translation,
    createHasher: createPureHasher,
    signatures: input.sentUpstream ? rememberedTurns(input.sentUpstream, createPureHasher) : null,
    previousAnswers: input.sentUpstream ? previousAnswerOf(input.sentUpstream) : null,
    adjustments: input.adjustments ?? noAdjustments,
    tracer: null,
  };
}

type Finished = Omit<Retranslated, 'model' | 'modelReason'>;

function translateCompletion(value: object, context: TranslationContext, settings: Settings): Finished {
  const { chat, notes: ownNotes } = completionToChat(value);
  const tracer = createTracer(chat);
  const translation = translateRequest(parseChatRequest(chat), { ...context, tracer });
  const paths = createPathMap();
  for (const field of Object.keys(value)) paths.set(field, field);
  paths.set('messages[0]', 'prompt');
  const notes = [...ownNotes, ...translation.notes];
  const trail = relocateTrail(tracer.trail(translation.body), { client: value, chat, paths, notes });
  const front: ReplyFront = { kind: 'completions', reply: named(translation.reply, settings) };
  return { ...finished(translation), notes, trail, front, missing: null };
}

const nothingStored: StoredContext = { previousItems: [], findItem: () => null };

function translateResponses(value: object, context: TranslationContext, input: RetranslateInput): Finished {
  const request = parseResponsesRequest(value);
  const stored = input.stored ?? nothingStored;
  // The translator makes the same chat request once more for itself; the tracer only needs to walk its shape.
  const { chat, paths } = toChatRequest(request, stored);
  const tracer = createTracer(chat);
  const translation = translateResponsesRequest(request, stored, { ...context, tracer });
  const { notes, answer } = translation;
  const trail = relocateTrail(tracer.trail(translation.body), { client: value, chat, paths, notes });
  const reply = named(answer.reply, input.today.settings);
  const lacksHistory = (request.previous_response_id ?? null) !== null && input.stored === undefined;
  return {
    ...finished(translation),
    notes,
    trail,
    front: { kind: 'responses', answer: { ...answer, reply } },
    missing: lacksHistory ? 'The items of the earlier response are not part of this record.' : null,
  };
}

function finished(translation: RequestTranslation): Pick<Retranslated, 'ok' | 'body' | 'betas' | 'notes'> {
  return { ok: true, body: sentBody(translation), betas: translation.betas, notes: translation.notes };
}

function named(reply: ReplyContext, settings: Settings): ReplyContext {
  return settings.echoRequestedModel ? reply : { ...reply, requestedModel: reply.model };
}
