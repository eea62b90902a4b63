/** Reads a whole body as text, piece by piece, so that no more than the text is in memory and other clients have their turn. */

import type { Readable } from 'node:stream';
import type { ByteRedactor } from './redaction/redact-key.ts';

/** Milliseconds of work between two turns of the event loop. */
const SLICE_MS = 10;

/**
 * The promise settles however the body ends, a premature close included, and the body is destroyed when it is not read to its end.
 *
 * @param body bytes of UTF-8 that nobody else reads; a byte order mark is left out
 * @param redactor takes the secrets out of this body
 * @param take called with the length of each chunk before it is kept; what it throws ends the reading
 * @throws what the stream failed with, or what `take` threw
 */
export async function readText(body: Readable, redactor: ByteRedactor, take: (bytes: number) => void): Promise<string> {
  const utf8 = new TextDecoder();
  const pieces: string[] = [];
  let began = performance.now();
  // Leaving the loop destroys the stream, which may then fail with an abort error after the iterator stopped listening.
  body.on('error', () => undefined);
  // A stream of bytes.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    take(chunk.length);
    pieces.push(utf8.decode(redactor.pass(chunk), { stream: true }));
    if (performance.now() - began < SLICE_MS) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    began = performance.now();
  }
  pieces.push(utf8.decode(redactor.rest()));
  return pieces.join('');
}
