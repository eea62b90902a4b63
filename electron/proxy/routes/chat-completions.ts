/** `POST /v1/chat/completions`: the OpenAI chat API, translated there and back. */

import { parseChatRequest } from '#shared/openai/chat-request.ts';
import { chooseModel } from '#shared/models/choose.ts';
import type { ReplyContext } from '#shared/translate/context.ts';
import { translateRequest } from '#shared/translate/request.ts';
import { translateResponse } from '#shared/translate/response.ts';
import { answerStream } from '../answer.ts';
import { answerHeaders } from '../answer-headers.ts';
import { completeMessage } from '../complete-message.ts';
import { createChatFront } from '../chat-front.ts';
import { openConversation } from '../conversation.ts';
import type { Route } from '../parts.ts';
import { noteAsked } from '../recording.ts';
import { parseStrictJson } from '../strict-json.ts';
import { sendJson, type Visit } from '../visit.ts';

export const chatCompletions: Route = async (visit, body, parts) => {
  const { recording } = visit;
  const value = parseStrictJson(body);
  noteAsked(visit.recording, value);
  const request = parseChatRequest(value);
  const { model } = chooseModel(request.model, visit.settings);
  const created = Math.floor(Date.now() / 1000);
  const conversation = await openConversation(visit, parts, model, (context) => translateRequest(request, context));
  const reply = namedReply(conversation.translation.reply, visit);

  recording.assembleUpstream = 'message';
  if (reply.stream) {
    recording.assembleClient = 'completion';
    await answerStream(visit, parts, conversation, createChatFront(reply, created));
    return;
  }
  const message = await completeMessage(visit, conversation);
  const { completion, notes } = translateResponse(message, reply, created);
  recording.notes = [...conversation.notes, ...notes];
  sendJson(visit, 200, completion, answerHeaders(visit, conversation));
};

export function namedReply(reply: ReplyContext, { settings }: Visit): ReplyContext {
  return settings.echoRequestedModel ? reply : { ...reply, requestedModel: reply.model };
}
