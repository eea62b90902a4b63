/** The leaves of a JSON value: what a trail must cover. */

import { extendPath } from './json-path.ts';
import { isContainer } from './exact-number.ts';

/** Calls `visit` for every scalar, and for every empty list or object, with its path; `undefined` is not part of JSON. */
export function forEachLeaf(value: unknown, path: string, visit: (path: string, value: unknown) => void): void {
  if (value === undefined) return;
  if (!isContainer(value)) {
    visit(path, value);
    return;
  }
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  if (entries.length === 0) visit(path, value);
  for (const [key, child] of entries) forEachLeaf(child, extendPath(path, key), visit);
}
