/**
 * Translates upstream events to Responses events, each with its `type` and `sequence_number`. The whole response is the response in
 * the last event, so streamed and whole responses cannot differ.
 * Source: https://platform.openai.com/docs/api-reference/responses-streaming
 */

import type { UpstreamEvent } from '../anthropic/stream-events.ts';
import type { Message, Usage } from '../anthropic/types.ts';
import type { ErrorResponse } from '../openai/errors.ts';
import type { ResponsesEvent, ResponsesResponse } from '../openai/types.ts';
import { messageToEventsSteps } from '../translate/stream/accumulate-message.ts';
import { shortDeltas } from '../translate/stream/short-deltas.ts';
import { refusedContentDropped } from '../translate/response/chat-response-parts.ts';
import { endingOf } from '../translate/response/finish-reason.ts';
import { createMessageReader, type StreamFailure, type StreamState } from '../translate/stream/message-reader.ts';
import { readRemovedThinking } from '../translate/generation/removed-thinking.ts';
import type { Note } from '../notes.ts';
import type { Stop } from '../translate/response/finish-reason.ts';
import { runToEnd, type Steps } from '../steps.ts';
import { createBlockReader } from '../translate/response/content-block-reader.ts';
import { finalText, needsWholeText } from '../translate/response/final-text.ts';
import { createOutputItemWriter } from './output-item-writer.ts';
import { type CompactionWriter, createCompactionWriter } from './compaction/compaction-writer.ts';
import {
  bareId,
  type ResponseProgress,
  responseId,
  responseObject,
  type ResponsesContext,
  type Emit,
} from './response-object.ts';

export interface ResponsesStream {
  /** The events that this event produces; none after the last one. */
  push(event: UpstreamEvent): readonly ResponsesEvent[];
  /** The same in steps, for the events of a whole message: a tool's input may have megabytes. */
  pushSteps(event: UpstreamEvent): Steps<readonly ResponsesEvent[]>;
  /** Ends the upstream's stream. */
  end(): readonly ResponsesEvent[];
  /** Reports a connection that broke during the response, as an event. */
  fail(reason: ErrorResponse): readonly ResponsesEvent[];
  readonly state: StreamState;
  /** Set when the response failed; with `emitted` false the client gets an HTTP error instead of events. */
  readonly failure: StreamFailure | null;
  /** The finished (or failed) response; null before. */
  readonly response: ResponsesResponse | null;
  readonly notes: readonly Note[];
  readonly usage: Usage | null;
}

const nothing: readonly ResponsesEvent[] = [];

/**
 * One instance per response.
 *
 * @param context of the request
 */
