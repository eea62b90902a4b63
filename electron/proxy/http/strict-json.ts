/** Parses a client's JSON body strictly: limits are checked before parsing, prototype-polluting keys are refused. */

import { isUtf8 } from 'node:buffer';
import { RequestRefused } from '#shared/errors.ts';
import { runToEnd, type Steps } from '#shared/steps.ts';
import { type JsonBreach, type JsonLimits, measureJsonSteps, REQUEST_JSON_LIMITS } from '#shared/json/json-limits.ts';
import { wholeCharacters } from '../recording/captured-message.ts';
import { runInSlices } from '#electron/platform/time-slices.ts';
import { isContainer } from '#shared/json/exact-number.ts';
import { requestJsonSteps } from '#shared/openai/request-json.ts';

/**
 * @param body the raw bytes
 * @returns the parsed value, nested no deeper than the limit, so that no recursion over it exhausts the stack
 * @throws RequestRefused 400 `invalid_json`, `json_too_deep`, `too_many_values`, `too_many_keys`, `number_too_long` or `forbidden_key`
 */
export function parseStrictJson(body: Buffer, limits: JsonLimits = REQUEST_JSON_LIMITS): unknown {
  return runToEnd(strictJsonSteps(body, limits));
}

/** The same for the body of one request: another client is served between decoding, measuring and parsing it. */
export function readStrictJson(body: Buffer, signal: AbortSignal): Promise<unknown> {
  return runInSlices(strictJsonSteps(body), signal);
}

/** `parseStrictJson` in steps; the longest is `JSON.parse`, which cannot be divided. */
export function* strictJsonSteps(body: Buffer, limits: JsonLimits = REQUEST_JSON_LIMITS): Steps<unknown> {
  // Lenient decoding would lose invalid characters.
  if (!isUtf8(body)) {
    throw new RequestRefused({
      code: 'invalid_json',
      message: 'The request body is not valid UTF-8.',
      hint: 'Encode the body as UTF-8, as JSON has to be.',
    });
  }
  yield;
  const text = yield* decodeSteps(withoutByteOrderMark(body));
  yield;
  const { breach, mayPoison } = yield* measureJsonSteps(text, limits);
  if (breach !== null) throw refuseBreach(breach);
  yield;
  let value: unknown;
  try {
    value = yield* requestJsonSteps(text);
  } catch (error) {
    throw new RequestRefused({
      code: 'invalid_json',
      message: `The request body is not valid JSON${body.length === 0 ? ': it is empty' : positionOf(error)}.`,
      hint: 'Send one JSON object. Check for trailing commas, single quotes and unescaped line breaks.',
    });
  }
  yield;
  if (mayPoison) checkKeys(value);
  return value;
}

/** Bytes decoded at a time; without ASCII this takes up to 10 ms. */
const PIECE_BYTES = 1024 * 1024;

/** @param body valid UTF-8 */
function* decodeSteps(body: Buffer): Steps<string> {
  if (body.length <= PIECE_BYTES) return body.toString('utf8');
  const pieces: string[] = [];
  for (let start = 0; start < body.length;) {
    const end = wholeCharacters(body, start + PIECE_BYTES);
    pieces.push(body.toString('utf8', start, end));
    start = end;
    yield;
  }
  return pieces.join('');
}

function withoutByteOrderMark(body: Buffer): Buffer {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

function refuseBreach({ limit, most }: JsonBreach): RequestRefused {
  switch (limit) {
    case 'depth':
      return new RequestRefused({
        code: 'json_too_deep',
        message: `The request body is nested deeper than ${String(most)} levels.`,
        hint: 'Flatten the value, or send the deep part as a string.',
      });
    case 'keys':
      return new RequestRefused({
        code: 'too_many_keys',
        message: `An object in the request body has more than ${String(most)} keys.`,
        hint: 'Divide the object, or send it as text.',
      });
    case 'digits':
      return new RequestRefused({
        code: 'number_too_long',
        message: `A number in the request body has more than ${String(most)} digits.`,
        hint: 'Send it as a string: JSON numbers keep seventeen digits.',
      });
    case 'values':
      return new RequestRefused({
        code: 'too_many_values',
        message: `The request body holds more than ${String(most)} JSON values.`,
        hint: 'Join small parts to larger ones, or leave out the oldest messages.',
      });
  }
}

/** Only the position: the parser's message quotes the body, and error texts must not. */
function positionOf(error: unknown): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message) : null;
  return position?.[1] === undefined ? '' : ` (at character ${position[1]})`;
}

/** Iterative, without copying lists of keys. */
function checkKeys(root: unknown): void {
  const open: object[] = [];
  const context = (child: unknown): void => {
    if (isContainer(child)) open.push(child);
  };
  context(root);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Array.isArray(node)) {
      for (const child of node) context(child);
      continue;
    }
    if (Object.hasOwn(node, '__proto__')) refuseKey('__proto__');
    if (Object.hasOwn(node, 'constructor')) {
      const { constructor }: { constructor: unknown } = node;
      if (typeof constructor === 'object' && constructor !== null && Object.hasOwn(constructor, 'prototype'))
        refuseKey('constructor.prototype');
    }
    // Parsed JSON inherits only from Object, whose keys are not enumerable.
    for (const key in node) context(Reflect.get(node, key));
  }
}

function refuseKey(key: string): never {
  throw new RequestRefused({
    code: 'forbidden_key',
    message: `The request body has the key ${key}, which is refused for safety.`,
    hint: 'Rename that key.',
  });
}
