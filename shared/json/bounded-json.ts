/**
 * Parses JSON of the upstream only within limits: a value costs up to a hundred times the bytes of its text, and deep nesting
 * exhausts the stack of whatever serialises it later. Pure.
 */

import { type JsonLimits, MAX_DIGITS, measureJson } from './json-limits.ts';
import { parseExactJson } from './exact-json.ts';

/** Messages nest about ten levels and have some thousand values; a million take about 100 MB when parsed. */
export const UPSTREAM_JSON_LIMITS: JsonLimits = {
  values: 1_000_000,
  depth: 200,
  keys: 1_000_000,
  digits: MAX_DIGITS,
};

/** @returns the first limit that the text exceeds, or null when it is within all of them */
export function exceededLimit(text: string): keyof JsonLimits | null {
  // Every level and every value takes at least one character: most events are too short to need a scan.
  if (text.length <= UPSTREAM_JSON_LIMITS.depth) return null;
  return measureJson(text, UPSTREAM_JSON_LIMITS).breach?.limit ?? null;
}

/** @returns the parsed value; undefined for text that is not JSON or exceeds the limits */
export function parseBounded(text: string): unknown {
  return bounded(text, JSON.parse);
}

/** The same for values of the model, with exact numbers as `parseExactJson` reads them. */
export function parseBoundedExactly(text: string): unknown {
  return bounded(text, parseExactJson);
}

function bounded(text: string, parse: (text: string) => unknown): unknown {
  if (exceededLimit(text) !== null) return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
