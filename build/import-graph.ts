/** The import graph of files and folders, types included, and its strongly connected components (Tarjan's algorithm). */

import { resolveSpecifier, type SourceFile } from './architecture.ts';

export type Graph = ReadonlyMap<string, readonly string[]>;

/** Every file with the files among `sources` that it imports, for code or for types alone. */
export function fileGraph(sources: readonly SourceFile[]): Graph {
  const known = new Set(sources.map(({ path }) => path));
  return new Map(
    sources.map(({ path, specifiers }) => [
      path,
      specifiers.map((specifier) => resolveSpecifier(path, specifier)).filter((target) => known.has(target)),
    ]),
  );
}

/**
 * Every folder with its sibling folders that files in it or below it import. Imports between a folder and its own
 * subfolders do not count: they are one subject.
 */
export function folderGraph(files: Graph): Graph {
  const folders = new Map<string, string[]>();
  for (const [path, targets] of files) {
    for (const target of targets) {
      const [from, to] = siblings(path, target);
      if (from !== null && to !== null) folders.set(from, [...(folders.get(from) ?? []), to]);
    }
  }
  return folders;
}

/** The folders of two files below their closest common folder; null for a file directly in it. */
function siblings(path: string, target: string): [string | null, string | null] {
  const one = path.split('/');
  const other = target.split('/');
  const common = one.findIndex((name, index) => name !== other[index]);
  const below = (names: readonly string[]): string | null =>
    names.length > common + 1 ? names.slice(0, common + 1).join('/') : null;
  return common === -1 ? [null, null] : [below(one), below(other)];
}

/** Groups of nodes that reach each other, each sorted; empty when the graph has no cycle. */
export function findCycles(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (node: string): number => {
    const index = order.size;
    let low = index;
    order.set(node, index);
    stack.push(node);
    for (const target of graph.get(node) ?? []) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (stack.includes(target)) low = Math.min(low, order.get(target) ?? low);
    }
    if (low === index) {
      const group = stack.splice(stack.indexOf(node));
      if (group.length > 1) cycles.push(group.toSorted());
    }
    return low;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return cycles;
}
