/** `POST /v1/chat/completions`: the OpenAI chat API, translated there and back. */

import { parseChatRequest } from '#shared/openai/chat-request.ts';
import { handleChat, type ChatShape } from '../chat/chat-handler.ts';
import type { Route } from '../http/proxy-deps.ts';
import { recordRequestedModel } from '../recording/exchange-recording.ts';
import { parseStrictJson } from '../http/strict-json.ts';

const asItIs: ChatShape = { whole: (completion) => completion, chunk: (chunk) => chunk };

export const chatCompletions: Route = (context, body, deps) => {
  const value = parseStrictJson(body);
  recordRequestedModel(context.recording, value);
  return handleChat(context, deps, parseChatRequest(value), asItIs);
};
