/** Small helpers for JSON of unknown shape. */

import { parsePath } from './json-path.ts';
import { endOfString } from './json-scan.ts';
import { isContainer } from './exact-number.ts';
import { parseExactJson } from './exact-json.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}

/** Deeper than any API nests, and shallow enough for everything that walks a body by calling itself. */
const MAX_DEPTH = 1000;

/** The value, or undefined when the text is not JSON, or nested beyond all measure. */
export function parseJson(text: string): unknown {
  return shallow(text, JSON.parse);
}

/** The same with exact numbers, as `parseExactJson` reads them. */
export function parseJsonExactly(text: string): unknown {
  return shallow(text, parseExactJson);
}

function shallow(text: string, parse: (text: string) => unknown): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** Counts brackets outside of strings, up to the limit. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at) - 1;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}

/** The object, or null when the text is anything else. */
export function parseJsonObject(text: string): JsonObject | null {
  const value = parseJson(text);
  return isObject(value) ? value : null;
}

/** Own members only. `undefined` where there is nothing. */
export function member(value: unknown, key: string | number): unknown {
  if (!isContainer(value) || !Object.hasOwn(value, key)) return undefined;
  const found: unknown = Reflect.get(value, key);
  return found;
}

export function valueAt(value: unknown, path: string): unknown {
  let found = value;
  for (const key of parsePath(path)) found = member(found, key);
  return found;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The list, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
