/** `POST /v1/chat/completions`: the OpenAI chat API, translated there and back. */

import { type ChatRequest, parseChatRequest } from '#shared/openai/chat-request.ts';
import { chooseModel } from '#shared/models/choose.ts';
import type { ReplyContext } from '#shared/translate/context.ts';
import { translateRequest } from '#shared/translate/request.ts';
import { translateResponse } from '#shared/translate/response.ts';
import { createStreamTranslation } from '#shared/translate/stream.ts';
import { answerHeaders, answerStream, completeMessage, type StreamFront } from '../answer.ts';
import { assembleChunks } from '../chat-chunks.ts';
import { openConversation } from '../conversation.ts';
import type { Route } from '../parts.ts';
import { DONE, encodeEvent } from '../sse.ts';
import { parseStrictJson } from '../strict-json.ts';
import { assembleEvents } from '../upstream-events.ts';
import { sendJson, type Visit } from '../visit.ts';

export const chatCompletions: Route = async (visit, body, parts) => {
  const { recording } = visit;
  const value = parseStrictJson(body);
  const request = readRequest(value, visit);
  const { model } = chooseModel(request.model, visit.settings);
  const created = Math.floor(Date.now() / 1000);
  const conversation = await openConversation(visit, parts, model, (context) => translateRequest(request, context));
  const reply = namedReply(conversation.translation.reply, visit);

  recording.assembleUpstream = assembleEvents;
  if (reply.stream) {
    recording.assembleClient = assembleChunks;
    await answerStream(visit, parts, conversation, chatFront(reply, created));
    return;
  }
  const message = await completeMessage(visit, conversation);
  const { completion, notes } = translateResponse(message, reply, created);
  recording.notes = [...conversation.notes, ...notes];
  sendJson(visit, 200, completion, answerHeaders(visit, conversation));
};

/** Notes down what was asked for before it is judged, so that a refused request can be read in the log. */
function readRequest(value: unknown, visit: Visit): ChatRequest {
  const { recording } = visit;
  if (typeof value === 'object' && value !== null) {
    if ('model' in value && typeof value.model === 'string') recording.modelAsked = value.model;
    recording.stream = 'stream' in value && value.stream === true;
  }
  return parseChatRequest(value);
}

function namedReply(reply: ReplyContext, { settings }: Visit): ReplyContext {
  return settings.echoRequestedModel ? reply : { ...reply, requestedModel: reply.model };
}

function chatFront(reply: ReplyContext, created: number): StreamFront {
  const stream = createStreamTranslation(reply, created);
  return {
    push(event) {
      let text = '';
      for (const chunk of stream.push(event)) text += encodeEvent(chunk);
      return stream.state === 'done' && text !== '' ? text + DONE : text;
    },
    end() {
      const { chunks, failure } = stream.end();
      let text = '';
      for (const chunk of chunks) text += encodeEvent(chunk);
      return failure === null ? text + DONE : text;
    },
    error: ({ body }) => encodeEvent(body),
    get state() {
      return stream.state;
    },
    get failure() {
      return stream.failure;
    },
    get notes() {
      return stream.notes;
    },
    get usage() {
      return stream.usage;
    },
  };
}