export function createResponsesStream(context: ResponsesContext): ResponsesStream {
  const notes: Note[] = [];
  let out: ResponsesEvent[] = [];
  let sequence = 0;
  let id = '';
  let diagnostics: Message['diagnostics'] = null;
  const transformationsOf = context.transformations ?? (() => []);
  let transformations = transformationsOf([]);
  let response: ResponsesResponse | null = null;

  const emit: Emit = (event) => {
    out.push({ ...event, sequence_number: sequence++ });
  };
  const sink = createOutputItemWriter(context, () => bareId(id), emit);
  const mode = context.responseContext.compaction;
  const summary = mode === null ? null : createCompactionWriter(mode, () => bareId(id), emit);
  const blocks = createBlockReader(context.responseContext, summary ?? sink);

  function snapshot(
    progress: Pick<ResponseProgress, 'status' | 'error' | 'incomplete'>,
    usage: Usage | null,
  ): ResponsesResponse {
    const { extras } = sink;
    const { output } = summary ?? sink;
    return responseObject(context, {
      ...progress,
      id: responseId(id),
      usage,
      diagnostics,
      transformations,
      output,
      extras,
    });
  }

  const reader = createMessageReader(blocks, {
    begin(messageId, _usage, found) {
      id = messageId;
      diagnostics = found;
      const started = snapshot({ status: 'in_progress', error: null, incomplete: null }, null);
      emit({ type: 'response.created', response: started });
      emit({ type: 'response.in_progress', response: started });
    },
    *finish(stop) {
      if (summary !== null) return finishSummary(summary, stop);
      const ending = endingOf(stop, blocks.toolCalls, context.responseContext);
      const { outputFormat } = context.responseContext;
      const incomplete = incompleteReason(ending.finishReason);
      const status = incomplete === null ? 'completed' : 'incomplete';
      const refused = ending.refusal !== null;
      const text = yield* finalText(sink.written, outputFormat, ending.finishReason);
      // Text that was already sent is checked too, but no longer changed.
      sink.finish((held) => (refused ? '' : needsWholeText(outputFormat) ? text.text : held), status);
      notes.push(...text.notes, ...sink.notes, ...ending.notes);
      if (refused && (sink.written !== '' || blocks.toolCalls > 0)) notes.push(refusedContentDropped);
      if (ending.refusal !== null) sink.refuse(ending.refusal);
      else if (ending.finishReason === 'stop') sink.ensureMessage();
      if (!refused) sink.addContainer(reader.container);
      response = snapshot({ status, error: null, incomplete }, reader.usage);
      if (incomplete === null) emit({ type: 'response.completed', response });
      else emit({ type: 'response.incomplete', response });
      return null;
    },
    fail(failure) {
      if (!failure.emitted) return;
      sink.finish((held) => held, 'incomplete');
      const { message, type, hint } = failure.body.error;
      const error = { code: failureCode(type), message, type, hint };
      response = snapshot({ status: 'failed', error, incomplete: null }, reader.usage);
      emit({ type: 'response.failed', response });
    },
  });

  function finishSummary(writer: CompactionWriter, stop: Stop): ErrorResponse | null {
    const problem = writer.finish(stop);
    if (problem !== null) return problem;
    response = snapshot({ status: 'completed', error: null, incomplete: null }, reader.usage);
    emit({ type: 'response.completed', response });
    return null;
  }

  function take(): readonly ResponsesEvent[] {
    if (out.length === 0) return nothing;
    const taken = out;
    out = [];
    return taken;
  }

  function* pushSteps(event: UpstreamEvent): Steps<readonly ResponsesEvent[]> {
    // The array is final in the start of the message, except after a fallback to another model.
    const holder = event.type === 'message_start' && id === '' ? event.message : event;
    if (holder !== event || 'input_transformations' in event) {
      transformations = transformationsOf(readRemovedThinking(holder));
    }
    yield* reader.push(event);
    return take();
  }

  return {
    pushSteps,
    push: (event) => runToEnd(pushSteps(event)),
    end() {
      runToEnd(reader.end());
      return take();
    },
    fail(reason) {
      reader.fail(reason);
      return take();
    },
    get state() {
      return reader.state;
    },
    get failure() {
      return reader.failure;
    },
    get response() {
      return response;
    },
    get usage() {
      return reader.usage;
    },
    notes,
  };
}

/** Specification of OpenAI's `ResponseError`, whose codes tell clients whether to retry. */
function failureCode(type: string): NonNullable<ResponsesResponse['error']>['code'] {
  if (type === 'tokens' || type === 'requests') return 'rate_limit_exceeded';
  return type === 'invalid_request_error' ? 'invalid_prompt' : 'server_error';
}

function incompleteReason(finishReason: string): ResponseProgress['incomplete'] {
  if (finishReason === 'length') return 'max_output_tokens';
  return finishReason === 'content_filter' ? 'content_filter' : null;
}

/**
 * Translates a whole upstream message. Never throws; a message without content gives an empty text.
 *
 * @returns `failure`: set when a summary was requested and there is none
 */
export function translateToResponse(message: Message, context: ResponsesContext): WholeResponse {
  return runToEnd(translateToResponseSteps(message, context));
}

export interface WholeResponse {
  readonly response: ResponsesResponse | null;
  readonly notes: readonly Note[];
  readonly failure: ErrorResponse | null;
}

/** The same in steps, for a message of megabytes. */
export function* translateToResponseSteps(message: Message, context: ResponsesContext): Steps<WholeResponse> {
  const stream = createResponsesStream(context);
  const content = meantContent(message);
  for (const whole of yield* messageToEventsSteps({ ...message, content })) {
    for (const event of shortDeltas(whole)) {
      yield* stream.pushSteps(event);
      yield;
    }
  }
  stream.end();
  const dropped = content.length < message.content.length;
  const notes = dropped ? [...stream.notes, refusedContentDropped] : stream.notes;
  return { response: stream.response, notes, failure: stream.failure };
}

/** Removes what a refusing model had begun from a whole response, as the API requires. */
function meantContent({ stop_reason: reason, content }: Message): Message['content'] {
  return reason === 'refusal' ? content.filter(({ type }) => type.endsWith('thinking')) : content;
}
