/** Handles a chat request in the shape of its endpoint: one choice or several (`n`), JSON or SSE. */

import { chooseModel } from '#shared/models/choose-model.ts';
import type { ChatRequest } from '#shared/openai/chat-request.ts';
import type {
  ResponseContext,
  RequestTranslation,
  TranslationContext,
} from '#shared/translate/core/translation-interface.ts';
import type { Note } from '#shared/notes.ts';
import type { Steps } from '#shared/steps.ts';
import { translateRequestSteps } from '#shared/translate/translate-request.ts';
import { translateResponseSteps } from '#shared/translate/response/translate-response.ts';
import { requestedChoices } from '#shared/translate/response/multiple-choices.ts';
import { streamResponse } from './stream-response.ts';
import { completionHeaders } from '../upstream/forwarded-headers.ts';
import { createChatSseEncoder, type ChatShape } from './chat-sse-encoder.ts';
import { createSseWriter } from './deferred-sse-writer.ts';
import { collectMessage } from './collect-message.ts';
import { runInSlices } from '#electron/platform/time-slices.ts';
import { openMessagesCall } from './messages-call.ts';
import type { ProxyDeps } from '../http/proxy-deps.ts';
import { collectChoices, openFanOut, streamChoices } from './fan-out.ts';
import { type ExchangeContext, sendJson, type RequestContext } from '../http/request-context.ts';

/** `ownNotes`: notes of the conversion to a chat request. Rejects with failures before the response head. */
export async function handleChat(
  context: RequestContext,
  deps: ProxyDeps,
  request: ChatRequest,
  shape: ChatShape,
  ownNotes: readonly Note[] = [],
): Promise<void> {
  const { recording, settings } = context;
  const { model } = chooseModel(request.model, settings);
  const created = Math.floor(Date.now() / 1000);
  const translate = function* (inputs: TranslationContext): Steps<RequestTranslation> {
    const translation = yield* translateRequestSteps(request, inputs);
    return { ...translation, notes: [...ownNotes, ...translation.notes] };
  };
  recording.assembleUpstream = 'message';
  if (request.stream === true) recording.assembleClient = 'completion';

  const count = requestedChoices(request, settings.translation.fanOut);
  if (count > 1) {
    const fanOut = await openFanOut(context, deps, model, count, translate);
    const responseContext = withReportedModel(fanOut.first.call.translation.responseContext, context);
    if (responseContext.stream) return streamChoices(context, deps, fanOut, responseContext, created, shape);
    const completion = await collectChoices(context, fanOut, responseContext, created);
    return sendJson(context, 200, shape.whole(completion), completionHeaders(context, fanOut.first.call));
  }

  const call = await openMessagesCall(context, deps, model, translate);
  const responseContext = withReportedModel(call.translation.responseContext, context);
  if (responseContext.stream) {
    return streamResponse(
      context,
      createSseWriter(context, deps, call),
      call,
      createChatSseEncoder(responseContext, created, (chunk) => shape.chunk(chunk)),
    );
  }
  const message = await collectMessage(context, call);
  const translating = translateResponseSteps(message, responseContext, created);
  const { completion, notes } = await runInSlices(translating, context.signal);
  recording.notes = [...call.notes, ...notes];
  sendJson(context, 200, shape.whole(completion), completionHeaders(context, call));
}

/** The model name in responses, by the settings. */
export function withReportedModel(responseContext: ResponseContext, { settings }: ExchangeContext): ResponseContext {
  return settings.echoRequestedModel ? responseContext : { ...responseContext, requestedModel: responseContext.model };
}
