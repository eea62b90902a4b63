/** Reads the upstream's answer: as the events of a stream, or as one message, whichever form it came in. */

import { parseEvent, type UpstreamEvent } from '#shared/anthropic/stream-events.ts';
import { parseMessage } from '#shared/anthropic/message.ts';
import type { Message } from '#shared/anthropic/types.ts';
import type { ErrorResponse } from '#shared/openai/errors.ts';
import { createAssembler } from '#shared/translate/stream/accumulate-message.ts';
import { spliced, translateError, translateStreamError, truncated } from '#shared/translate/errors/translate-error.ts';
import { tokenCounts } from '#shared/translate/response/usage.ts';
import { UpstreamRefused } from '../http/error-response.ts';
import type { Recording } from '../recording/exchange-recording.ts';
import { appendText, setBody, type MessageCapture } from '../recording/captured-message.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { createEventDecoder } from '../../sse/sse.ts';
import type { UpstreamResponse } from './upstream-client.ts';

export function isEventStream(upstreamResponse: UpstreamResponse): boolean {
  return (upstreamResponse.headers['content-type'] ?? '').toLowerCase().includes('event-stream');
}

export interface EventHandlers {
  event(event: UpstreamEvent): void;
  /** All events of one read were handled. Give back how to wait when the client is slow, or null to go on. */
  afterRead(): ((resume: () => void) => void) | null;
  /** True when nothing more is wanted of this stream. */
  finished(): boolean;
}

/** Enough to read an error body that came under the content type of events. */
const MAX_BEGINNING = 64 * 1024;

/** Resolves at the end of the stream or when the handlers have what they want. Rejects with UpstreamFailure, or what a handler throws. */
export function readEvents(
  upstreamResponse: UpstreamResponse,
  recording: Recording,
  handlers: EventHandlers,
): Promise<void> {
  const { body } = upstreamResponse;
  const capture = recording.upstreamResponse;
  if (capture !== null) capture.events = true;
  const mask = upstreamResponse.mask();
  let understood = false;
  let beginning = '';
  const handle = (data: string): void => {
    const event = parseEvent(data);
    if (event === null) return;
    understood = true;
    stamp(recording, event);
    handlers.event(event);
  };
  return new Promise((resolve, reject) => {
    const decoder = createEventDecoder(handle);
    const finish = (): void => {
      body.off('data', onData);
      // The last bytes of the transfer are still to come; reading them lets the connection be used again.
      drain(upstreamResponse);
      resolve();
    };
    const onData = (chunk: Buffer): void => {
      try {
        const text = decoder.feed(mask.pass(chunk));
        keep(capture, text);
        if (!understood && beginning.length < MAX_BEGINNING) beginning += text;
        const wait = handlers.afterRead();
        if (handlers.finished()) finish();
        else if (wait !== null) {
          body.pause();
          wait(() => body.resume());
        }
      } catch (error) {
        body.off('data', onData);
        upstreamResponse.discard();
        reject(error);
      }
    };
    body.on('data', onData);
    body.once('end', () => {
      try {
        keep(capture, decoder.feed(mask.rest()) + decoder.end());
        handlers.afterRead();
        if (!understood && /^\s*[{<]/.test(beginning)) throw unreadable(upstreamResponse, beginning);
        resolve();
      } catch (error) {
        reject(error);
      }
    });
    body.once('error', (error) => reject(upstreamResponse.describe(error)));
  });
}

function keep(capture: MessageCapture | null, text: string): void {
  if (capture !== null && text !== '') appendText(capture, text);
}

const DRAIN_TIMEOUT_MS = 1_000;

function drain(upstreamResponse: UpstreamResponse): void {
  const timer = setTimeout(() => upstreamResponse.discard(), DRAIN_TIMEOUT_MS);
  timer.unref();
  upstreamResponse.body.once('close', () => clearTimeout(timer));
  upstreamResponse.body.on('error', () => undefined);
  upstreamResponse.body.resume();
}

function stamp(recording: Recording, event: UpstreamEvent): void {
  const { timing } = recording;
  if (timing.firstText !== null && event.type === 'content_block_delta') return;
  if (timing.firstEvent === null && event.type !== 'ping') recording.mark('firstEvent');
  if (event.type === 'content_block_delta') recording.mark('firstText');
}

/**
 * The whole message, whether it came as JSON or as events.
 * Throws UpstreamRefused when it is neither, or an error event, or incomplete.
 */
export async function readMessage(upstreamResponse: UpstreamResponse, recording: Recording): Promise<Message> {
  if (isEventStream(upstreamResponse)) {
    const reader = createMessageReader(upstreamResponse);
    await readEvents(upstreamResponse, recording, reader);
    return reader.result();
  }
  const text = await upstreamResponse.text();
  if (recording.upstreamResponse !== null) setBody(recording.upstreamResponse, text);
  recording.mark('firstEvent');
  recording.mark('firstText');
  const message = parseMessage(text);
  if (message !== null) return message;
  if (/^\s*(?:event|data|id|retry)?:/.test(text)) {
    const reader = createMessageReader(upstreamResponse);
    const decoder = createEventDecoder((data) => {
      const event = parseEvent(data);
      if (event !== null) reader.event(event);
    });
    decoder.feed(Buffer.from(text));
    decoder.end();
    return reader.result();
  }
  throw unreadable(upstreamResponse, text);
}

function createMessageReader(upstreamResponse: UpstreamResponse): EventHandlers & { result(): Message } {
  const assembler = createAssembler();
  let failed: UpstreamRefused | null = null;
  let id: string | null = null;
  const fail = (reason: ErrorResponse): void =>
    void (failed ??= new UpstreamRefused(reason, forwardedHeaders(upstreamResponse)));
  return {
    event(event) {
      // What follows the end of the message is none of its business.
      if (assembler.complete) return;
      if (event.type === 'error') return fail(translateStreamError(event));
      if (event.type === 'message_start') {
        id ??= event.message.id;
        if (event.message.id !== id) return fail(spliced());
      }
      assembler.push(event);
    },
    afterRead: () => null,
    finished: () => failed !== null || assembler.complete,
    result() {
      if (failed !== null) throw failed;
      const message = assembler.message();
      if (message === null || !assembler.complete)
        throw new UpstreamRefused(truncated(), forwardedHeaders(upstreamResponse));
      return message;
    },
  };
}

/** What a middlebox or a wrong endpoint answers with status 200. */
export function unreadable(upstreamResponse: UpstreamResponse, text: string): UpstreamRefused {
  const { headers, ...answer } = translateError(
    { status: upstreamResponse.status, body: text, headers: upstreamResponse.headers },
    { locate: null, knownModels: [] },
  );
  return new UpstreamRefused(answer, { ...forwardedHeaders(upstreamResponse), ...headers });
}

/** Notes down the counts of an answer. */
export function recordUsage(recording: Recording, usage: Message['usage'] | null | undefined): void {
  if (usage !== null && usage !== undefined) recording.tokens = tokenCounts(usage);
}
