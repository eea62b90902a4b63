/** Parses the source tree to an import graph, for the architecture tests. Without a compiler: TypeScript 7 has no API. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** As written: `#shared/errors.ts`, `./side.ts`, `node:fs`, `zod`. */
  readonly specifiers: readonly string[];
}

/** Every TypeScript and JavaScript source under the given folders, sorted by path. */
export function readSources(folders: readonly string[]): SourceFile[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|tsx|mjs|js)$/.test(path))
    .toSorted()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, specifiers: importSpecifiers(text) };
    });
}

/** All imports of a file, static, dynamic and type-only. A regular expression suffices for formatted code. */
export function importSpecifiers(text: string): string[] {
  const code = text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const pattern =
    /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;()]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...code.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}

/** True when the file imports only types from this module. */
export function importsOnlyTypes(text: string, specifier: string): boolean {
  const quoted = specifier.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const all = text.match(new RegExp(`['"]${quoted}['"]`, 'g')) ?? [];
  const types = text.match(new RegExp(`import\\s+type\\s[^;]*?['"]${quoted}['"]`, 'g')) ?? [];
  return all.length === types.length;
}

/**
 * Resolves an import to a path in the repository, or to the package's name as written.
 * @param from path of the importing file
 */
export function resolveSpecifier(from: string, specifier: string): string {
  const bare = specifier.split('?')[0] ?? specifier;
  if (bare.startsWith('#')) return bare.slice(1);
  if (bare.startsWith('.')) return posix.normalize(posix.join(dirname(from), bare));
  return specifier;
}

/** The run-time import closure of a file: repository paths and package names, without type-only imports. */
export function reachableFrom(entry: string, sources: readonly SourceFile[]): Set<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const source = byPath.get(path);
    if (source === undefined) continue;
    for (const specifier of source.specifiers) {
      if (!importsOnlyTypes(source.text, specifier)) waiting.push(resolveSpecifier(path, specifier));
    }
  }
  return reached;
}

/** Lines that are neither blank nor comment. */
export function codeLines(text: string): number {
  return text.split('\n').filter((line) => !/^\s*(\/\/|\*|\/\*|$)/.test(line)).length;
}
