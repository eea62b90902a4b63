/** A lookup index of a trail: from any node of either document to its counterpart. */

import { forEachLeaf } from '../../json/json-leaves.ts';
import { parsePath } from '../../json/json-path.ts';
import type { TrailEntry, TrailVerb } from '../../translate/core/trail-recorder.ts';
import { parentOf } from '../../json/json-path.ts';

export interface TrailTarget {
  /** A node of the other document; null: it has no counterpart. */
  readonly path: string | null;
  readonly verb: TrailVerb;
  /** One plain sentence. */
  readonly reason: string;
}

export interface TrailIndex {
  /** The counterparts of the node at `path` of the source. */
  forward(path: string): readonly TrailTarget[];
  /** The origins of the node at `path` of the target. */
  backward(path: string): readonly TrailTarget[];
}

/** Linear in the trail. */
export function indexTrail(trail: readonly TrailEntry[]): TrailIndex {
  const bySource = createTree();
  const byTarget = createTree();
  for (const entry of trail) {
    if (entry.from !== null) bySource.add(entry.from, entry);
    if (entry.to !== null) byTarget.add(entry.to, entry);
  }
  const linked = trail.filter(({ from, to }) => from !== null && to !== null);
  const sourceSizes = leafCounts(linked.map(({ from }) => from));
  const targetSizes = leafCounts(linked.map(({ to }) => to));
  return {
    forward: (path) => targets(bySource.find(path), ({ to }) => to, targetSizes),
    backward: (path) => targets(byTarget.find(path), ({ from }) => from, sourceSizes),
  };
}

interface TreeNode {
  readonly entries: TrailEntry[];
  readonly children: Map<string | number, TreeNode>;
}

function createTree(): { add(path: string, entry: TrailEntry): void; find(path: string): readonly TrailEntry[] } {
  const root: TreeNode = { entries: [], children: new Map() };
  return {
    add(path, entry) {
      let node = root;
      for (const key of parsePath(path)) {
        const child = node.children.get(key) ?? { entries: [], children: new Map() };
        node.children.set(key, child);
        node = child;
      }
      node.entries.push(entry);
    },
    /** Everything at and below the node; if nothing, the entries of the closest ancestor. */
    find(path) {
      let node = root;
      let above: readonly TrailEntry[] = [];
      for (const key of parsePath(path)) {
        if (node.entries.length > 0) above = node.entries;
        const child = node.children.get(key);
        if (child === undefined) return above;
        node = child;
      }
      const found: TrailEntry[] = [];
      const waiting = [node];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        // Pushed one by one: a container may have more children than a call accepts arguments.
        for (const entry of next.entries) found.push(entry);
        for (const child of [...next.children.values()].toReversed()) waiting.push(child);
      }
      return found;
    },
  };
}

/** Counts the leaves with a counterpart at and below each node; what the translator added counts nowhere. */
function leafCounts(paths: readonly (string | null)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of new Set(paths)) {
    for (let above = path; above !== null; above = parentOf(above)) counts.set(above, (counts.get(above) ?? 0) + 1);
  }
  return counts;
}

/** Merges leaves that are all of a node with counterparts into that node, with the first leaf's reason. */
function targets(
  entries: readonly TrailEntry[],
  otherEnd: (entry: TrailEntry) => string | null,
  sizes: ReadonlyMap<string, number>,
): readonly TrailTarget[] {
  const seen = new Map<string | null, TrailTarget>();
  const nowhere = new Map<string, TrailTarget>();
  for (const entry of entries) {
    const path = otherEnd(entry);
    const landing = { path, verb: entry.verb, reason: entry.reason };
    if (path === null) nowhere.set(entry.reason, landing);
    else if (!seen.has(path)) seen.set(path, landing);
  }
  return [...gather([...seen.values()], sizes), ...nowhere.values()];
}

function gather(landed: readonly TrailTarget[], sizes: ReadonlyMap<string, number>): readonly TrailTarget[] {
  if (landed.length < 2) return landed;
  const covered = new Map<string, number>();
  const first = new Map<string, TrailTarget>();
  for (const landing of landed) {
    for (let above = landing.path; above !== null; above = parentOf(above)) {
      covered.set(above, (covered.get(above) ?? 0) + 1);
      if (!first.has(above)) first.set(above, landing);
    }
  }
  const reported = new Set<string>();
  const result: TrailTarget[] = [];
  for (const landing of landed) {
    let highest = landing.path;
    for (let above = highest; above !== null; above = parentOf(above)) {
      if ((covered.get(above) ?? 0) >= (sizes.get(above) ?? Number.POSITIVE_INFINITY)) highest = above;
      else break;
    }
    if (highest === null || reported.has(highest)) continue;
    reported.add(highest);
    const { verb, reason } = first.get(highest) ?? landing;
    result.push({ path: highest, verb, reason });
  }
  return result;
}

/** Maps every leaf of a document to the same path of an equal one. */
export function sameTrail(document: unknown, reason: string): readonly TrailEntry[] {
  const trail: TrailEntry[] = [];
  forEachLeaf(document, '', (path) => trail.push({ verb: 'copied', from: path, to: path, reason }));
  return trail;
}
