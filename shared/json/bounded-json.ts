/**
 * Parses JSON of the upstream only within limits: a value costs up to a hundred times the bytes of its text, and deep nesting
 * exhausts the stack of whatever serialises it later. Pure.
 */

import { type JsonLimits, MAX_DIGITS, measureJsonSteps } from './json-limits.ts';
import { exactJsonSteps } from './exact-json.ts';
import { runToEnd, type Steps } from '../steps.ts';

/**
 * Messages nest about ten levels and have some thousand values; a page of a thousand models has less than a hundred thousand. A
 * response of 128,000 tokens cannot reach these limits. Objects of many keys cost most: a microsecond for each.
 */
export const UPSTREAM_JSON_LIMITS: JsonLimits = {
  values: 250_000,
  depth: 200,
  keys: 100_000,
  digits: MAX_DIGITS,
};

/** @returns the first limit that the text exceeds, or null when it is within all of them */
export function exceededLimit(text: string): keyof JsonLimits | null {
  return runToEnd(exceededLimitSteps(text));
}

/** The same in steps, for texts of megabytes. */
export function* exceededLimitSteps(text: string): Steps<keyof JsonLimits | null> {
  // Every level and every value takes at least one character: most events are too short to need a scan.
  if (text.length <= UPSTREAM_JSON_LIMITS.depth) return null;
  const { breach } = yield* measureJsonSteps(text, UPSTREAM_JSON_LIMITS);
  return breach?.limit ?? null;
}

/** @returns the parsed value; undefined for text that is not JSON or exceeds the limits */
export function parseBounded(text: string): unknown {
  if (exceededLimit(text) !== null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same for values of the model, in steps and with exact numbers as `parseExactJson` reads them. The longest step is `JSON.parse`. */
export function* parseBoundedExactlySteps(text: string): Steps<unknown> {
  if ((yield* exceededLimitSteps(text)) !== null) return undefined;
  try {
    return yield* exactJsonSteps(text);
  } catch {
    return undefined;
  }
}
