/**
 * Compares two bodies by structure, ids and times ignored. Plain data in and out, so it can run in a worker. Linear, so a response
 * of 5 MB can be compared.
 */

import { extendPath } from '../../json/json-path.ts';
import { alignLists, type ListItem } from './align-lists.ts';
import { createContentHasher, ownData, type ContentHasher, type Ignore } from '../../json/content-hash.ts';
import { isObject, parseJsonExactly } from '../../json/unknown-json.ts';
import { panes, paneText, type Pane } from '../panes/link-panes.ts';
import type { Exchange } from '../record.ts';
import { isJsonNumber } from '../../json/exact-number.ts';

export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed';
  /** JSON paths in each document (`[12]` for line 13 of a text); null where the location is absent. */
  readonly left: string | null;
  readonly right: string | null;
  /** Undefined where the location is absent. */
  readonly before: unknown;
  readonly after: unknown;
  /** For two strings: the number of UTF-16 units they share at the beginning and at the end. */
  readonly shared: { readonly start: number; readonly end: number } | null;
}

export interface Comparison {
  /** `text`: one of the two is not JSON, so lines are compared. */
  readonly mode: 'json' | 'text';
  /** In document order. */
  readonly differences: readonly Difference[];
  /** True when there are more differences than listed. */
  readonly more: boolean;
}

export interface CompareOptions {
  /** Members to ignore; null: none. Never called for the user's own data (arguments, schemas, metadata). */
  readonly ignore?: Ignore | null;
  /** Maximal number of differences listed. */
  readonly most?: number;
}

const MAX_COUNT = 5000;

const idKey = /^(?:id|.*_id)$/;
const passingKeys = new Set([
  'created',
  'created_at',
  'completed_at',
  'system_fingerprint',
  'signature',
  'encrypted_content',
  'obfuscation',
]);
/** Ids with a meaning: they reference a response or a file instead of identifying this object. */
const meaningIds = new Set(['previous_response_id', 'file_id', 'user_id']);

/** Ids, times and signatures, which differ between any two runs of the same request. */
export function ignoreIdsAndTimes(key: string, value: unknown): boolean {
  if (typeof value !== 'string' && !isJsonNumber(value)) return false;
  return passingKeys.has(key) || (idKey.test(key) && !meaningIds.has(key));
}

/**
 * @param left body as text; JSON is compared by structure, anything else line by line
 * @param right body as text
 */
export function compareTexts(left: string, right: string, options: CompareOptions = {}): Comparison {
  const one = parseJsonExactly(left);
  const other = parseJsonExactly(right);
  if (one !== undefined && other !== undefined) return compareJson(one, other, options);
  const result = compareJson(left.split(/\r\n|\r|\n/), right.split(/\r\n|\r|\n/), options);
  return { ...result, mode: 'text' };
}

export function compareJson(left: unknown, right: unknown, options: CompareOptions = {}): Comparison {
  const { ignore = ignoreIdsAndTimes, most = MAX_COUNT } = options;
  const differences: Difference[] = [];
  compareValues({ differences, most, hasher: createContentHasher() }, left, right, '', '', ignore);
  return { mode: 'json', differences: differences.slice(0, most), more: differences.length > most };
}

/**
 * Compares pane by pane; null where one of the two exchanges lacks the message. Streams are compared by their assembled message.
 */
export function compareExchanges(
  left: Exchange,
  right: Exchange,
  options: CompareOptions = {},
): Readonly<Record<Pane, Comparison | null>> {
  const compared = panes.map((pane) => {
    const [one, other] = [left[pane], right[pane]];
    return [
      pane,
      one === null || other === null ? null : compareTexts(paneText(one), paneText(other), options),
    ] as const;
  });
  const [clientRequest, upstreamRequest, upstreamResponse, clientResponse] = compared.map(
    ([, comparison]) => comparison,
  );
  return {
    clientRequest: clientRequest ?? null,
    upstreamRequest: upstreamRequest ?? null,
    upstreamResponse: upstreamResponse ?? null,
    clientResponse: clientResponse ?? null,
  };
}

interface Work {
  readonly differences: Difference[];
  readonly most: number;
  readonly hasher: ContentHasher;
}

function compareValues(
  work: Work,
  before: unknown,
  after: unknown,
  left: string,
  right: string,
  ignore: Ignore | null,
): void {
  // One more than the limit, to detect truncation.
  if (work.differences.length > work.most) return;
  if (work.hasher.hashOf(before, ignore) === work.hasher.hashOf(after, ignore)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(work, before, after, left, right, ignore);
  else if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [one, other] = [own(before, key), own(after, key)];
      if (ignore?.(key, one ?? other) === true) continue;
      const below = ownData.has(key) ? null : ignore;
      compareMembers(work, one, other, extendPath(left, key), extendPath(right, key), below);
    }
  } else {
    const shared = typeof before === 'string' && typeof after === 'string' ? sharedEnds(before, after) : null;
    work.differences.push({ kind: 'changed', left, right, before, after, shared });
  }
}

function compareMembers(
  work: Work,
  before: unknown,
  after: unknown,
  left: string,
  right: string,
  ignore: Ignore | null,
): void {
  if (before === undefined) {
    if (after !== undefined) work.differences.push({ kind: 'added', left: null, right, before, after, shared: null });
  } else if (after === undefined) {
    work.differences.push({ kind: 'removed', left, right: null, before, after, shared: null });
  } else compareValues(work, before, after, left, right, ignore);
}

function compareLists(
  work: Work,
  before: readonly unknown[],
  after: readonly unknown[],
  left: string,
  right: string,
  ignore: Ignore | null,
): void {
  const item = (value: unknown): ListItem => ({ hash: work.hasher.hashOf(value, ignore), kind: kindOf(value) });
  for (const pair of alignLists(before.map(item), after.map(item))) {
    if (pair.same) continue;
    const one = pair.left === null ? undefined : before[pair.left];
    const other = pair.right === null ? undefined : after[pair.right];
    const leftPath = pair.left === null ? left : extendPath(left, pair.left);
    const rightPath = pair.right === null ? right : extendPath(right, pair.right);
    compareMembers(work, one, other, leftPath, rightPath, ignore);
  }
}

/** Messages by role, parts by type, tools by name: items that may be two versions of one. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (!isObject(value)) return typeof value;
  const inner = isObject(value['function']) ? value['function'] : isObject(value['custom']) ? value['custom'] : value;
  return JSON.stringify(
    [value['role'], value['type'], inner['name']].map((part) => (typeof part === 'string' ? part : null)),
  );
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function sharedEnds(before: string, after: string): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  return { start, end };
}
