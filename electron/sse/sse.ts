/**
 * Server-sent events: decoder, encoder, and the writer with backpressure.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */

import { StringDecoder } from 'node:string_decoder';
import type { ServerResponse } from 'node:http';
import { createParser } from 'eventsource-parser';
import { whenDrained } from './backpressure.ts';
import { writeJson } from '#shared/json/exact-number.ts';

export const KEEP_ALIVE_MS = 15_000;
const KEEP_ALIVE = ': keep-alive\n\n';
export const DONE = 'data: [DONE]\n\n';

export interface EventDecoder {
  /** Decodes one chunk of any size; characters and lines may be split anywhere. @returns the text of the chunk */
  feed(bytes: Buffer): string;
  /** The stream is over: a last event without its blank line still counts. */
  end(): string;
}

/** An event exceeds the limit of characters. */
export class EventTooLong extends Error {
  override readonly name = 'EventTooLong';
}

/**
 * @param onData receives the `data` of each event, in order; `feed` and `end` rethrow its exceptions
 * @param longest maximum characters of one event
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
      // Lines that are no SSE field are skipped, as browsers do; only the size limit ends the stream.
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
  return `data: ${writeJson(data)}\n\n`;
}

export interface EventWriter {
  /** One socket write. @returns false on backpressure: wait for `onDrain` */
  write(text: string): boolean;
  onDrain(resume: () => void): void;
  end(text?: string): void;
  /** Ends the keep-alive; safe to call twice. */
  stop(): void;
}

/** Writes events to a response whose head was sent, with a keep-alive comment after 15 s without an event. */
export function createEventWriter(
  response: ServerResponse,
  onText: (text: string) => void,
  keepAliveMs = KEEP_ALIVE_MS,
): EventWriter {
  const timer = setTimeout(() => {
    // No comments for a client that does not read.
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
