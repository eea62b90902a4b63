/**
 * JSON text in pieces: a response of 60 MB as one string takes twice that when it is written, and as much again as bytes. In pieces it
 * takes what the client has not read yet.
 */

import { endOfSlice } from '../encoding/text-units.ts';
import type { Steps } from '../steps.ts';
import { ExactNumber, writeJson } from './exact-number.ts';
import { estimateJsonSize } from './json-size.ts';

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
 * The text of `writeJson`, in steps.
 *
 * @param value as for `jsonChunks`
 */
export function* writeJsonSteps(value: unknown, chunkLength = CHUNK_LENGTH): Steps<string> {
  const chunks: string[] = [];
  for (const chunk of jsonChunks(value, chunkLength)) {
    chunks.push(chunk);
    yield;
  }
  return chunks.join('');
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
  else if (Array.isArray(value)) yield* listTokens(value, chunkLength);
  else if (typeof value === 'object' && value !== null) yield* objectTokens(value, chunkLength);
  else yield JSON.stringify(value ?? null);
}

/** Items that fit into one chunk together are written together. */
function* listTokens(list: readonly unknown[], chunkLength: number): Generator<string, void, undefined> {
  let separator = '[';
  let group: unknown[] = [];
  let size = 0;
  function* writeGroup(): Generator<string, void, undefined> {
    if (group.length === 0) return;
    yield separator + withoutBrackets(writeJson(group));
    separator = ',';
    group = [];
    size = 0;
  }
  for (const item of list) {
    const itemSize = estimateJsonSize(item, chunkLength);
    if (size + itemSize > chunkLength) yield* writeGroup();
    if (itemSize > chunkLength) {
      yield separator;
      yield* tokens(item, chunkLength);
      separator = ',';
    } else {
      group.push(item);
      size += itemSize;
    }
  }
  yield* writeGroup();
  yield separator === '[' ? '[]' : ']';
}

/** The same for members; those that are undefined are left out. */
function* objectTokens(object: object, chunkLength: number): Generator<string, void, undefined> {
  let separator = '{';
  let group: [string, unknown][] = [];
  let size = 0;
  function* writeGroup(): Generator<string, void, undefined> {
    if (group.length === 0) return;
    // `fromEntries` defines own properties, so a `__proto__` key stays data; the order of keys is that of the whole object.
    yield separator + withoutBrackets(writeJson(Object.fromEntries(group)));
    separator = ',';
    group = [];
    size = 0;
  }
  for (const [key, member] of Object.entries(object)) {
    if (member === undefined) continue;
    const memberSize = key.length + estimateJsonSize(member, chunkLength);
    if (size + memberSize > chunkLength) yield* writeGroup();
    if (memberSize > chunkLength) {
      yield `${separator}${JSON.stringify(key)}:`;
      yield* tokens(member, chunkLength);
      separator = ',';
    } else {
      group.push([key, member]);
      size += memberSize;
    }
  }
  yield* writeGroup();
  yield separator === '{' ? '{}' : '}';
}

function withoutBrackets(json: string): string {
  return json.slice(1, -1);
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
