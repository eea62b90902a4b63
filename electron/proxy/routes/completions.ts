/** `POST /v1/completions`: the old text completion, emulated by one chat message. */

import { completionToChat } from '#shared/completions/to-chat.ts';
import { textCompletion, textCompletionChunk } from '#shared/completions/reply.ts';
import { chooseModel } from '#shared/models/choose.ts';
import { parseChatRequest } from '#shared/openai/chat-request.ts';
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
import { sendJson } from '../visit.ts';
import { namedReply } from './chat-completions.ts';

export const completions: Route = async (visit, body, parts) => {
  const { recording } = visit;
  const value = parseStrictJson(body);
  noteAsked(recording, value);
  const { chat, notes: ownNotes } = completionToChat(value);
  const request = parseChatRequest(chat);
  const { model } = chooseModel(request.model, visit.settings);
  const created = Math.floor(Date.now() / 1000);
  const conversation = await openConversation(visit, parts, model, (context) => {
    const translation = translateRequest(request, context);
    return { ...translation, notes: [...ownNotes, ...translation.notes] };
  });
  const reply = namedReply(conversation.translation.reply, visit);

  recording.assembleUpstream = 'message';
  if (reply.stream) {
    recording.assembleClient = 'completion';
    await answerStream(visit, parts, conversation, createChatFront(reply, created, textCompletionChunk));
    return;
  }
  const message = await completeMessage(visit, conversation);
  const { completion, notes } = translateResponse(message, reply, created);
  recording.notes = [...conversation.notes, ...notes];
  sendJson(visit, 200, textCompletion(completion), answerHeaders(visit, conversation));
};
