/**
 * Aligns two lists: equal items are paired, changed items are paired with their counterparts, the rest is added or removed. Anchors
 * are items that occur once on each side (patience diff), so the work is linear apart from sorting them.
 */

/** An index in the left list, the right one, or both. `same`: the items are equal. */
export interface AlignedPair {
  readonly left: number | null;
  readonly right: number | null;
  readonly same: boolean;
}

export interface ListItem {
  /** Equal exactly when the items are equal. */
  readonly hash: number;
  /** Items of one kind may be versions of each other. */
  readonly kind: string;
}

/**
 * Maximal recursion depth: items that occur several times in the list may be unique between two anchors, so anchors are searched
 * again there.
 */
const ROUNDS = 4;

/** @returns pairs in the order of both lists */
export function alignLists(left: readonly ListItem[], right: readonly ListItem[]): readonly AlignedPair[] {
  const pairs: AlignedPair[] = [];
  alignRange({ left, right, pairs }, 0, left.length, 0, right.length, ROUNDS);
  return pairs;
}

interface Work {
  readonly left: readonly ListItem[];
  readonly right: readonly ListItem[];
  readonly pairs: AlignedPair[];
}

/** Left items `l0`..`l1` with right items `r0`..`r1`, both exclusive. */
function alignRange(work: Work, l0: number, l1: number, r0: number, r1: number, rounds: number): void {
  const { left, right, pairs } = work;
  let [leftStart, rightStart, leftEnd, rightEnd] = [l0, r0, l1, r1];
  while (leftStart < leftEnd && rightStart < rightEnd && left[leftStart]?.hash === right[rightStart]?.hash) {
    pairs.push({ left: leftStart++, right: rightStart++, same: true });
  }
  while (leftEnd > leftStart && rightEnd > rightStart && left[leftEnd - 1]?.hash === right[rightEnd - 1]?.hash) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  const anchors = rounds > 0 ? anchorsOf(work, leftStart, leftEnd, rightStart, rightEnd) : [];
  for (const [l, r] of anchors) {
    alignRange(work, leftStart, l, rightStart, r, rounds - 1);
    pairs.push({ left: l, right: r, same: true });
    leftStart = l + 1;
    rightStart = r + 1;
  }
  if (anchors.length > 0) alignRange(work, leftStart, leftEnd, rightStart, rightEnd, rounds - 1);
  else pairByKind(work, leftStart, leftEnd, rightStart, rightEnd);
  for (let offset = 0; leftEnd + offset < l1; offset += 1) {
    pairs.push({ left: leftEnd + offset, right: rightEnd + offset, same: true });
  }
}

/** Items that occur once on each side, the longest sequence of them in the same order on both. */
function anchorsOf(work: Work, l0: number, l1: number, r0: number, r1: number): readonly (readonly [number, number])[] {
  const unique = uniqueIndexes(work.right, r0, r1);
  const candidates: (readonly [number, number])[] = [];
  for (const [hash, l] of uniqueIndexes(work.left, l0, l1)) {
    const r = unique.get(hash) ?? null;
    if (l !== null && r !== null) candidates.push([l, r]);
  }
  candidates.sort(([one], [other]) => one - other);
  return longestRising(candidates);
}

/** Index of each hash, null for hashes that occur more than once. */
function uniqueIndexes(items: readonly ListItem[], from: number, to: number): Map<number, number | null> {
  const indexes = new Map<number, number | null>();
  for (let at = from; at < to; at += 1) {
    const hash = items[at]?.hash ?? 0;
    indexes.set(hash, indexes.has(hash) ? null : at);
  }
  return indexes;
}

/** The longest subsequence with increasing second numbers (patience sorting). */
function longestRising(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const tops: number[] = [];
  const previous: number[] = [];
  for (const [index, [, rightIndex]] of pairs.entries()) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < rightIndex) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = index;
  }
  const run: (readonly [number, number])[] = [];
  for (let index = tops.at(-1) ?? -1; index !== -1; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) run.push(pair);
  }
  return run.toReversed();
}

/**
 * Pairs each left item with the next right one of its kind; skipped right items are added, left items without a partner removed.
 */
function pairByKind({ left, right, pairs }: Work, l0: number, l1: number, r0: number, r1: number): void {
  const indexes = new Map<string, number[]>();
  for (let at = r1 - 1; at >= r0; at -= 1) {
    const kind = right[at]?.kind ?? '';
    const known = indexes.get(kind);
    if (known === undefined) indexes.set(kind, [at]);
    else known.push(at);
  }
  let next = r0;
  for (let at = l0; at < l1; at += 1) {
    const waiting = indexes.get(left[at]?.kind ?? '') ?? [];
    while ((waiting.at(-1) ?? next) < next) waiting.pop();
    const found = waiting.pop();
    if (found === undefined) pairs.push({ left: at, right: null, same: false });
    else {
      for (; next < found; next += 1) pairs.push({ left: null, right: next, same: false });
      pairs.push({ left: at, right: found, same: left[at]?.hash === right[found]?.hash });
      next = found + 1;
    }
  }
  for (; next < r1; next += 1) pairs.push({ left: null, right: next, same: false });
}
