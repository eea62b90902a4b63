/** Reads the source tree as a graph of imports, for the test that holds the walls. No compiler: TypeScript 7 offers no API to one. */

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

/** What a file imports at run time or for types, static and dynamic. A regular expression is enough for formatted code. */
export function importSpecifiers(text: string): string[] {
  const code = text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const pattern =
    /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;()]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...code.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}

/** True when the file's import of this module brings in types alone. */
export function importsOnlyTypes(text: string, specifier: string): boolean {
  const quoted = specifier.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const all = text.match(new RegExp(`['"]${quoted}['"]`, 'g')) ?? [];
  const types = text.match(new RegExp(`import\\s+type\\s[^;]*?['"]${quoted}['"]`, 'g')) ?? [];
  return all.length === types.length;
}

/**
 * Where an import leads: a path in the repository, or the package's name as written.
 * @param from path of the importing file
 */
export function resolveSpecifier(from: string, specifier: string): string {
  const bare = specifier.split('?')[0] ?? specifier;
  if (bare.startsWith('#')) return bare.slice(1);
  if (bare.startsWith('.')) return posix.normalize(posix.join(dirname(from), bare));
  return specifier;
}

/** Everything that a file brings into its bundle: repository paths and package names. Imports of types alone bring nothing. */
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
