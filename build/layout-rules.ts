/** Rules of the source tree, each as a function from sources to the breaches it finds. */

import { basename, dirname } from 'node:path';
import { codeLines, resolveSpecifier, type SourceFile } from './architecture.ts';

type Sources = readonly SourceFile[];
type Named = readonly [name: string, paths: readonly string[]];

/** Folders with more than `max` sources. */
export function largeFolders(sources: Sources, max: number): string[] {
  return [...groupBy(sources, ({ path }) => dirname(path))]
    .filter(([, found]) => found.length > max)
    .map(([folder]) => folder);
}

/** Base names without extension that several files have, except those in `allowed`. */
export function repeatedBaseNames(sources: Sources, allowed: ReadonlySet<string>): Named[] {
  const paths = sources.map(({ path }) => path).filter((path) => !path.endsWith('.d.ts'));
  return repeated(groupBy(paths, (path) => basename(path).replace(/\.\w+$/, ''))).filter(
    ([name]) => !allowed.has(name),
  );
}

/** Names that several files export. Overloads in one file count once. */
export function repeatedExports(sources: Sources): Named[] {
  const exported = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm)].map(
      (match) => [match[1] ?? '', path] as const,
    ),
  );
  const groups = [...groupBy(exported, ([name]) => name)];
  return repeated(new Map(groups.map(([name, found]) => [name, [...new Set(found.map(([, path]) => path))]])));
}

/**
 * Uses of banned identifiers as `path: identifier`.
 * @param words banned anywhere within an identifier @param identifiers banned as a whole @param allowed exceptions
 */
export function bannedIdentifiers(
  sources: Sources,
  words: readonly string[],
  identifiers: readonly string[],
  allowed: ReadonlySet<string>,
): string[] {
  const pattern = String.raw`\b(?:[A-Za-z]*(?:${words.join('|')})[A-Za-z]*|${identifiers.join('|')})\b`;
  const found = sources.flatMap(({ path, text }) =>
    [...text.matchAll(new RegExp(pattern, 'g'))]
      .map(([name]) => name)
      .filter((name) => !allowed.has(name))
      .map((name) => `${path}: ${name}`),
  );
  return [...new Set(found)];
}

/** Files whose base name has one of the words between hyphens. */
export function bannedFileNames(sources: Sources, words: readonly string[]): string[] {
  const pattern = new RegExp(`(?:^|-)(?:${words.join('|')})(?:-|\\.)`);
  return sources.map(({ path }) => path).filter((path) => pattern.test(basename(path)));
}

/** Import rules of one layer, and which files belong to it. */
export interface LayerRule {
  readonly layer: string;
  readonly holds: (path: string) => boolean;
  readonly mayNot: readonly ((target: string) => boolean)[];
}

/** Imports of the layer's files that its rule forbids. */
export function forbiddenImports(sources: Sources, { holds, mayNot }: LayerRule): { from: string; to: string }[] {
  return sources
    .filter(({ path }) => holds(path))
    .flatMap(({ path, specifiers }) =>
      specifiers.map((specifier) => ({ from: path, to: resolveSpecifier(path, specifier) })),
    )
    .filter(({ to }) => mayNot.some((forbids) => forbids(to)));
}

/** Files with more than `max` lines of code. */
export function longFiles(sources: Sources, max: number): { path: string; lines: number }[] {
  return sources.map(({ path, text }) => ({ path, lines: codeLines(text) })).filter(({ lines }) => lines > max);
}

/** Files with a TODO, a silenced compiler or a focused test. */
export function unfinishedFiles(sources: Sources): string[] {
  const words = /\bTODO\b|FIXME|\bXXX\b|@ts-ignore|@ts-nocheck|\b(?:describe|it|test)\.only\(/;
  return matching(sources, (text) => words.test(text));
}

/** Files that do not start with a comment. */
export function filesWithoutHeader(sources: Sources): string[] {
  return matching(sources, (text) => !/^(#!.*\n)?(\/\*\*|\/\/)/.test(text));
}

/** Files that import `fork` of child_process. */
export function forkingFiles(sources: Sources): string[] {
  return matching(sources, (text) => /\bfork\b[^;]*from 'node:child_process'/.test(text));
}

/** Files that construct a BrowserWindow. */
export function windowFactories(sources: Sources): string[] {
  return matching(sources, (text) => text.includes('new BrowserWindow('));
}

function matching(sources: Sources, matches: (text: string) => boolean): string[] {
  return sources.filter(({ text }) => matches(text)).map(({ path }) => path);
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

function repeated(groups: ReadonlyMap<string, readonly string[]>): Named[] {
  return [...groups].filter(([, paths]) => paths.length > 1);
}
