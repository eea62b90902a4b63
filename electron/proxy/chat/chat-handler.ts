/** Answers a chat request, in the shape of whichever endpoint it came through: one answer or several, whole or streamed. */

import { chooseModel } from '#shared/models/choose-model.ts';
import type { ChatRequest } from '#shared/openai/chat-request.ts';
import type { ChatCompletion, ChatCompletionChunk } from '#shared/openai/types.ts';
import type { ReplyContext, RequestTranslation, TranslationContext } from '#shared/translate/core/context.ts';
import type { Note } from '#shared/translate/core/notes.ts';
import { translateRequest } from '#shared/translate/translate-request.ts';
import { translateResponse } from '#shared/translate/response/translate-response.ts';
import { answersWanted } from '#shared/translate/response/multiple-choices.ts';
import { answerStream } from './stream-response.ts';
import { answerHeaders } from './completion-headers.ts';
import { createChatFront } from './chat-sse-encoder.ts';
import { completeMessage } from './collect-message.ts';
import { openConversation } from './messages-call.ts';
import type { ProxyParts } from '../http/proxy-deps.ts';
import { completeAnswers, openAnswers, streamAnswers } from './fan-out.ts';
import { sendJson, type Visit } from '../http/request-context.ts';

/** What chat answers become on the wire of one endpoint. */
export interface ChatShape {
  whole(completion: ChatCompletion): object;
  /** Null: the chunk says nothing there. */
  chunk(chunk: ChatCompletionChunk): object | null;
}

/** `ownNotes`: what had to be done before there was a chat request. Rejects with what went wrong before the answer began. */
export async function answerChat(
  visit: Visit,
  parts: ProxyParts,
  request: ChatRequest,
  shape: ChatShape,
  ownNotes: readonly Note[] = [],
): Promise<void> {
  const { recording, settings } = visit;
  const { model } = chooseModel(request.model, settings);
  const created = Math.floor(Date.now() / 1000);
  const translate = (context: TranslationContext): RequestTranslation => {
    const translation = translateRequest(request, context);
    return { ...translation, notes: [...ownNotes, ...translation.notes] };
  };
  recording.assembleUpstream = 'message';
  if (request.stream === true) recording.assembleClient = 'completion';

  const count = answersWanted(request, settings.translation.fanOut);
  if (count > 1) {
    const answers = await openAnswers(visit, parts, model, count, translate);
    const reply = namedReply(answers.first.conversation.translation.reply, visit);
    if (reply.stream) return streamAnswers(visit, parts, answers, reply, created, shape);
    const completion = await completeAnswers(visit, answers, reply, created);
    return sendJson(visit, 200, shape.whole(completion), answerHeaders(visit, answers.first.conversation));
  }

  const conversation = await openConversation(visit, parts, model, translate);
  const reply = namedReply(conversation.translation.reply, visit);
  if (reply.stream) {
    return answerStream(
      visit,
      parts,
      conversation,
      createChatFront(reply, created, (chunk) => shape.chunk(chunk)),
    );
  }
  const message = await completeMessage(visit, conversation);
  const { completion, notes } = translateResponse(message, reply, created);
  recording.notes = [...conversation.notes, ...notes];
  sendJson(visit, 200, shape.whole(completion), answerHeaders(visit, conversation));
}

/** The name of the model that the client is told, as the settings say. */
export function namedReply(reply: ReplyContext, { settings }: Visit): ReplyContext {
  return settings.echoRequestedModel ? reply : { ...reply, requestedModel: reply.model };
}
