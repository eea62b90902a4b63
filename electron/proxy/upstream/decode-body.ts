/**
 * Decodes `content-encoding`, with a limit against decompression bombs.
 * RFC 9110 section 8.4: codings are listed in the order in which they were applied, names are case-insensitive.
 */

import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type ResponseLimits, tooDense, tooManyBytes } from './response-limits.ts';

type Decoder = ReturnType<typeof createBrotliDecompress>;

const DECODERS: Readonly<Record<string, () => Decoder>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/** No server applies more than two. */
const MAX_CODINGS = 4;
/** In characters, of a value that is quoted in a message. */
const MAX_QUOTED = 40;

/** A body that cannot be read. The message completes the sentence `HOST sent …`. */
export class UnreadableCoding extends Error {
  override readonly name = 'UnreadableCoding';
}

/**
 * @param body the encoded stream
 * @param encoding the value of `content-encoding`; `identity` and empty members count as none
 * @param limits the allowed expansion ratio, and the allowed length of a body that decodes to nothing
 * @returns the decoded body, `body` itself when it is not encoded. Errors of `body` and of the decoders are errors of the result,
 *   `ResponseTooLarge` among them; when it is destroyed or fails, so is `body`
 * @throws UnreadableCoding for a coding that is unknown; `body` is untouched
 */
export function decodeBody(body: Readable, encoding: string | undefined, limits: ResponseLimits): Readable {
  const decoders = createDecoders(encoding);
  const [first] = decoders;
  if (first === undefined) return body;
  const wire = { bytes: 0, decoded: 0 };
  const stages = [countWire(wire, limits), ...decoders.flatMap((decoder) => [decoder, checkRatio(first, limits)])];
  const result = countDecoded(wire);
  // Not `pipeline`: it reports a cancelled response as a premature close and hides why.
  body.once('error', (error) => result.destroy(error));
  for (const stage of stages) stage.once('error', (error) => result.destroy(describeError(error)));
  result.once('close', () => {
    for (const stage of stages) stage.destroy();
    body.destroy();
  });
  // Destroying may emit an abort error on the source; the result has already reported the failure.
  body.on('error', () => undefined);
  let last: Readable = body;
  for (const stage of stages) last = last.pipe(stage);
  return last.pipe(result);
}

/** The last coding that was applied comes off first. */
function createDecoders(encoding = ''): Decoder[] {
  const names = encoding
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  const makers = names.map((name) => (Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined));
  if (names.length > MAX_CODINGS || makers.includes(undefined))
    throw new UnreadableCoding(`a body with the content-encoding "${encoding.slice(0, MAX_QUOTED)}"`);
  return makers.flatMap((make) => (make === undefined ? [] : [make()])).toReversed();
}

/** A body that ends too early is one that broke off; anything else is not what its header says. */
function describeError(error: Error): Error {
  // `Z_DATA_ERROR`; brotli's begin with `ERR__`.
  const code = 'code' in error ? String(error.code) : '';
  return /^(?:Z_|ERR__)/.test(code) && code !== 'Z_BUF_ERROR'
    ? new UnreadableCoding('a body that is not in its content-encoding')
    : error;
}

interface Wire {
  bytes: number;
  decoded: number;
}

/** Empty members of gzip decode to nothing, without end. */
function countWire(wire: Wire, { response }: ResponseLimits): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      wire.bytes += chunk.length;
      if (wire.bytes > response + wire.decoded) done(tooManyBytes(response));
      else done(null, chunk);
    },
  });
}

/** After each decoder: what lies between two of them may be large too. */
function checkRatio(first: Decoder, { ratio, ratioFrom }: ResponseLimits): Transform {
  let decoded = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      decoded += chunk.length;
      // `bytesWritten`: bytes the decoder has consumed, not those queued.
      if (decoded > ratioFrom && decoded > ratio * first.bytesWritten) done(tooDense(ratio));
      else done(null, chunk);
    },
  });
}

function countDecoded(wire: Wire): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      wire.decoded += chunk.length;
      done(null, chunk);
    },
  });
}
