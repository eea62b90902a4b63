/** Reads the beginning of a body: an HTTP client's `text()` has no limit, and exceptions of its listeners end the process. */

import type { Readable } from 'node:stream';

/**
 * Reads the beginning as text and destroys the rest; for error bodies.
 *
 * @param limit bytes
 * @throws the stream's error before the limit was reached
 */
export async function readBeginning(body: Readable, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(body)) {
    chunks.push(chunk.subarray(0, limit - length));
    length += chunk.length;
    if (length >= limit) break;
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function chunksOf(body: Readable): AsyncIterable<Uint8Array> {
  // Leaving the loop destroys the stream; an HTTP body then fails with an abort error, after the iterator stopped listening.
  body.on('error', () => undefined);
  return body;
}
