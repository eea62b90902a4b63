/** `POST /v1/completions`: the old text completion, emulated by one chat message. */

import { completionToChat } from '#shared/completions/completion-to-chat.ts';
import { textCompletion, textCompletionChunk } from '#shared/completions/completion-response.ts';
import { parseChatRequest } from '#shared/openai/chat-request.ts';
import { handleChat, type ChatShape } from '../chat/chat-handler.ts';
import type { Route } from '../http/proxy-deps.ts';
import { recordRequestedModel } from '../recording/exchange-recording.ts';
import { parseStrictJson } from '../http/strict-json.ts';

const asText: ChatShape = { whole: textCompletion, chunk: textCompletionChunk };

export const completions: Route = (context, body, deps) => {
  const value = parseStrictJson(body);
  recordRequestedModel(context.recording, value);
  const { chat, notes } = completionToChat(value);
  return handleChat(context, deps, parseChatRequest(chat), asText, notes);
};
