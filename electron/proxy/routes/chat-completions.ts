/** `POST /v1/chat/completions`: the OpenAI chat API, translated there and back. */

import { parseChatRequest } from '#shared/openai/chat-request.ts';
import { answerChat, type ChatShape } from '../chat/chat-handler.ts';
import type { Route } from '../http/proxy-deps.ts';
import { noteAsked } from '../recording/exchange-recording.ts';
import { parseStrictJson } from '../http/strict-json.ts';

const asItIs: ChatShape = { whole: (completion) => completion, chunk: (chunk) => chunk };

export const chatCompletions: Route = (visit, body, parts) => {
  const value = parseStrictJson(body);
  noteAsked(visit.recording, value);
  return answerChat(visit, parts, parseChatRequest(value), asItIs);
};
