/** Decodes `content-encoding`, with a limit against decompression bombs. */

import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type ResponseLimits, tooDense } from './response-limits.ts';

type Decoder = ReturnType<typeof createBrotliDecompress>;

/**
 * @param body the encoded stream
 * @param encoding the value of `content-encoding`; unknown ones stay encoded, and the response then fails as unreadable
 * @param limits the allowed expansion ratio
 * @returns the decoded body. Errors of `body` and of the decoder are errors of the result, `ResponseTooLarge` among them; when it
 *   is destroyed or fails, so is `body`
 */
export function decodeBody(body: Readable, encoding: string | undefined, limits: ResponseLimits): Readable {
  const decoder = createDecoder(encoding);
  if (decoder === null) return body;
  const checked = checkRatio(decoder, limits);
  // Not `pipeline`: it reports a cancelled response as a premature close and hides why.
  body.once('error', (error) => checked.destroy(error));
  decoder.once('error', (error) => checked.destroy(error));
  checked.once('close', () => {
    decoder.destroy();
    body.destroy();
  });
  // Destroying may emit an abort error on the source; the result has already reported the failure.
  body.on('error', () => undefined);
  return body.pipe(decoder).pipe(checked);
}

function createDecoder(encoding: string | undefined): Decoder | null {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      return createInflate();
    default:
      return null;
  }
}

function checkRatio(decoder: Decoder, { ratio, ratioFrom }: ResponseLimits): Transform {
  let decoded = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      decoded += chunk.length;
      // `bytesWritten`: bytes the decoder has consumed, not those queued.
      if (decoded > ratioFrom && decoded > ratio * decoder.bytesWritten) done(tooDense(ratio));
      else done(null, chunk);
    },
  });
}
