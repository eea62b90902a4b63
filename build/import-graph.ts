/** The import graph of files and folders, types included, and its strongly connected components (Tarjan's algorithm). */

import { dirname } from 'node:path';
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
 * Every folder with the folders that its files import. A folder and the folders inside it are one subject, so imports
 * between them do not count.
 */
export function folderGraph(files: Graph): Graph {
  const folders = new Map<string, string[]>();
  for (const [path, targets] of files) {
    const folder = dirname(path);
    const imported = folders.get(folder) ?? [];
    for (const target of targets.map((each) => dirname(each))) {
      if (!contains(folder, target) && !contains(target, folder)) imported.push(target);
    }
    folders.set(folder, imported);
  }
  return folders;
}

function contains(folder: string, other: string): boolean {
  return folder === other || other.startsWith(`${folder}/`);
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
