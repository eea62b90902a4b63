/** Hands an upstream body on byte for byte, our key excepted, at the speed the client reads. */

import { StringDecoder } from 'node:string_decoder';
import { appendText } from '../recording/captured-message.ts';
import { whenDrained } from '../../sse/backpressure.ts';
import type { UpstreamResponse } from '../upstream/upstream-client.ts';
import { recordFailure, toErrorResponse } from '../http/error-response.ts';
import type { RequestContext } from '../http/request-context.ts';

/**
 * Resolves when the client has it all. A body that breaks off breaks off for the client too (the connection is cut), because
 * only then does an Anthropic SDK see that the answer is not whole. `onText` gets what was sent, decoded, for the log.
 */
export function pipeRaw(
  context: RequestContext,
  upstreamResponse: UpstreamResponse,
  onText: (text: string) => void,
): Promise<void> {
  const { recording, response } = context;
  const { body } = upstreamResponse;
  const capture = recording.upstreamResponse;
  const readable = upstreamResponse.headers['content-encoding'] === undefined;
  const utf8 = new StringDecoder('utf8');
  const keep = (text: string): void => {
    if (!readable || text === '') return;
    if (capture !== null) appendText(capture, text);
    onText(text);
  };
  const mask = upstreamResponse.mask();
  return new Promise((resolve) => {
    body.on('data', (piece: Buffer) => {
      const chunk = mask.pass(piece);
      recording.mark('firstEvent');
      recording.mark('firstText');
      if (!response.write(chunk)) {
        body.pause();
        whenDrained(response, () => body.resume());
      }
      keep(utf8.write(chunk));
    });
    body.once('end', () => {
      const rest = mask.rest();
      keep(utf8.write(rest) + utf8.end());
      response.end(rest);
      resolve();
    });
    body.once('error', (error) => {
      if (!context.signal.aborted) recordFailure(context, toErrorResponse(upstreamResponse.describe(error)));
      response.destroy();
      resolve();
    });
  });
}
