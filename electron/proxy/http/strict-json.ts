/** Parses a client's JSON body strictly: limits are checked before parsing, prototype-polluting keys are refused. */

import { isUtf8 } from 'node:buffer';
import { RequestRefused } from '#shared/errors.ts';
import { runToEnd, type Steps } from '#shared/json/steps.ts';
import { type JsonBreach, type JsonLimits, measureJson, REQUEST_JSON_LIMITS } from '#shared/json/json-limits.ts';
import { runInSlices } from './time-slices.ts';
import { isContainer } from '#shared/json/exact-number.ts';
import { requestJsonSteps } from '#shared/openai/request-json.ts';

/**
 * @param body the raw bytes
 * @returns the parsed value, nested no deeper than the limit, so that no recursion over it exhausts the stack
 * @throws RequestRefused 400 `invalid_json`, `json_too_deep`, `too_many_values`, `too_many_keys` or `forbidden_key`
 */
export function parseStrictJson(body: Buffer, limits: JsonLimits = REQUEST_JSON_LIMITS): unknown {
  return runToEnd(parseSteps(body, limits));
}

/** The same for the body of one request: another client is served between decoding, measuring and parsing it. */
export function readStrictJson(body: Buffer, signal: AbortSignal): Promise<unknown> {
  return runInSlices(parseSteps(body, REQUEST_JSON_LIMITS), signal);
}

function* parseSteps(body: Buffer, limits: JsonLimits): Steps<unknown> {
  // Lenient decoding would lose invalid characters.
  if (!isUtf8(body)) {
    throw new RequestRefused({
      code: 'invalid_json',
      message: 'The request body is not valid UTF-8.',
      hint: 'Encode the body as UTF-8, as JSON has to be.',
    });
  }
  const decoded = body.toString('utf8');
  const text = decoded.codePointAt(0) === 0xfeff ? decoded.slice(1) : decoded;
  yield;
  const { breach, mayPoison } = measureJson(text, limits);
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
