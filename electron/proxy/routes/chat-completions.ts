/** `POST /v1/chat/completions`: the OpenAI chat API, translated there and back. */

import { handleChat } from '../chat/chat-handler.ts';
import type { Route } from '../http/proxy-deps.ts';
import { recordRequestedModel } from '../recording/exchange-recording.ts';
import { readStrictJson } from '../http/strict-json.ts';
import { pauseIfLarge } from '#electron/platform/time-slices.ts';
import type { ChatShape } from '../chat/chat-sse-encoder.ts';
import { parseChatRequest } from '#shared/openai/parse-chat-request.ts';

const asItIs: ChatShape = { whole: (completion) => completion, chunk: (chunk) => chunk };

export const chatCompletions: Route = async (context, body, deps) => {
  const value = await readStrictJson(body, context.signal);
  recordRequestedModel(context.recording, value);
  await pauseIfLarge(body.length, context.signal);
  const request = parseChatRequest(value);
  await pauseIfLarge(body.length, context.signal);
  return handleChat(context, deps, request, asItIs);
};
