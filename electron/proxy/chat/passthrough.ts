/** Hands an upstream body on byte for byte, our key excepted, at the speed the client reads. */

import { StringDecoder } from 'node:string_decoder';
import { appendText } from '../recording/captured-message.ts';
import { whenDrained } from '../../sse/backpressure.ts';
import { isEventStream, type UpstreamResponse } from '../upstream/upstream-client.ts';
import { recordFailure, toErrorResponse } from '../http/error-response.ts';
import { prematureClose } from '../upstream/read-response.ts';
import { ResponseTooLarge, tooManyBytes } from '../upstream/response-limits.ts';
import type { RequestContext } from '../http/request-context.ts';

/**
 * Resolves when the client has it all. A body that breaks off breaks off for the client too (the connection is cut), because
 * only then does an Anthropic SDK see that the answer is not whole; so does one that exceeds the limits. `onText` gets what was sent,
 * decoded, for the log.
 */
export function pipeRaw(
  context: RequestContext,
  upstreamResponse: UpstreamResponse,
  onText: (text: string) => void,
): Promise<void> {
  const { recording, response } = context;
  const { body } = upstreamResponse;
  const capture = recording.upstreamResponse;
  const readable = upstreamResponse.decoded || upstreamResponse.headers['content-encoding'] === undefined;
  const utf8 = new StringDecoder('utf8');
  const keep = (text: string): void => {
    if (!readable || text === '') return;
    if (capture !== null) appendText(capture, text);
    onText(text);
  };
  const redactor = upstreamResponse.redactor();
  // A stream may be of any length, for it goes through.
  const limit = isEventStream(upstreamResponse) ? Number.POSITIVE_INFINITY : upstreamResponse.limits.response;
  let received = 0;
  let counted = 0;
  /** Only what the log keeps of it stays in memory. */
  const holdWhatIsKept = (): void => {
    const kept = capture?.kept ?? 0;
    upstreamResponse.hold(kept - counted);
    counted = kept;
  };
  return new Promise((resolve) => {
    let over = false;
    const fail = (error: unknown): void => {
      if (over) return;
      over = true;
      body.off('data', onData);
      upstreamResponse.discard();
      if (!context.signal.aborted) recordFailure(context, toErrorResponse(error));
      response.destroy();
      resolve();
    };
    const onData = (piece: Buffer): void => {
      try {
        received += piece.length;
        if (received > limit) throw tooManyBytes(limit);
        const chunk = redactor.pass(piece);
        recording.mark('firstEvent');
        recording.mark('firstText');
        if (!response.write(chunk)) {
          body.pause();
          whenDrained(response, () => body.resume());
        }
        keep(utf8.write(chunk));
        holdWhatIsKept();
      } catch (error) {
        fail(error instanceof ResponseTooLarge ? upstreamResponse.describe(error) : error);
      }
    };
    body.on('data', onData);
    body.once('end', () => {
      over = true;
      const rest = redactor.rest();
      keep(utf8.write(rest) + utf8.end());
      response.end(rest);
      resolve();
    });
    body.once('error', (error) => fail(upstreamResponse.describe(error)));
    body.once('close', () => fail(upstreamResponse.describe(prematureClose())));
  });
}
