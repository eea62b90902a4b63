/** `/v1/responses`: OpenAI's Responses API, translated, and the stored responses. */

import { RequestRefused } from '#shared/errors.ts';
import { chooseModel } from '#shared/models/choose-model.ts';
import type { ResponsesEvent, ResponsesResponse } from '#shared/openai/types.ts';
import type { ErrorResponse } from '#shared/openai/errors.ts';
import type { Message } from '#shared/anthropic/types.ts';
import { COMPACTION_IGNORED } from '#shared/translate/errors/compaction-failure.ts';
import { pageOfInput } from '#shared/responses-api/input-items.ts';
import type { ResponsesContext } from '#shared/responses-api/response-object.ts';
import { parseResponsesRequest, type ResponsesRequest } from '#shared/responses-api/request-schema.ts';
import { createResponsesStream, translateToResponseSteps } from '#shared/responses-api/responses-stream.ts';
import type { StoredContext } from '#shared/responses-api/responses-to-chat.ts';
import { translateResponsesRequestSteps } from '#shared/responses-api/translate-responses-request.ts';
import { type EncodedText, encodeInParts } from '../chat/pending-text.ts';
import { streamResponse, type ClientStreamEncoder } from '../chat/stream-response.ts';
import type { ResponseStore, StoredResponse } from '#electron/conversation-state/response-store.ts';
import { completionHeaders, forwardedHeaders } from '../upstream/forwarded-headers.ts';
import { UpstreamRefused } from '../upstream/upstream-refused.ts';
import { collectMessage } from '../chat/collect-message.ts';
import { createSseWriter } from '../chat/deferred-sse-writer.ts';
import { type MessagesCall, openMessagesCall } from '../chat/messages-call.ts';
import type { ProxyDeps, Route } from '../http/proxy-deps.ts';
import { withReportedModel } from '../chat/chat-handler.ts';
import { recordRequestedModel } from '../recording/exchange-recording.ts';
import { readStrictJson } from '../http/strict-json.ts';
import { pauseIfLarge, runInSlices } from '#electron/platform/time-slices.ts';
import { type ExchangeContext, sendJson, type RequestContext } from '../http/request-context.ts';

export const createResponse: Route = async (context, body, deps) => {
  const { recording } = context;
  const value = await readStrictJson(body, context.signal);
  recordRequestedModel(recording, value);
  await pauseIfLarge(body.length, context.signal);
  const request = parseResponsesRequest(value);
  await pauseIfLarge(body.length, context.signal);
  const opened = await openResponseCall(context, request, body.length, deps, storedResponses(deps));
  const { call, responseContext, keep } = opened;
  if (request.stream === true) {
    recording.assembleClient = 'response';
    const encoder = createResponsesEncoder(responseContext, keep, encodeSse);
    await streamResponse(context, createSseWriter(context, deps, call), call, encoder);
    return;
  }
  const message = await collectMessage(context, call);
  sendJson(context, 200, await wholeResponse(context, opened, message), completionHeaders(context, call));
};

/**
 * The response for a whole upstream message, with its notes recorded.
 *
 * @throws UpstreamRefused when a summary was requested and there is none
 */
export async function wholeResponse(
  { recording, signal }: ExchangeContext,
  { call, responseContext, keep }: ResponseCall,
  message: Message,
): Promise<ResponsesResponse> {
  const translating = translateToResponseSteps(message, responseContext);
  const { response, notes, failure } = await runInSlices(translating, signal);
  recording.notes = [...call.notes, ...notes];
  keep(response, failure);
  if (failure !== null) throw new UpstreamRefused(failure, forwardedHeaders(call.upstreamResponse));
  if (response === null) throw new Error('A whole message gives a whole response.');
  return response;
}

/** Where earlier responses are found, and this one is kept. */
export interface KnownResponses extends Pick<ResponseStore, 'get' | 'findItem'> {
  /** @param lasting false: the client asked not to store it. `size` is that of the request, in bytes. */
  keep(stored: StoredResponse, size: number, lasting: boolean): void;
}

export function storedResponses({ responses }: ProxyDeps): KnownResponses {
  return {
    get: (id) => responses.get(id),
    findItem: (id) => responses.findItem(id),
    keep(stored, size, lasting) {
      if (lasting) responses.put(stored, size);
    },
  };
}

export type KeepResponse = (response: ResponsesResponse | null, failure?: ErrorResponse | null) => void;

export interface ResponseCall {
  readonly call: MessagesCall;
  readonly responseContext: ResponsesContext;
  /** The items of the conversation that the request continues, and its own, oldest first. */
  readonly items: readonly object[];
  /** Called with the finished response, or with why there is none, before the client has read its end. */
  readonly keep: KeepResponse;
}

