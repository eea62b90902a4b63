/**
 * Bounds on the shape of JSON that somebody else wrote, checked on its text before it is parsed: a value costs up to a hundred
 * times the bytes it is written with, and one that nests deeply exhausts the stack of whatever serialises it later. Pure.
 */

import { endOfString } from './json-scan.ts';

export interface JsonBounds {
  /** Levels of objects and lists. */
  readonly depth: number;
  /** Members and items of the whole text together. */
  readonly values: number;
}

/** Which bound a text exceeds. */
export type ExceededBound = keyof JsonBounds;

/**
 * For everything an upstream sends. Messages nest about ten levels and have some thousand values; a million take about 100 MB
 * when parsed.
 */
export const upstreamBounds: JsonBounds = { depth: 200, values: 1_000_000 };

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Looks at brackets and commas outside of strings, once, without building anything; strings are skipped as a whole.
 * Text that is not JSON is not told apart: parsing does that.
 *
 * @returns the bound that the text exceeds first, or null when it is within both
 */
export function exceededBound(text: string, bounds: JsonBounds = upstreamBounds): ExceededBound | null {
  // Every level and every value takes at least one character: most texts are too short to be looked at.
  if (text.length <= bounds.depth && text.length <= bounds.values) return null;
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at) - 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        values += 1;
        if (depth > bounds.depth) return 'depth';
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        break;
      default:
        continue;
    }
    if (values > bounds.values) return 'values';
  }
  return null;
}

/**
 * @returns the parsed value; undefined for text that is not JSON or exceeds the bounds
 */
export function parseBounded(text: string, bounds: JsonBounds = upstreamBounds): unknown {
  if (exceededBound(text, bounds) !== null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
