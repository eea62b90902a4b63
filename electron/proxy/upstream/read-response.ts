/** Reads the upstream response as events or as one message, whichever form it has. */

import { collectGarbage, LARGE } from '#electron/platform/collect-garbage.ts';
import { createEventReader, type UpstreamEvent } from '#shared/anthropic/stream-events.ts';
import { parseMessageSteps } from '#shared/anthropic/message.ts';
import type { Message } from '#shared/anthropic/types.ts';
import { exceededLimitSteps } from '#shared/json/bounded-json.ts';
import type { ErrorResponse } from '#shared/openai/errors.ts';
import { createMessageAccumulator } from '#shared/translate/stream/accumulate-message.ts';
import { spliced, translateError, translateStreamError, truncated } from '#shared/translate/errors/translate-error.ts';
import type { Steps } from '#shared/steps.ts';
import { tokenCounts } from '#shared/translate/response/usage.ts';

import type { Recording } from '../recording/exchange-recording.ts';
import { appendText, setBody, type MessageCapture } from '../recording/captured-message.ts';
import type { EndedTexts } from './redaction/delta-redactor.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { pauseIfLarge, runInSlices } from '#electron/platform/time-slices.ts';
import { createEventDecoder, EventTooLong } from '../../sse/sse.ts';
import { ResponseTooLarge, tooComplex, tooLongEvent, tooManyBytes, tooMuchKept } from './response-limits.ts';
import { createTimeSlice } from './time-slice.ts';
import { isEventStream, type UpstreamResponse } from './upstream-client.ts';
import { UpstreamRefused } from './upstream-refused.ts';

export interface EventHandlers {
  /** `size`: characters of the event. */
  event(event: UpstreamEvent, size: number): void;
  /** Characters that the handlers need of the events so far, and how many these may be. */
  held(): number;
  readonly maxHeld: number;
  /** Characters that they have in memory, those included that they could do without. */
  inMemory(): number;
  /** Called after the events of one read. @returns a wait function on backpressure, null to continue */
  afterRead(): ((resume: () => void) => void) | null;
  /** True when the handlers need no further events. */
  finished(): boolean;
}

/** Enough for an error body with the content type of events. */
const MAX_BEGINNING = 64 * 1024;

/**
 * Resolves at the end of the stream or when the handlers are done. Rejects with UpstreamFailure, with what `hold` of the
 * request throws, or with what a handler throws; nothing is thrown inside a listener.
 *
 * @param ended texts of the responses that this one continues, for the redaction of secrets
 */
