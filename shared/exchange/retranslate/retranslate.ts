/**
 * "What would this request become on model X": translates a stored client body again, without network. Pure, so it runs in the
 * window. The links between panes and the stream timeline use it too.
 */

import type { MessageRequest } from '../../anthropic/types.ts';
import { completionToChat } from '../../completions/completion-to-chat.ts';
import { RequestRefused } from '../../errors.ts';
import { chooseModel } from '../../models/choose-model.ts';
import { currentProfile } from '../../models/known-models.ts';
import type { ModelProfile } from '../../models/profile.ts';

import { asTriggered } from '../../responses-api/compaction/compacted-response.ts';
import { isCompactPath } from '../compaction-requests.ts';
import { createPathMap } from '../../responses-api/path-map.ts';
import type { ResponsesContext } from '../../responses-api/response-object.ts';
import { createBody, isCreateEvent } from '../../responses-api/websocket/client-event.ts';
import { parseResponsesRequest } from '../../responses-api/request-schema.ts';
import { type StoredContext, toChatRequest } from '../../responses-api/responses-to-chat.ts';
import { translateResponsesRequest } from '../../responses-api/translate-responses-request.ts';
import type { Settings } from '../../settings/schema.ts';
import {
  type ResponseContext,
  type RequestTranslation,
  type TranslationContext,
} from '../../translate/core/translation-interface.ts';
import type { Note } from '../../notes.ts';
import { traceRequest, translateRequest } from '../../translate/translate-request.ts';
import { upstreamBody } from '../../translate/params/upstream-streaming.ts';
import { createTracer, type TrailEntry } from '../../translate/core/trail-recorder.ts';
import { isObject, parseJsonExactly } from '../../json/unknown-json.ts';
import { createPureHasher } from './pure-hasher.ts';
import { recordedPreviousMessage } from './recorded-previous-message.ts';
import type { Exchange, ExchangeSummary } from '../record.ts';
import { remapTrail } from './remap-trail.ts';
import { recordedThinking } from './recorded-thinking.ts';
import type { TranslationInputs } from './translation-inputs.ts';
import { type Adjustments, noAdjustments } from '../../models/adjustments.ts';
import { parseChatRequest } from '../../openai/parse-chat-request.ts';
import { roundProtocolNumbers } from '../../openai/request-json.ts';

export interface RetranslateInput {
  readonly endpoint: ExchangeSummary['endpoint'];
  /** Path of the client's request; `/v1/responses/compact` differs from the others of its endpoint. */
  readonly path?: string;
  /** The client's body, JSON text. */
  readonly body: string;
  readonly inputs: TranslationInputs;
  /** The Claude model to translate for; null: the one that the settings choose. */
  readonly model: string | null;
  /** The model capabilities known at the time, where they differ from today's. */
  readonly profile?: ModelProfile;
  /** What self-healing removed from this request. */
  readonly adjustments?: Adjustments;
  /** The upstream body of the record (JSON text), which supplies its thinking. */
  readonly sentUpstream?: string | null;
  /** The referent of `previous_response_id`, where it is known. */
  readonly stored?: StoredContext;
}

/** Input of the response translation, by the API that the client used. */
export type ResponseTarget =
  | { readonly kind: 'chat.completions' | 'completions'; readonly responseContext: ResponseContext }
  | { readonly kind: 'responses'; readonly responsesContext: Omit<ResponsesContext, 'createdAt'> };