/**
 * Sends a request upstream, whatever the transport of its response.
 *
 * @param size of the client's body, in bytes
 * @throws RequestRefused (by us), UpstreamRefused (by the upstream), UpstreamFailure (network)
 */
export async function openResponseCall(
  context: ExchangeContext,
  request: ResponsesRequest,
  size: number,
  deps: ProxyDeps,
  known: KnownResponses,
): Promise<ResponseCall> {
  const stored = storedContext(request, known);
  const { model } = chooseModel(request.model ?? undefined, context.settings);
  const createdAt = Math.floor(Date.now() / 1000);
  const call = await openMessagesCall(context, deps, model, (translation) =>
    translateResponsesRequestSteps(request, stored, translation),
  );
  // Those of the request that was sent: it may have been translated several times, to see what learned rules change.
  const { responsesContext, items } = call.translation;
  const responseContext: ResponsesContext = {
    ...responsesContext,
    responseContext: withReportedModel(responsesContext.responseContext, context),
    createdAt,
  };
  context.recording.assembleUpstream = 'message';
  return {
    call,
    responseContext,
    items,
    keep(response, failure = null) {
      if (failure !== null) learnFromFailure(deps, model, failure);
      else if (response !== null) known.keep({ response, inputItems: items }, size, request.store !== false);
    },
  };
}

/** An upstream that leaves an unknown field out, instead of refusing it, is known by what it answers. */
function learnFromFailure({ learnedRules }: ProxyDeps, model: string, { body }: ErrorResponse): void {
  if (body.error.code === COMPACTION_IGNORED) learnedRules.add(model, { kind: 'no-compaction' });
}

export function storedContext(
  request: ResponsesRequest,
  known: Pick<ResponseStore, 'get' | 'findItem'>,
): StoredContext {
  const findItem = (id: string): object | null => known.findItem(id);
  const previous = request.previous_response_id ?? null;
  if (previous === null) return { previousItems: [], findItem };
  const stored = known.get(previous);
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

function encodeSse(events: readonly ResponsesEvent[]): EncodedText {
  return events.flatMap((event) => encodeInParts(`event: ${event.type}\ndata: `, event, '\n\n'));
}

/** @param encode writes events for the transport */
export function createResponsesEncoder(
  stored: ResponsesContext,
  keep: KeepResponse,
  encode: (events: readonly ResponsesEvent[]) => EncodedText,
): ClientStreamEncoder {
  const stream = createResponsesStream(stored);
  const send = (events: readonly ResponsesEvent[]): EncodedText => {
    const ended = stream.state === 'done' || stream.state === 'failed';
    if (ended && events.length > 0) keep(stream.response, stream.failure);
    return encode(events);
  };
  return {
    *push(event) {
      return send(yield* stream.pushSteps(event));
    },
    end: () => send(stream.end()),
    // The last event already carries a failure of the stream.
    error: (upstreamResponse) => encode(stream.fail(upstreamResponse)),
    keepsAll: true,
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

export const retrieveResponse: Route = (context, _body, deps) => {
  const { response } = kept(context, deps);
  if (queryOf(context).get('stream') === 'true') {
    throw new RequestRefused({
      code: 'unsupported_parameter',
      param: 'stream',
      message: 'A finished response is not streamed again.',
      hint: 'Retrieve it without stream.',
    });
  }
  sendJson(context, 200, response);
};

export const deleteResponse: Route = (context, _body, deps) => {
  const { response } = kept(context, deps);
  deps.responses.delete(response.id);
  sendJson(context, 200, { id: response.id, object: 'response', deleted: true });
};

export const listInputItems: Route = (context, _body, deps) => {
  const { response, inputItems } = kept(context, deps);
  const params = queryOf(context);
  const query = { limit: params.get('limit'), order: params.get('order'), after: params.get('after') };
  sendJson(context, 200, pageOfInput(inputItems, response.id, query));
};

function queryOf({ request }: RequestContext): URLSearchParams {
  return new URLSearchParams((request.url ?? '').split('?')[1]);
}

function kept(context: RequestContext, deps: ProxyDeps) {
  const id = decodeURIComponent((context.request.url ?? '').split('?')[0]?.split('/')[3] ?? '');
  const stored = deps.responses.get(id);
  if (stored !== null) return stored;
  throw new RequestRefused({
    status: 404,
    code: 'not_found',
    param: 'response_id',
    message: `No response with the id ${id} is kept here.`,
    hint: 'Responses are kept until the proxy stops, and not with store: false.',
  });
}
