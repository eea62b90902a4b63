/** Streams the response of an open messages call and resumes `pause_turn`. */

import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';
import type { Message } from '#shared/anthropic/types.ts';
import type { ErrorResponse } from '#shared/openai/errors.ts';
import { messageToEventsSteps } from '#shared/translate/stream/accumulate-message.ts';
import { continueAfterPause } from '#shared/translate/response/resume-paused-turn.ts';
import type { Note } from '#shared/notes.ts';
import type { StreamState } from '#shared/translate/stream/translate-stream.ts';
import { MAX_RESUMPTIONS } from './collect-message.ts';
import { type MessagesCall, addMessageNotes } from './messages-call.ts';
import { recordFailure, toErrorResponse } from '../http/error-response.ts';
import { forwardedHeaders } from '../upstream/forwarded-headers.ts';
import type { EventSink } from '../../sse/event-sink.ts';
import { createHeldContent } from './held-content.ts';
import { createPendingText, type EncodedText } from './pending-text.ts';
import { shortDeltas } from '#shared/translate/stream/short-deltas.ts';
import { runToEnd, type Steps } from '#shared/steps.ts';
import { createSlices } from '#electron/platform/time-slices.ts';
import { createTurnBuffer } from './turn-buffer.ts';
import type { EndedTexts } from '../upstream/redaction/delta-redactor.ts';
import { readUpstreamEvents, readMessage, recordUsage } from '../upstream/read-response.ts';
import { isEventStream } from '../upstream/upstream-client.ts';
import type { ExchangeContext } from '../http/request-context.ts';
import { UpstreamRefused } from '../upstream/upstream-refused.ts';

/** Encodes each upstream event as text of one OpenAI-shaped stream. */
export interface ClientStreamEncoder<Text extends EncodedText = EncodedText> {
  /**
   * In steps, for the events of a whole message. Returns text to write, `''` for none; includes the end of the stream once `state` is
   * `done`.
   */
  push(event: UpstreamEvent): Steps<Text>;
  /** The upstream has ended. @returns the remaining text with the end of the stream */
  end(): Text;
  /** The last frame of a stream that failed after its start. */
  error(upstreamResponse: ErrorResponse): Text;
  /** Its last event repeats the whole content, so nothing can be released earlier. */
  readonly keepsAll: boolean;
  readonly state: StreamState;
  readonly failure: (ErrorResponse & { readonly emitted: boolean }) | null;
  readonly notes: readonly Note[];
  readonly usage: Message['usage'] | null;
}

/**
 * Streams the response. Rejects for failures before the first chunk, when a real HTTP error is still possible; later failures
 * end the stream with an error frame.
 */
export async function streamResponse(
  context: ExchangeContext,
  sink: EventSink,
  call: MessagesCall,
  encoder: ClientStreamEncoder,
): Promise<void> {
  const { recording } = context;
  const endWith = async (...texts: readonly EncodedText[]): Promise<void> => {
    const pending = createPendingText();
    for (const text of texts) pending.add(text);
    const text = pending.takeText();
    if (text === null) await pending.writeTo(sink);
    sink.end(text ?? '');
  };
  try {
    await feedEncoder(context, call, encoder, sink);
    const rest = encoder.state === 'done' ? '' : encoder.end();
    if (encoder.failure !== null && !sink.begun)
      throw new UpstreamRefused(encoder.failure, forwardedHeaders(call.upstreamResponse));
    if (encoder.failure !== null) recordFailure(context, encoder.failure);
    await endWith(rest, encoder.failure === null ? '' : encoder.error(encoder.failure));
  } catch (error) {
    if (!sink.begun || sink.closed) {
      sink.stop();
      throw error;
    }
    const errorResponse = toErrorResponse(error);
    recordFailure(context, errorResponse);
    await endWith(encoder.error(errorResponse));
  } finally {
    recordUsage(recording, encoder.usage);
    recording.notes = [...call.notes, ...encoder.notes];
  }
}

/** Reads one upstream message, resumptions included, into its encoder. */
export async function feedEncoder(
  context: ExchangeContext,
  call: MessagesCall,
  encoder: ClientStreamEncoder,
  sink: EventSink,
): Promise<void> {
  let { body, upstreamResponse } = call;
  const content: Message['content'] = [];
  let id: string | null = null;
  // The client joins the texts of all responses, so a secret may be split over them.
  const ended: EndedTexts = new Map();
  const inEncoder = createHeldContent(encoder.keepsAll);
  for (let resumed = 0; ; resumed += 1) {
    const turn = createTurnBuffer();
    const pending = createPendingText();
    let complete = false;
    // Until its end, a resumed turn leaves the encoder in the state `paused`, so `complete` is checked too.
    const finished = (): boolean => complete || encoder.state === 'done' || encoder.state === 'failed';
    function* take(event: UpstreamEvent, size: number): Steps<void> {
      turn.push(event, size);
      inEncoder.push(event, size);
      if (event.type === 'message_start' && id === null) {
        id = event.message.id;
        addMessageNotes(call, event.message);
      }
      pending.add(yield* encoder.push(event));
      if (event.type !== 'message_stop') return;
      complete = true;
      // Before the client can have read the end and sent the turn back.
      for (const block of turn.message()?.content ?? []) content.push(block);
      if (encoder.state === 'done' && id !== null) call.remember(id, content);
    }
    let writing = Promise.resolve();
    try {
      if (isEventStream(upstreamResponse)) {
        await readUpstreamEvents(
          upstreamResponse,
          context.recording,
          {
            event: (event, size) => runToEnd(take(event, size)),
            held: () => inEncoder.held,
            inMemory: () => inEncoder.held + turn.length,
            maxHeld: upstreamResponse.limits.kept,
            afterRead() {
              if (pending.empty) return null;
              const text = pending.takeText();
              if (text !== null) {
                const free = encoder.state === 'done' ? sink.end(text) : sink.write(text);
                return free ? null : (resume) => sink.wait(resume);
              }
              // Nothing is read any more: the rest is written below.
              if (finished()) return null;
              return (resume) => {
                writing = pending.writeTo(sink);
                void writing.then(resume);
              };
            },
            finished,
          },
          ended,
        );
      } else {
        // Its memory was counted when it was read.
        const message = await readMessage(upstreamResponse, context.recording, context.signal, ended);
        const slices = createSlices(context.signal);
        for (const whole of await slices.run(messageToEventsSteps(message))) {
          for (const event of shortDeltas(whole)) {
            await slices.run(take(event, 0));
            if (pending.large) await pending.writeTo(sink);
          }
        }
      }
    } finally {
      // Also after a failure: its error follows what was received.
      await writing;
      if (!pending.empty && (finished() || sink.begun)) await pending.writeTo(sink);
    }
    const paused = encoder.state === 'paused' ? turn.message() : null;
    if (paused === null || resumed >= MAX_RESUMPTIONS) return;
    body = continueAfterPause(body, paused);
    upstreamResponse = await call.send(body);
  }
}