export interface Retranslated {
  readonly ok: true;
  readonly model: string;
  /** Why this model: one sentence. */
  readonly modelReason: string;
  /** As it would be sent. */
  readonly body: MessageRequest;
  readonly betas: readonly string[];
  readonly notes: readonly Note[];
  /** `from` in the client's body, `to` in `body`. */
  readonly trail: readonly TrailEntry[];
  readonly target: ResponseTarget;
  /** What could not be considered because the record lacks it, one sentence; or null. */
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

/** Never throws: for a request that would be refused it returns the reason. */
export function retranslate(input: RetranslateInput): Retranslated | NotRetranslated {
  const value = roundProtocolNumbers(parseJsonExactly(input.body));
  if (!isObject(value)) {
    return failure('invalid_json', 'The client’s body is not a JSON object, or was not stored completely.');
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
  inputs: TranslationInputs,
  options: Partial<Pick<RetranslateInput, 'model' | 'profile' | 'adjustments'>> = {},
): Retranslated | NotRetranslated {
  const { summary, clientRequest, upstreamRequest } = exchange;
  return retranslate({
    endpoint: summary.endpoint,
    path: summary.path,
    body: clientRequest.body,
    inputs,
    model: summary.modelUsed,
    sentUpstream: upstreamRequest?.body ?? null,
    ...options,
  });
}

function failure(code: string, message: string): NotRetranslated {
  return { ok: false, code, message, hint: null, param: null };
}

function translateBody(value: object, input: RetranslateInput): Retranslated | NotRetranslated {
  const requestedModel = 'model' in value && typeof value.model === 'string' ? value.model : undefined;
  const chosen = chooseModel(requestedModel, input.inputs.settings);
  const model = input.model ?? chosen.model;
  const modelReason = model === chosen.model ? chosen.reason : 'Chosen for this translation.';
  const context = contextFor(model, input);
  switch (input.endpoint) {
    case 'chat.completions': {
      const { translation, trail } = traceRequest(parseChatRequest(value), context);
      const target: ResponseTarget = {
        kind: 'chat.completions',
        responseContext: withReportedModel(translation.responseContext, input.inputs.settings),
      };
      return { ...finished(translation), model, modelReason, trail, target, missing: null };
    }
    case 'completions':
      return { ...translateCompletion(value, context, input.inputs.settings), model, modelReason };
    case 'responses':
      return { ...translateResponses(bodyOf(value), context, input), model, modelReason };
    default:
      return failure('not_translated', 'Requests of this kind are passed on, not translated.');
  }
}

/** The body that a message of a WebSocket stands for; others unchanged. */
function bodyOf(value: object): object {
  return isCreateEvent(value) ? createBody(value) : value;
}

function contextFor(model: string, input: RetranslateInput): TranslationContext {
  return {
    model,
    profile: input.profile ?? currentProfile(input.inputs.models, model),
    settings: input.inputs.settings.translation,
    createHasher: createPureHasher,
    signatures: input.sentUpstream ? recordedThinking(input.sentUpstream, createPureHasher) : null,
    previousMessages: input.sentUpstream ? recordedPreviousMessage(input.sentUpstream) : null,
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
  const trail = remapTrail(tracer.trail(translation.body), { client: value, chat, paths, notes });
  const target: ResponseTarget = {
    kind: 'completions',
    responseContext: withReportedModel(translation.responseContext, settings),
  };
  return { ...finished(translation), notes, trail, target, missing: null };
}

const nothingStored: StoredContext = { previousItems: [], findItem: () => null };

function translateResponses(value: object, context: TranslationContext, input: RetranslateInput): Finished {
  const request = parseResponsesRequest(isCompactPath(input.path ?? '') ? asTriggered(value) : value);
  const stored = input.stored ?? nothingStored;
  // The translator makes the same chat request again internally; the tracer needs only its structure.
  const { chat, paths } = toChatRequest(request, stored);
  const tracer = createTracer(chat);
  const translation = translateResponsesRequest(request, stored, { ...context, tracer });
  const { notes, responsesContext } = translation;
  const trail = remapTrail(tracer.trail(translation.body), { client: value, chat, paths, notes });
  const responseContext = withReportedModel(responsesContext.responseContext, input.inputs.settings);
  const lacksHistory = (request.previous_response_id ?? null) !== null && input.stored === undefined;
  return {
    ...finished(translation),
    notes,
    trail,
    target: { kind: 'responses', responsesContext: { ...responsesContext, responseContext } },
    missing: lacksHistory ? 'The items of the earlier response are not part of this record.' : null,
  };
}

function finished(translation: RequestTranslation): Pick<Retranslated, 'ok' | 'body' | 'betas' | 'notes'> {
  return { ok: true, body: upstreamBody(translation), betas: translation.betas, notes: translation.notes };
}

function withReportedModel(responseContext: ResponseContext, settings: Settings): ResponseContext {
  return settings.echoRequestedModel ? responseContext : { ...responseContext, requestedModel: responseContext.model };
}
