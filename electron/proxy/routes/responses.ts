/** `/v1/responses`: OpenAI's Responses API, translated there and back, and the responses that were kept. */

import { RequestRefused } from '#shared/errors.ts';
import { chooseModel } from '#shared/models/choose-model.ts';
import type { ResponsesEvent, ResponsesResponse } from '#shared/openai/types.ts';
import { pageOfInput } from '#shared/responses-api/input-items.ts';
import type { ResponsesReply } from '#shared/responses-api/response-object.ts';
import { parseResponsesRequest, type ResponsesRequest } from '#shared/responses-api/request-schema.ts';
import { createResponsesStream, translateToResponse } from '#shared/responses-api/responses-stream.ts';
import type { StoredContext } from '#shared/responses-api/responses-to-chat.ts';
import {
  type ResponsesTranslation,
  translateResponsesRequest,
} from '#shared/responses-api/translate-responses-request.ts';
import { answerStream, type StreamFront } from '../chat/stream-response.ts';
import { answerHeaders } from '../chat/completion-headers.ts';
import { completeMessage } from '../chat/collect-message.ts';
import { openConversation } from '../chat/messages-call.ts';
import type { ProxyParts, Route } from '../http/proxy-deps.ts';
import { namedReply } from '../chat/chat-handler.ts';
import { noteAsked } from '../recording/exchange-recording.ts';
import { parseStrictJson } from '../http/strict-json.ts';
import { sendJson, type Visit } from '../http/request-context.ts';

export const createResponse: Route = async (visit, body, parts) => {
  const { recording } = visit;
  const value = parseStrictJson(body);
  noteAsked(recording, value);
  const request = parseResponsesRequest(value);
  const stored = storedContext(request, parts);
  const { model } = chooseModel(request.model ?? undefined, visit.settings);
  const createdAt = Math.floor(Date.now() / 1000);
  let translated: ResponsesTranslation | null = null;
  const conversation = await openConversation(visit, parts, model, (context) => {
    translated = translateResponsesRequest(request, stored, context);
    return translated;
  });
  const { answer, items } = made(translated);
  const context: ResponsesReply = { ...answer, reply: namedReply(answer.reply, visit), createdAt };
  const keep = (response: ResponsesResponse | null): void => {
    if (response !== null && request.store !== false) parts.responses.put({ response, inputItems: items }, body.length);
  };

  recording.assembleUpstream = 'message';
  if (request.stream === true) {
    recording.assembleClient = 'response';
    await answerStream(visit, parts, conversation, responsesFront(context, keep));
    return;
  }
  const message = await completeMessage(visit, conversation);
  const { response, notes } = translateToResponse(message, context);
  recording.notes = [...conversation.notes, ...notes];
  keep(response);
  sendJson(visit, 200, response ?? {}, answerHeaders(visit, conversation));
};

/** The translation ran inside `openConversation`, which has thrown if it did not. */
function made(translated: ResponsesTranslation | null): ResponsesTranslation {
  if (translated === null) throw new Error('The request was sent without having been translated.');
  return translated;
}

export function storedContext(request: ResponsesRequest, parts: ProxyParts): StoredContext {
  const findItem = (id: string): object | null => parts.responses.findItem(id);
  const previous = request.previous_response_id ?? null;
  if (previous === null) return { previousItems: [], findItem };
  const stored = parts.responses.get(previous);
  if (stored === null) {
    throw new RequestRefused({
      status: 400,
      code: 'previous_response_not_found',
      param: 'previous_response_id',
      message: `No response with the id ${previous} is kept here.`,
      hint: 'Responses are kept until the proxy stops, and not with store: false. Send the whole input instead.',
    });
  }
  return { previousItems: [...stored.inputItems, ...stored.response.output], findItem };
}

function encode(events: readonly ResponsesEvent[]): string {
  let text = '';
  for (const event of events) text += `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  return text;
}

function responsesFront(context: ResponsesReply, keep: (response: ResponsesResponse | null) => void): StreamFront {
  const stream = createResponsesStream(context);
  const send = (events: readonly ResponsesEvent[]): string => {
    if (stream.state === 'done' && events.length > 0) keep(stream.response);
    return encode(events);
  };
  return {
    push: (event) => send(stream.push(event)),
    end: () => send(stream.end()),
    // A failure of the stream itself has already been told by its last event.
    error: (reply) => encode(stream.fail(reply)),
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

export const retrieveResponse: Route = (visit, _body, parts) => {
  const { response } = kept(visit, parts);
  if (query(visit).get('stream') === 'true') {
    throw new RequestRefused({
      code: 'unsupported_parameter',
      param: 'stream',
      message: 'A finished response is not streamed again.',
      hint: 'Retrieve it without stream.',
    });
  }
  sendJson(visit, 200, response);
};

export const deleteResponse: Route = (visit, _body, parts) => {
  const { response } = kept(visit, parts);
  parts.responses.delete(response.id);
  sendJson(visit, 200, { id: response.id, object: 'response', deleted: true });
};

export const listInputItems: Route = (visit, _body, parts) => {
  const { response, inputItems } = kept(visit, parts);
  const asked = query(visit);
  const wish = { limit: asked.get('limit'), order: asked.get('order'), after: asked.get('after') };
  sendJson(visit, 200, pageOfInput(inputItems, response.id, wish));
};

function query({ request }: Visit): URLSearchParams {
  return new URLSearchParams((request.url ?? '').split('?')[1]);
}

function kept(visit: Visit, parts: ProxyParts) {
  const id = decodeURIComponent((visit.request.url ?? '').split('?')[0]?.split('/')[3] ?? '');
  const stored = parts.responses.get(id);
  if (stored !== null) return stored;
  throw new RequestRefused({
    status: 404,
    code: 'not_found',
    param: 'response_id',
    message: `No response with the id ${id} is kept here.`,
    hint: 'Responses are kept until the proxy stops, and not with store: false.',
  });
}
