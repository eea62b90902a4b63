/**
 * JSON text in pieces: a response of 60 MB as one string takes twice that when it is written, and as much again as bytes. In pieces it
 * takes what the client has not read yet.
 */

import { endOfSlice } from '#shared/encoding/text-units.ts';
import { ExactNumber, writeJson } from '#shared/json/exact-number.ts';
import { estimateJsonSize } from '#shared/json/json-size.ts';
import type { Steps } from '#shared/steps.ts';

/** In characters. */
const CHUNK_LENGTH = 256 * 1024;

/**
 * @param value objects, lists, strings, numbers (exact ones too), booleans and null; members that are undefined are left out
 * @returns pieces that add up to what `writeJson` returns
 */
export function* jsonChunks(value: unknown, chunkLength = CHUNK_LENGTH): Generator<string, void, undefined> {
  let text = '';
  for (const chunk of tokens(value, chunkLength)) {
    text += chunk;
    if (text.length < chunkLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/**
 * The bytes of `JSON.stringify`, in steps. Serialising and encoding 32 MB at once takes 0.2 s.
 *
 * @param value as for `jsonChunks`
 */
export function* encodeJsonSteps(value: object, chunkLength = CHUNK_LENGTH): Steps<Buffer> {
  const chunks: Buffer[] = [];
  for (const chunk of jsonChunks(value, chunkLength)) {
    chunks.push(Buffer.from(chunk));
    yield;
  }
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
}

function* tokens(value: unknown, chunkLength: number): Generator<string, void, undefined> {
  if (value instanceof ExactNumber) yield value.text;
  else if (typeof value === 'string') yield* stringChunks(value, chunkLength);
  // The engine's own serialiser is several times faster than going through small values one by one.
  else if (estimateJsonSize(value, chunkLength) <= chunkLength) yield writeJson(value ?? null);
  else if (Array.isArray(value)) {
    let separator = '[';
    for (const item of value) {
      yield separator;
      yield* tokens(item ?? null, chunkLength);
      separator = ',';
    }
    yield separator === '[' ? '[]' : ']';
  } else if (typeof value === 'object' && value !== null) {
    let separator = '{';
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      yield `${separator}${JSON.stringify(key)}:`;
      yield* tokens(member, chunkLength);
      separator = ',';
    }
    yield separator === '{' ? '{}' : '}';
  } else yield JSON.stringify(value ?? null);
}

function* stringChunks(text: string, chunkLength: number): Generator<string, void, undefined> {
  if (text.length <= chunkLength) {
    yield JSON.stringify(text);
    return;
  }
  yield '"';
  for (let at = 0; at < text.length;) {
    // Half a surrogate pair by itself would be escaped.
    const end = endOfSlice(text, at, chunkLength);
    yield JSON.stringify(text.slice(at, end)).slice(1, -1);
    at = end;
  }
  yield '"';
}