export function readUpstreamEvents(
  upstreamResponse: UpstreamResponse,
  recording: Recording,
  handlers: EventHandlers,
  ended: EndedTexts = new Map(),
): Promise<void> {
  const { body } = upstreamResponse;
  const capture = recording.upstreamResponse;
  if (capture !== null) capture.events = true;
  const redactor = upstreamResponse.redactor(ended);
  const read = createEventReader();
  let understood = false;
  let beginning = '';
  let received = 0;
  let counted = handlers.inMemory();
  /** Counts the memory held now; for a forwarded stream it stays about constant. */
  const holdWhatIsKept = (): void => {
    const { response } = upstreamResponse.limits;
    if (!understood && received > response) throw tooManyBytes(response);
    if (handlers.held() > handlers.maxHeld) throw tooMuchKept(handlers.maxHeld);
    const kept = handlers.inMemory() + (capture?.kept ?? 0) + (recording.clientResponse?.kept ?? 0);
    upstreamResponse.hold(kept - counted);
    counted = kept;
  };
  const handle = (data: string): void => {
    // Bytes after the end, in the same read, are ignored.
    if (handlers.finished()) return;
    const event = read(data);
    if (event === 'out-of-bounds') throw tooComplex();
    if (typeof event === 'string') return;
    understood = true;
    stamp(recording, event);
    handlers.event(event, data.length);
  };
  return new Promise((resolve, reject) => {
    const decoder = createEventDecoder(handle, upstreamResponse.limits.event);
    const slice = createTimeSlice();
    const fail = (error: unknown): void => {
      body.off('data', onData);
      upstreamResponse.discard();
      reject(failureOf(upstreamResponse, error));
    };
    const finish = (): void => {
      body.off('data', onData);
      // Reading the last bytes of the transfer lets the connection be reused.
      drain(upstreamResponse);
      resolve();
    };
    const onData = (chunk: Buffer): void => {
      try {
        slice.begin();
        received += chunk.length;
        const text = decoder.feed(redactor.pass(chunk));
        keep(capture, text);
        if (!understood && beginning.length < MAX_BEGINNING) beginning += text;
        const wait = handlers.afterRead();
        holdWhatIsKept();
        if (handlers.finished()) finish();
        else if (wait !== null) {
          body.pause();
          wait(() => body.resume());
        } else slice.yieldWhenUsed(body);
      } catch (error) {
        fail(error);
      }
    };
    body.on('data', onData);
    body.once('end', () => {
      try {
        const rest = decoder.feed(redactor.rest()) + decoder.end();
        keep(capture, rest);
        if (!understood) beginning += rest;
        handlers.afterRead();
        if (!understood && /^\s*[{<]/.test(beginning)) throw unreadableResponse(upstreamResponse, beginning);
        resolve();
      } catch (error) {
        fail(error);
      }
    });
    body.once('error', (error) => reject(upstreamResponse.describe(error)));
    // A premature close ends the reading; after `end` or `error` this has no effect.
    body.once('close', () => reject(upstreamResponse.describe(prematureClose())));
  });
}

/** A body closed before its end without an error event. */
export function prematureClose(): Error {
  return Object.assign(new Error('The body was closed before its end.'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}

function failureOf(upstreamResponse: UpstreamResponse, error: unknown): unknown {
  if (error instanceof EventTooLong) return upstreamResponse.describe(tooLongEvent(upstreamResponse.limits.event));
  return error instanceof ResponseTooLarge ? upstreamResponse.describe(error) : error;
}

function keep(capture: MessageCapture | null, text: string): void {
  if (capture !== null && text !== '') appendText(capture, text);
}

const DRAIN_TIMEOUT_MS = 1_000;
const DRAIN_BYTES = 64 * 1024;

/** Reads the few bytes after the end of a message; a longer body is destroyed. */
function drain(upstreamResponse: UpstreamResponse): void {
  let left = DRAIN_BYTES;
  const timer = setTimeout(() => upstreamResponse.discard(), DRAIN_TIMEOUT_MS);
  timer.unref();
  upstreamResponse.body.once('close', () => clearTimeout(timer));
  upstreamResponse.body.on('error', () => undefined);
  upstreamResponse.body.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) upstreamResponse.discard();
  });
  upstreamResponse.body.resume();
}

function stamp(recording: Recording, event: UpstreamEvent): void {
  const { timing } = recording;
  if (timing.firstText !== null && event.type === 'content_block_delta') return;
  if (timing.firstEvent === null && event.type !== 'ping') recording.mark('firstEvent');
  if (event.type === 'content_block_delta') recording.mark('firstText');
}

/**
 * The whole message, whether it came as JSON or as events; a large one is read in slices.
 * @param signal aborted when nobody needs it any more
 * @param ended as in `readUpstreamEvents`
 * @throws UpstreamRefused when it is neither, an error event, or incomplete
 */
export async function readMessage(
  upstreamResponse: UpstreamResponse,
  recording: Recording,
  signal: AbortSignal,
  ended: EndedTexts = new Map(),
): Promise<Message> {
  if (isEventStream(upstreamResponse)) {
    const reader = createMessageReader(upstreamResponse);
    await readUpstreamEvents(upstreamResponse, recording, reader, ended);
    return runInSlices(reader.result(), signal);
  }
  const { message, large } = await readJsonMessage(upstreamResponse, recording, signal, ended);
  // Frees the text that the message was parsed from.
  if (large) await collectGarbage();
  return message;
}

