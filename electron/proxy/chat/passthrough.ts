/** Forwards an upstream body byte for byte, with the key redacted and with backpressure. */

import { StringDecoder } from 'node:string_decoder';
import { appendText } from '../recording/captured-message.ts';
import { whenDrained } from '../../sse/backpressure.ts';
import { isEventStream, type UpstreamResponse } from '../upstream/upstream-client.ts';
import { recordFailure, toErrorResponse } from '../http/error-response.ts';
import { prematureClose } from '../upstream/read-response.ts';
import { ResponseTooLarge, tooManyBytes } from '../upstream/response-limits.ts';
import { createTimeSlice } from '../upstream/time-slice.ts';
import type { RequestContext } from '../http/request-context.ts';

export interface ClientSide {
  /** Sends the head; called once, before the first bytes. */
  begin(): void;
  /** Receives the sent text, decoded, for the log. */
  onText(text: string): void;
}

/**
 * Resolves when the client has received everything. A truncated or oversized upstream body cuts the client's connection, because
 * only then does an Anthropic SDK see that the response is incomplete. Nothing is thrown inside a listener.
 *
 * @throws UpstreamFailure before anything was sent, so that the client gets a real HTTP error
 */
export function pipeRaw(
  context: RequestContext,
  upstreamResponse: UpstreamResponse,
  client: ClientSide,
): Promise<void> {
  const { recording, response } = context;
  const { body } = upstreamResponse;
  const capture = recording.upstreamResponse;
  const utf8 = new StringDecoder('utf8');
  const redactor = upstreamResponse.redactor();
  // A stream is forwarded, so its length is unbounded.
  const limit = isEventStream(upstreamResponse) ? Number.POSITIVE_INFINITY : upstreamResponse.limits.response;
  let received = 0;
  let counted = 0;
  let begun = false;

  function begin(): void {
    if (!begun) client.begin();
    begun = true;
  }

  /** Only what the log keeps stays in memory. */
  function record(text: string): void {
    if (text === '') return;
    if (capture !== null) appendText(capture, text);
    client.onText(text);
    const kept = capture?.kept ?? 0;
    upstreamResponse.hold(kept - counted);
    counted = kept;
  }

  /** @returns false on backpressure */
  function pass(bytes: Buffer): boolean {
    received += bytes.length;
    if (received > limit) throw tooManyBytes(limit);
    const chunk = redactor.pass(bytes);
    // All of it may be held back as the beginning of a secret.
    if (chunk.length === 0) return true;
    begin();
    recording.mark('firstEvent');
    recording.mark('firstText');
    const free = response.write(chunk);
    record(utf8.write(chunk));
    return free;
  }

  function finish(): void {
    const rest = redactor.rest();
    begin();
    record(utf8.write(rest) + utf8.end());
    response.end(rest);
  }

  return new Promise((resolve, reject) => {
    let over = false;
    const slice = createTimeSlice();
    const fail = (error: unknown): void => {
      if (over) return;
      over = true;
      body.off('data', onData);
      upstreamResponse.discard();
      const failure = error instanceof ResponseTooLarge ? upstreamResponse.describe(error) : error;
      if (!begun) {
        reject(failure);
        return;
      }
      if (!context.signal.aborted) recordFailure(context, toErrorResponse(failure));
      response.destroy();
      resolve();
    };
    const onData = (bytes: Buffer): void => {
      try {
        slice.begin();
        if (pass(bytes)) {
          slice.yieldWhenUsed(body);
          return;
        }
        body.pause();
        whenDrained(response, () => body.resume());
      } catch (error) {
        fail(error);
      }
    };
    body.on('data', onData);
    body.once('end', () => {
      if (over) return;
      try {
        finish();
        over = true;
        resolve();
      } catch (error) {
        fail(error);
      }
    });
    body.once('error', (error) => fail(upstreamResponse.describe(error)));
    body.once('close', () => fail(upstreamResponse.describe(prematureClose())));
  });
}
