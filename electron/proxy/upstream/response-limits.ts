/**
 * Limits of an upstream response in decoded bytes: not by the encoded size, since 2 kB of brotli unpack to gigabytes.
 * Reasons for the figures: docs/decisions, "Upstream responses are bounded".
 */

const MB = 1024 * 1024;

export interface ResponseLimits {
  /** Bytes of one whole response, streamed or not, that is read into memory before anything is sent. */
  readonly response: number;
  /**
   * Characters that are kept of a stream while it passes through, which may be of any length: of the block that is open, or of the
   * whole answer where its end repeats it. A model writes 2 million at most.
   */
  readonly kept: number;
  /** Characters of one server-sent event. A document fetched by the upstream arrives in one event, as base64. */
  readonly event: number;
  /** Decoded bytes above which the ratio is checked: short repetitive texts are no attack. */
  readonly ratioFrom: number;
  /** Decoded bytes for each byte on the wire. JSON of messages reaches about 30. */
  readonly ratio: number;
}

export const defaultResponseLimits: ResponseLimits = {
  response: 64 * MB,
  kept: 16 * MB,
  event: 16 * MB,
  ratioFrom: MB,
  ratio: 200,
};

/** Bytes of short responses: token counts, key tests. */
export const smallResponse = MB;

/** Bytes of one page of the model list, a thousand models of less than 1 kB each. */
export const modelListPage = 8 * MB;

/** A response exceeds one of the limits. The message completes the sentence `HOST sent …`. */
export class ResponseTooLarge extends Error {
  override readonly name = 'ResponseTooLarge';
}

export function tooManyBytes(limit: number): ResponseTooLarge {
  return new ResponseTooLarge(`a response of more than ${megabytes(limit)}`);
}

export function tooMuchKept(limit: number): ResponseTooLarge {
  return new ResponseTooLarge(`a stream of which more than ${megabytes(limit)} have to be kept`);
}

export function tooLongEvent(limit: number): ResponseTooLarge {
  return new ResponseTooLarge(`an event of more than ${megabytes(limit)}`);
}

export function tooDense(ratio: number): ResponseTooLarge {
  return new ResponseTooLarge(`a compressed response that unpacks to more than ${String(ratio)} times its size`);
}

export function tooComplex(): ResponseTooLarge {
  return new ResponseTooLarge('JSON with more levels or values than any message has');
}

function megabytes(bytes: number): string {
  return bytes >= MB ? `${String(Math.round(bytes / MB))} MB` : `${String(bytes)} bytes`;
}
