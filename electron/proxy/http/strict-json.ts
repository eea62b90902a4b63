/** Reads a client's JSON body: strict, with a limit on depth, and without the keys that poison prototypes. */

import { isUtf8 } from 'node:buffer';
import { RequestRefused } from '#shared/errors.ts';

/** Real requests nest a dozen levels; schemas of tools perhaps forty. */
export const DEEPEST = 200;

/**
 * In: the raw body. Out: the parsed value. Throws RequestRefused 400 with code `invalid_json`, `json_too_deep` or `forbidden_key`.
 * The value is walked once without recursion, so no depth can exhaust the stack of what comes after.
 */
export function parseStrictJson(body: Buffer): unknown {
  // Decoded all the same, it would lose the characters it could not read.
  if (!isUtf8(body)) {
    throw new RequestRefused({
      code: 'invalid_json',
      message: 'The request body is not valid UTF-8.',
      hint: 'Encode the body as UTF-8, as JSON has to be.',
    });
  }
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text.codePointAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw new RequestRefused({
      code: 'invalid_json',
      message: `The request body is not valid JSON${body.length === 0 ? ': it is empty' : positionOf(error)}.`,
      hint: 'Send one JSON object. Check for trailing commas, single quotes and unescaped line breaks.',
    });
  }
  checkTree(value);
  return value;
}

/** Only where it broke: the parser's message quotes the body, and error texts must not. */
function positionOf(error: unknown): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message) : null;
  return position?.[1] === undefined ? '' : ` (at character ${position[1]})`;
}

function checkTree(root: unknown): void {
  if (typeof root !== 'object' || root === null) return;
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) {
      throw new RequestRefused({
        code: 'json_too_deep',
        message: `The request body is nested deeper than ${String(DEEPEST)} levels.`,
        hint: 'Flatten the value, or send the deep part as a string.',
      });
    }
    const next: object[] = [];
    for (const node of level) {
      if (Array.isArray(node)) {
        for (const child of node) if (typeof child === 'object' && child !== null) next.push(child);
        continue;
      }
      if (Object.hasOwn(node, '__proto__')) refuseKey('__proto__');
      for (const [key, child] of Object.entries(node)) {
        if (typeof child !== 'object' || child === null) continue;
        if (key === 'constructor' && Object.hasOwn(child, 'prototype')) refuseKey('constructor.prototype');
        next.push(child);
      }
    }
    level = next;
  }
}

function refuseKey(key: string): never {
  throw new RequestRefused({
    code: 'forbidden_key',
    message: `The request body has the key ${key}, which is refused for safety.`,
    hint: 'Rename that key.',
  });
}
