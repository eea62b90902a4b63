/**
 * Reads a body into memory, up to a limit. Used instead of an HTTP client's `text()`, which has no limit and whose listeners'
 * exceptions end the process.
 */

import type { Readable } from 'node:stream';

/**
 * Reads the whole body. The promise settles on any end, a premature close included; a body not read to its end is
 * destroyed.
 *
 * @param body a stream of bytes without other readers
 * @param take called with the length of each chunk before it is kept; an exception ends the reading
 * @returns the bytes of the whole body
 * @throws the stream's error, or the exception of `take`
 */
export async function readBody(body: Readable, take: (bytes: number) => void): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(body)) {
    take(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

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
