/** `POST /v1/completions`: the old text completion, emulated by one chat message. */

import { completionToChat } from '#shared/completions/completion-to-chat.ts';
import { textCompletion, textCompletionChunk } from '#shared/completions/completion-response.ts';

import { handleChat } from '../chat/chat-handler.ts';
import type { Route } from '../http/proxy-deps.ts';
import { recordRequestedModel } from '../recording/exchange-recording.ts';
import { readStrictJson } from '../http/strict-json.ts';
import { pauseIfLarge } from '#electron/platform/time-slices.ts';
import type { ChatShape } from '../chat/chat-sse-encoder.ts';
import { refuseLoss } from '#shared/translate/core/request-draft.ts';
import { parseChatRequest } from '#shared/openai/parse-chat-request.ts';

const asText: ChatShape = { whole: textCompletion, chunk: textCompletionChunk };

export const completions: Route = async (context, body, deps) => {
  const value = await readStrictJson(body, context.signal);
  recordRequestedModel(context.recording, value);
  await pauseIfLarge(body.length, context.signal);
  const { chat, notes } = completionToChat(value);
  if (context.settings.translation.strict) for (const note of notes) refuseLoss(note);
  const request = parseChatRequest(chat);
  await pauseIfLarge(body.length, context.signal);
  return handleChat(context, deps, request, asText, notes);
};
