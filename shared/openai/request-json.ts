/** Parses the JSON of a request: its own numeric fields become doubles, all other numbers keep their digits. */

import { exactJsonSteps } from '../json/exact-json.ts';
import { ExactNumber } from '../json/exact-number.ts';
import { runToEnd, type Steps } from '../steps.ts';
import { isObject } from '../json/unknown-json.ts';

/** Fields whose members are numbers of the protocol, like those of the body itself (`max_tokens`, `temperature`). */
const NUMERIC_FIELDS = ['thinking', 'reasoning'] as const;

/**
 * @param json the body of a request of either API, within limits
 * @returns what `JSON.parse` returns, except for ExactNumbers in tool arguments, schemas and everything else that is passed on
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseRequestJson(json: string): unknown {
  return runToEnd(requestJsonSteps(json));
}

/** The same in steps, for large bodies. */
export function* requestJsonSteps(json: string): Steps<unknown> {
  return roundProtocolNumbers(yield* exactJsonSteps(json));
}

/** Rounds the request's own numeric fields in place. @param value just parsed, belonging to nobody else @returns the same value */
export function roundProtocolNumbers(value: unknown): unknown {
  if (!isObject(value)) return value;
  roundMembers(value);
  for (const field of NUMERIC_FIELDS) if (isObject(value[field])) roundMembers(value[field]);
  return value;
}

function roundMembers(object: object): void {
  for (const [key, member] of Object.entries(object)) {
    if (member instanceof ExactNumber) Reflect.set(object, key, member.valueOf());
  }
}
