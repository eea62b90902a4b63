/** One response on a WebSocket, by the path of `POST /v1/responses`. */

import { randomUUID } from 'node:crypto';
import { chooseModel } from '#shared/models/choose-model.ts';
import type { ResponsesEvent } from '#shared/openai/types.ts';
import { type CreateEvent, laneField } from '#shared/responses-api/websocket/client-event.ts';
import { parseResponsesRequest, type ResponsesRequest } from '#shared/responses-api/request-schema.ts';
import { toChatRequestSteps } from '#shared/responses-api/responses-to-chat.ts';
import { warmUpResponse } from '#shared/responses-api/websocket/warm-up-response.ts';
import { createPendingText, type EncodedText, encodeInParts } from '../chat/pending-text.ts';
import { streamResponse } from '../chat/stream-response.ts';
import { pauseIfLarge, runInSlices } from '#electron/platform/time-slices.ts';
import { createResponsesEncoder, type KnownResponses, openResponseCall, storedContext } from '../routes/responses.ts';
import type { SocketContext } from './socket-context.ts';
import type { SocketExchange } from './socket-exchange.ts';

/** Answers one `response.create`. Never rejects: a failure before the first event is an error frame. */
export async function runTurn(socket: SocketContext, exchange: SocketExchange, event: CreateEvent): Promise<void> {
  const { recording, signal } = exchange.context;
  const { previous_response_id: continued } = event.body;
  try {
    recording.mark('guarded');
    await pauseIfLarge(exchange.size, signal);
    const request = parseResponsesRequest(event.body, { mayBeEmpty: !event.generate });
    await pauseIfLarge(exchange.size, signal);
    if (event.generate) await generate(socket, exchange, request);
    else await prepare(socket, exchange, request);
  } catch (error) {
    await exchange.fail(error);
  }
  if (recording.error !== null && typeof continued === 'string') socket.responses.failed(exchange.lane, continued);
}

async function generate(socket: SocketContext, exchange: SocketExchange, request: ResponsesRequest): Promise<void> {
  const { context, size } = exchange;
  const { call, responseContext, keep } = await openResponseCall(
    context,
    request,
    size,
    socket.deps,
    knownResponses(socket, exchange.lane),
  );
  context.recording.assembleClient = 'response';
  const encoder = createResponsesEncoder(responseContext, keep, (events) => encodeFrames(events, exchange));
  await streamResponse(context, exchange.openStream(), call, encoder);
}

/** `generate: false`: the input is kept, and nothing is sent upstream. */
async function prepare(socket: SocketContext, exchange: SocketExchange, request: ResponsesRequest): Promise<void> {
  const { context, size } = exchange;
  const known = knownResponses(socket, exchange.lane);
  const { model } = chooseModel(request.model ?? undefined, context.settings);
  const steps = toChatRequestSteps(request, storedContext(request, known));
  const { items } = await runInSlices(steps, context.signal);
  const reported = context.settings.echoRequestedModel ? (request.model ?? model) : model;
  const id = `resp_${randomUUID().replaceAll('-', '')}`;
  const { response, events } = warmUpResponse(request, id, reported, Math.floor(Date.now() / 1000));
  context.recording.modelUsed = model;
  context.recording.assembleClient = 'response';
  known.keep({ response, inputItems: items }, size, request.store !== false);
  const pending = createPendingText();
  pending.add(encodeFrames(events, exchange));
  await pending.writeTo(exchange.openStream());
}

/** Responses of this connection, then those that were stored. */
function knownResponses({ responses, deps }: SocketContext, streamId: string | null): KnownResponses {
  return {
    get: (id) => responses.get(id) ?? deps.responses.get(id),
    findItem: (id) => responses.findItem(id) ?? deps.responses.findItem(id),
    keep(stored, size, lasting) {
      responses.put(streamId, stored, size);
      if (lasting) deps.responses.put(stored, size);
    },
  };
}

/** One line for each event: the channel makes a message of it. */
function encodeFrames(events: readonly ResponsesEvent[], exchange: SocketExchange): EncodedText {
  const lane = laneField(exchange.lane);
  return events.flatMap((event) => {
    if (event.type === 'response.created') exchange.responseId = event.response.id;
    return encodeInParts('', exchange.lane === null ? event : { ...event, ...lane }, '\n');
  });
}
