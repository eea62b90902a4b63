/**
 * Server-sent events on the wire: bytes to events, chunks to bytes, and the one place that waits for a slow client.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */

import { StringDecoder } from 'node:string_decoder';
import type { ServerResponse } from 'node:http';
import { createParser } from 'eventsource-parser';
import { whenDrained } from './backpressure.ts';

export const KEEP_ALIVE_MS = 15_000;
const KEEP_ALIVE = ': keep-alive\n\n';
export const DONE = 'data: [DONE]\n\n';

export interface EventDecoder {
  /** Decodes one read of any size; characters and lines may be split anywhere. Gives back the text of the read. */
  feed(bytes: Buffer): string;
  /** The stream is over: a last event without its blank line still counts. */
  end(): string;
}

/** An event has more characters than it may have. */
export class EventTooLong extends Error {
  override readonly name = 'EventTooLong';
}

/**
 * @param onData gets the `data` of each event, in order; what it throws comes out of `feed` and `end`
 * @param longest characters that one event may have
 * @returns a decoder whose `feed` and `end` throw EventTooLong
 */
export function createEventDecoder(
  onData: (data: string, event: string | undefined) => void,
  longest = Number.MAX_SAFE_INTEGER,
): EventDecoder {
  const utf8 = new StringDecoder('utf8');
  const parser = createParser({
    maxBufferSize: longest,
    onEvent: (message) => onData(message.data, message.event),
    onError: (error) => {
      // A line that is no SSE field is skipped, as browsers do; only the size limit ends the stream.
      if (error.type === 'max-buffer-size-exceeded') throw new EventTooLong(error.message);
    },
  });
  return {
    feed(bytes) {
      const text = utf8.write(bytes);
      if (text !== '') parser.feed(text);
      return text;
    },
    end() {
      const rest = utf8.end();
      parser.feed(`${rest}\n\n`);
      return rest;
    },
  };
}

export function encodeEvent(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export interface EventWriter {
  /** One socket write. False: the client is slow, wait for `onDrain`. */
  write(text: string): boolean;
  onDrain(resume: () => void): void;
  end(text?: string): void;
  /** Ends the keep-alive; safe to call twice. */
  stop(): void;
}

/** Writes events to a response whose head is already out, with a comment whenever it was silent for 15 s. */
export function createEventWriter(
  response: ServerResponse,
  onText: (text: string) => void,
  keepAliveMs = KEEP_ALIVE_MS,
): EventWriter {
  const timer = setTimeout(() => {
    // A client that does not read gets no comments piled on top.
    if (!response.writableNeedDrain && !response.writableEnded && !response.destroyed) response.write(KEEP_ALIVE);
    timer.refresh();
  }, keepAliveMs);
  timer.unref();
  const stop = (): void => clearTimeout(timer);
  response.once('close', stop);
  return {
    write(text) {
      timer.refresh();
      onText(text);
      return response.write(text);
    },
    onDrain(resume) {
      whenDrained(response, resume);
    },
    end(text) {
      stop();
      if (text !== undefined && text !== '') onText(text);
      if (text === undefined || text === '') response.end();
      else response.end(text);
    },
    stop,
  };
}
