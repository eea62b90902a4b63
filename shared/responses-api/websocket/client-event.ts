/**
 * The messages of a WebSocket on `/v1/responses`, from the client and in reply to it. Pure: JSON values in, JSON values out.
 * Source: `ResponsesClientEvent` and `ResponsesServerEvent` of the `openai` package, and OpenAI's guide "WebSocket mode".
 */

import { RequestRefused, shortened } from '../../errors.ts';
import { writeJson } from '../../json/exact-number.ts';
import { isObject, parseJsonExactly } from '../../json/unknown-json.ts';
import type { ErrorResponse, OpenAIError } from '../../openai/errors.ts';

/** `response.create`: a request for one response. */
export interface CreateEvent {
  readonly type: 'response.create';
  /** The lane; null is the default one. */
  readonly streamId: string | null;
  /** False: only prepares a response that a later request continues. */
  readonly generate: boolean;
  /** The body as `POST /v1/responses` takes it, streamed. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** `response.steer`: input for a response that is running. */
export interface SteerEvent {
  readonly type: 'response.steer';
  readonly responseId: string | null;
  readonly input: unknown;
}

export type ClientEvent = CreateEvent | SteerEvent;

/** OpenAI's guide: letters, digits, underscores, hyphens and periods. */
const STREAM_ID = /^[\w.-]{1,256}$/;

/**
 * @param value the parsed message
 * @throws RequestRefused 400 `invalid_event`, `unknown_event_type`, `invalid_stream_id` or `invalid_type`
 */
export function readClientEvent(value: unknown): ClientEvent {
  if (!isObject(value) || typeof value['type'] !== 'string') {
    throw new RequestRefused({
      code: 'invalid_event',
      param: 'type',
      message: 'A message must be a JSON object with a type.',
      hint: 'Send {"type": "response.create", …} with the fields of POST /v1/responses.',
    });
  }
  switch (value['type']) {
    case 'response.create':
      return {
        type: 'response.create',
        streamId: readStreamId(value),
        generate: readGenerate(value),
        body: createBody(value),
      };
    case 'response.steer': {
      const { previous_response_id: id, input } = value;
      return { type: 'response.steer', responseId: typeof id === 'string' ? id : null, input: input ?? null };
    }
    default:
      throw new RequestRefused({
        code: 'unknown_event_type',
        param: 'type',
        message: `Messages of the type '${shortened(value['type'], 100)}' are not known here.`,
        hint: 'Send response.create. To stop a response, close the connection.',
      });
  }
}

/** The body of `POST /v1/responses` that a `response.create` stands for. */
export function createBody(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { type: _type, stream_id: _lane, generate: _generate, ...body } = event;
  // Implied: the types of OpenAI's package say that it should not be sent.
  return { ...body, stream: true };
}

/** The same for JSON text; other text unchanged. For sending a recorded message again over HTTP. */
export function createBodyText(text: string): string {
  const event = parseJsonExactly(text);
  return isCreateEvent(event) ? writeJson(createBody(event)) : text;
}

/** A message that stands for a request. */
export function isCreateEvent(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && value['type'] === 'response.create';
}

function readStreamId({ stream_id: id }: Readonly<Record<string, unknown>>): string | null {
  if (id === undefined || id === null) return null;
  if (typeof id === 'string' && STREAM_ID.test(id)) return id;
  throw new RequestRefused({
    code: 'invalid_stream_id',
    param: 'stream_id',
    message:
      "The 'stream_id' must have 1 to 256 characters and may only contain letters, digits, underscores, hyphens and periods.",
    hint: 'Leave it out to use the default lane.',
  });
}

function readGenerate({ generate }: Readonly<Record<string, unknown>>): boolean {
  if (generate === undefined || generate === null || typeof generate === 'boolean') return generate !== false;
  throw new RequestRefused({
    code: 'invalid_type',
    param: 'generate',
    message: "Invalid type for 'generate': it must be true or false.",
    hint: 'Leave it out to have a response generated.',
  });
}

/** The valid lane of a message that is refused for another reason, so that its error reaches the lane. */
export function laneOf(value: unknown): string | null {
  const id = isObject(value) ? value['stream_id'] : null;
  return typeof id === 'string' && STREAM_ID.test(id) ? id : null;
}

/** Message for a refused request; the connection stays open. */
export interface ErrorFrame {
  readonly type: 'error';
  readonly status: number;
  readonly error: OpenAIError & { readonly headers?: Readonly<Record<string, string>> };
  readonly stream_id?: string;
}

/** @param headers those that an HTTP response would have, such as `retry-after` */
export function errorFrame(
  { status, body }: ErrorResponse,
  streamId: string | null,
  headers: Readonly<Record<string, string>> = {},
): ErrorFrame {
  const error = Object.keys(headers).length === 0 ? body.error : { ...body.error, headers };
  return { type: 'error', status, error, ...laneField(streamId) };
}

/** What repeats the lane in each message of a response. */
export function laneField(streamId: string | null): { stream_id?: string } {
  return streamId === null ? {} : { stream_id: streamId };
}

export interface SteerFailed {
  readonly type: 'response.steer.failed';
  readonly sequence_number: number;
  readonly steer: { readonly previous_response_id: string | null; readonly input: unknown };
  readonly error: { readonly type: string; readonly code: string; readonly message: string; readonly hint: string };
  readonly stream_id?: string;
}

/**
 * The reply to `response.steer`: nothing upstream takes input for a message that is being written. The input is returned, as the
 * API documents, so that the client can send it with its next request.
 *
 * @param streamId lane of the response that was meant, when it is running here
 */
export function steerFailed({ responseId, input }: SteerEvent, streamId: string | null): SteerFailed {
  return {
    type: 'response.steer.failed',
    sequence_number: 0,
    steer: { previous_response_id: responseId, input },
    error: {
      type: 'invalid_request_error',
      code: 'steering_not_supported',
      message: 'Claude takes no input while it writes a response.',
      hint: 'Send the input with the next response.create, or close the connection to stop this one.',
    },
    ...laneField(streamId),
  };
}
