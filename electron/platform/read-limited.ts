/**
 * Reads a body into memory, up to a limit. The one way to do so: `text()` of an HTTP client has no limit, and what its listeners
 * throw ends the process.
 */

import type { Readable } from 'node:stream';

/**
 * Reads all of it. The promise settles however the body ends, a premature close included, and the body is destroyed when it
 * is not read to its end.
 *
 * @param body a stream of bytes that nobody else reads
 * @param take called with the length of each chunk before it is kept; what it throws ends the reading
 * @returns the bytes of the whole body
 * @throws what the stream failed with, or what `take` threw
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
 * Reads the beginning as text and lets go of the rest: enough to know what an error says.
 *
 * @param limit bytes
 * @throws what the stream failed with before the limit was reached
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
