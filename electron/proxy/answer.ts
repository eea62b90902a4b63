/** Answers a client from an open conversation, as a stream or whole, and resumes turns that the upstream paused. */

import type { UpstreamEvent } from '#shared/anthropic/events.ts';
import type { Message } from '#shared/anthropic/types.ts';
import type { ErrorReply } from '#shared/openai/errors.ts';
import { createAssembler, messageToEvents } from '#shared/translate/assemble.ts';
import { continueAfterPause, isPaused, mergeMessages } from '#shared/translate/continue.ts';
import { notesHeader } from '#shared/translate/headers.ts';
import type { Note } from '#shared/translate/notes.ts';
import { addUsage } from '#shared/translate/usage.ts';
import type { StreamState } from '#shared/translate/stream.ts';
import type { Conversation } from './conversation.ts';
import { noteFailure, replyTo, UpstreamRefused } from './failure.ts';
import type { ProxyParts } from './parts.ts';
import { replyHeaders } from './reply-headers.ts';
import { createEventWriter, type EventWriter } from './sse.ts';
import type { UpstreamReply } from './upstream.ts';
import { isEventStream, readEvents, readMessage, recordUsage } from './upstream-events.ts';
import { beginEvents, recordSent, type Visit } from './visit.ts';

/** How often a paused turn is resumed within one answer. */
export const MOST_RESUMPTIONS = 8;

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

/** Headers of a successful answer: the upstream's request id and limits under OpenAI's names, and ours. */
export function answerHeaders(visit: Visit, conversation: Conversation): Record<string, string> {
  const { recording } = visit;
  const headers: Record<string, string> = {
    'x-request-id': recording.id,
    ...replyHeaders(conversation.reply),
    'openai-processing-ms': String(Math.round(recording.elapsed())),
    'x-dragoman-model': conversation.translation.reply.model,
  };
  const notes = notesHeader(conversation.notes);
  if (notes !== '') headers['x-dragoman-notes'] = notes;
  return headers;
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
    if (!output.begun || visit.signal.aborted) {
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

async function feedFront(visit: Visit, conversation: Conversation, front: StreamFront, output: Output): Promise<void> {
  let { body, reply } = conversation;
  const content: Message['content'] = [];
  for (let resumed = 0; ; resumed += 1) {
    const assembler = createAssembler();
    let text = '';
    const take = (event: UpstreamEvent): void => {
      assembler.push(event);
      text += front.push(event);
      if (event.type !== 'message_stop') return;
      // Before the client can have read the end, and come back with it.
      content.push(...(assembler.message()?.content ?? []));
      if (front.state === 'done') conversation.remember(content);
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
    const paused = front.state === 'paused' ? assembler.message() : null;
    if (paused === null || resumed >= MOST_RESUMPTIONS) return;
    body = continueAfterPause(body, paused);
    reply = await conversation.send(body);
  }
}

interface Output {
  /** False when the client is slow. The head goes out with the first text. */
  write(text: string): boolean;
  wait(resume: () => void): void;
  end(text: string): boolean;
  stop(): void;
  readonly begun: boolean;
}

function createOutput(visit: Visit, parts: ProxyParts, conversation: Conversation): Output {
  let writer: EventWriter | null = null;
  let ended = false;
  const begin = (): EventWriter => {
    if (writer !== null) return writer;
    beginEvents(visit, answerHeaders(visit, conversation));
    parts.recorder.streaming(visit.recording);
    writer = createEventWriter(visit.response, (text) => recordSent(visit, text), parts.keepAliveMs);
    return writer;
  };
  return {
    write: (text) => begin().write(text),
    wait: (resume) => begin().onDrain(resume),
    end(text) {
      if (!ended) begin().end(text);
      ended = true;
      return true;
    },
    stop: () => writer?.stop(),
    get begun() {
      return writer !== null;
    },
  };
}

/** The whole message of a conversation, paused turns resumed. Rejects with what went wrong. */
export async function completeMessage(visit: Visit, conversation: Conversation): Promise<Message> {
  let whole = await readTurn(visit, conversation, conversation.reply);
  const { expectsToolCall } = conversation.translation.reply;
  if (expectsToolCall && !callsTool(whole)) {
    // The call was demanded, and the model takes no demands: it was asked in words and chose not to. Once more, then as it is.
    const second = await readTurn(visit, conversation, await conversation.send(conversation.body));
    whole = { ...second, usage: addUsage(whole.usage, second.usage) };
    conversation.addNote(callsTool(whole) ? toolCallRepeated : toolCallMissing);
  }
  recordUsage(visit.recording, whole.usage);
  conversation.remember(whole.content);
  return whole;
}

const toolCallRepeated: Note = {
  verb: 'repaired',
  code: 'tool-call-asked-twice',
  from: 'tool_choice',
  to: null,
  reason: 'The model cannot be forced to call a tool and answered without a call; it was asked once more.',
};

const toolCallMissing: Note = {
  verb: 'approximated',
  code: 'tool-call-missing',
  from: 'tool_choice',
  to: null,
  reason: 'The model cannot be forced to call a tool and answered without a call, twice.',
};

function callsTool(message: Message): boolean {
  return message.content.some((block) => block.type === 'tool_use');
}

async function readTurn(visit: Visit, conversation: Conversation, first: UpstreamReply): Promise<Message> {
  let { body } = conversation;
  let reply = first;
  const messages: Message[] = [];
  for (;;) {
    const message = await readMessage(reply, visit.recording);
    messages.push(message);
    if (!isPaused(message) || messages.length > MOST_RESUMPTIONS) break;
    body = continueAfterPause(body, message);
    reply = await conversation.send(body);
  }
  const [message, ...rest] = messages;
  if (message === undefined) throw new Error('A turn has at least one message.');
  return mergeMessages(message, rest);
}
