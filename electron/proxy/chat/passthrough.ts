/** Hands an upstream body on byte for byte, our key excepted, at the speed the client reads. */

import { StringDecoder } from 'node:string_decoder';
import { appendText } from '../recording/captured-message.ts';
import { whenDrained } from '../../sse/backpressure.ts';
import type { UpstreamReply } from '../upstream/upstream-client.ts';
import { noteFailure, replyTo } from '../http/error-response.ts';
import type { Visit } from '../http/request-context.ts';

/**
 * Resolves when the client has it all. A body that breaks off breaks off for the client too (the connection is cut), because
 * only then does an Anthropic SDK see that the answer is not whole. `onText` gets what was sent, decoded, for the log.
 */
export function pipeRaw(visit: Visit, reply: UpstreamReply, onText: (text: string) => void): Promise<void> {
  const { recording, response } = visit;
  const { body } = reply;
  const side = recording.upstreamResponse;
  const readable = reply.headers['content-encoding'] === undefined;
  const utf8 = new StringDecoder('utf8');
  const keep = (text: string): void => {
    if (!readable || text === '') return;
    if (side !== null) appendText(side, text);
    onText(text);
  };
  const mask = reply.mask();
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
      if (!visit.signal.aborted) noteFailure(visit, replyTo(reply.describe(error)));
      response.destroy();
      resolve();
    });
  });
}