async function readJsonMessage(
  upstreamResponse: UpstreamResponse,
  recording: Recording,
  signal: AbortSignal,
  ended: EndedTexts,
): Promise<{ message: Message; large: boolean }> {
  const text = await upstreamResponse.text(ended);
  const large = text.length > LARGE;
  if (recording.upstreamResponse !== null) setBody(recording.upstreamResponse, text);
  recording.mark('firstEvent');
  recording.mark('firstText');
  if (/^\s*(?:event|data|id|retry)?:/.test(text))
    return { message: await readEventText(upstreamResponse, text, signal), large };
  await pauseIfLarge(text.length, signal);
  const message = await runInSlices(jsonMessageSteps(upstreamResponse, text), signal);
  if (message === null) throw unreadableResponse(upstreamResponse, text);
  await pauseIfLarge(text.length, signal);
  return { message, large };
}

function* jsonMessageSteps(upstreamResponse: UpstreamResponse, text: string): Steps<Message | null> {
  if ((yield* exceededLimitSteps(text)) !== null) throw upstreamResponse.describe(tooComplex());
  yield;
  return yield* parseMessageSteps(text);
}

/** Bytes of event text read per turn of the event loop. */
const EVENT_TEXT_PIECE = 64 * 1024;

/** Events with the content type of JSON. */
async function readEventText(upstreamResponse: UpstreamResponse, text: string, signal: AbortSignal): Promise<Message> {
  const reader = createMessageReader(upstreamResponse);
  const read = createEventReader();
  const decoder = createEventDecoder((data) => {
    const event = read(data);
    if (event === 'out-of-bounds') throw tooComplex();
    if (typeof event !== 'string') reader.event(event, data.length);
  }, upstreamResponse.limits.event);
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length && !reader.finished(); at += EVENT_TEXT_PIECE) {
      if (at > 0) await new Promise<void>((resolve) => setImmediate(resolve));
      decoder.feed(bytes.subarray(at, at + EVENT_TEXT_PIECE));
    }
    decoder.end();
  } catch (error) {
    throw failureOf(upstreamResponse, error);
  }
  return runInSlices(reader.result(), signal);
}

function createMessageReader(upstreamResponse: UpstreamResponse): EventHandlers & { result(): Steps<Message> } {
  const assembler = createMessageAccumulator();
  let failed: UpstreamRefused | null = null;
  let id: string | null = null;
  let held = 0;
  const fail = (reason: ErrorResponse): void =>
    void (failed ??= new UpstreamRefused(reason, forwardedHeaders(upstreamResponse)));
  return {
    event(event, size) {
      held += size;
      // Events after the end of the message are ignored.
      if (assembler.complete) return;
      if (event.type === 'error') return fail(translateStreamError(event));
      if (event.type === 'message_start') {
        id ??= event.message.id;
        if (event.message.id !== id) return fail(spliced());
      }
      assembler.push(event);
    },
    held: () => held,
    inMemory: () => held,
    maxHeld: upstreamResponse.limits.response,
    afterRead: () => null,
    finished: () => failed !== null || assembler.complete,
    *result() {
      if (failed !== null) throw failed;
      const message = yield* assembler.messageSteps();
      if (message === null || !assembler.complete)
        throw new UpstreamRefused(truncated(), forwardedHeaders(upstreamResponse));
      return message;
    },
  };
}

/** A 200 response of a middlebox or a wrong endpoint. */
export function unreadableResponse(upstreamResponse: UpstreamResponse, text: string): UpstreamRefused {
  const { headers, ...translated } = translateError(
    { status: upstreamResponse.status, body: text, headers: upstreamResponse.headers },
    { locate: null, knownModels: [] },
  );
  return new UpstreamRefused(translated, { ...forwardedHeaders(upstreamResponse), ...headers });
}

/** Records the token counts of a response. */
export function recordUsage(recording: Recording, usage: Message['usage'] | null | undefined): void {
  if (usage !== null && usage !== undefined) recording.tokens = tokenCounts(usage);
}
