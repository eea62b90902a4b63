/** Streams an answer from an open conversation, and resumes turns that the upstream paused. */

import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';
import type { Message } from '#shared/anthropic/types.ts';
import type { ErrorReply } from '#shared/openai/errors.ts';
import { messageToEvents } from '#shared/translate/stream/accumulate-message.ts';
import { continueAfterPause } from '#shared/translate/response/resume-paused-turn.ts';
import type { Note } from '#shared/translate/core/notes.ts';
import type { StreamState } from '#shared/translate/stream/translate-stream.ts';
import { MOST_RESUMPTIONS } from './collect-message.ts';
import { type Conversation, noteCacheMiss } from './messages-call.ts';
import { noteFailure, replyTo, UpstreamRefused } from '../http/error-response.ts';
import type { ProxyParts } from '../http/proxy-deps.ts';
import { replyHeaders } from '../upstream/forwarded-headers.ts';
import { createOutput, type Output } from './deferred-sse-writer.ts';
import { createTurnMemory } from './turn-buffer.ts';
import { isEventStream, readEvents, readMessage, recordUsage } from '../upstream/read-response.ts';
import type { Visit } from '../http/request-context.ts';

/** One OpenAI-shaped stream, already encoded: what each upstream event becomes on the client's wire. */
export interface StreamFront {
  /** Text to write for this event, `''` for none. Includes the end of the stream once `state` is `done`. */
  push(event: UpstreamEvent): string;
  /** The upstream has ended; text that remains, the end of the stream included. */
  end(): string;
  /** The last frame of a stream that failed after it had begun. */
  error(reply: ErrorReply): string;
  readonly state: StreamState;
  readonly failure: (ErrorReply & { readonly emitted: boolean }) | null;
  readonly notes: readonly Note[];
  readonly usage: Message['usage'] | null;
}

/**
 * Streams the answer. Until the first chunk nothing is sent, so that an early failure is a real HTTP error: then this rejects.
 * Later failures end the stream with an error frame.
 */
export async function answerStream(
  visit: Visit,
  parts: ProxyParts,
  conversation: Conversation,
  front: StreamFront,
): Promise<void> {
  const { recording } = visit;
  const output = createOutput(visit, parts, conversation);
  try {
    await feedFront(visit, conversation, front, output);
    const rest = front.state === 'done' ? '' : front.end();
    if (front.failure !== null && !output.begun)
      throw new UpstreamRefused(front.failure, replyHeaders(conversation.reply));
    if (front.failure !== null) noteFailure(visit, front.failure);
    output.end(front.failure === null ? rest : rest + front.error(front.failure));
  } catch (error) {
    if (!output.begun || visit.response.destroyed) {
      output.stop();
      throw error;
    }
    const reply = replyTo(error);
    noteFailure(visit, reply);
    output.end(front.error(reply));
  } finally {
    recordUsage(recording, front.usage);
    recording.notes = [...conversation.notes, ...front.notes];
  }
}

/** Reads one answer, resumptions included, into its front. */
export async function feedFront(
  visit: Visit,
  conversation: Conversation,
  front: StreamFront,
  output: Output,
): Promise<void> {
  let { body, reply } = conversation;
  const content: Message['content'] = [];
  let id: string | null = null;
  for (let resumed = 0; ; resumed += 1) {
    const turn = createTurnMemory();
    let text = '';
    const take = (event: UpstreamEvent): void => {
      turn.push(event);
      if (event.type === 'message_start' && id === null) {
        id = event.message.id;
        noteCacheMiss(conversation, event.message);
      }
      text += front.push(event);
      if (event.type !== 'message_stop') return;
      // Before the client can have read the end, and come back with it.
      content.push(...(turn.message()?.content ?? []));
      if (front.state === 'done' && id !== null) conversation.remember(id, content);
    };
    if (isEventStream(reply)) {
      await readEvents(reply, visit.recording, {
        event: take,
        afterRead() {
          if (text === '') return null;
          const free = front.state === 'done' ? output.end(text) : output.write(text);
          text = '';
          return free ? null : (resume) => output.wait(resume);
        },
        finished: () => front.state !== 'waiting' && front.state !== 'open',
      });
    } else {
      for (const event of messageToEvents(await readMessage(reply, visit.recording))) take(event);
      if (text !== '') output.write(text);
    }
    const paused = front.state === 'paused' ? turn.message() : null;
    if (paused === null || resumed >= MOST_RESUMPTIONS) return;
    body = continueAfterPause(body, paused);
    reply = await conversation.send(body);
  }
}
