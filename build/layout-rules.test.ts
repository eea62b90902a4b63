import { describe, expect, it } from 'vitest';
import { importSpecifiers, type SourceFile } from './architecture.ts';
import { fileGraph, findCycles, folderGraph } from './import-graph.ts';
import {
  bannedFileNames,
  bannedIdentifiers,
  filesWithoutHeader,
  forbiddenImports,
  forkingFiles,
  largeFolders,
  longFiles,
  repeatedBaseNames,
  repeatedExports,
  unfinishedFiles,
  windowFactories,
} from './layout-rules.ts';

/** An invented tree: path to text. */
function tree(files: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text, specifiers: importSpecifiers(text) }));
}

/** Files that import others, as `path: targets`. */
function imports(files: Readonly<Record<string, readonly string[]>>): SourceFile[] {
  const entries = Object.entries(files).map(([path, targets]) => [
    path,
    targets.map((target) => `import '#${target}';\n`).join(''),
  ]);
  return tree(Object.fromEntries(entries));
}

const fileCycles = (sources: readonly SourceFile[]): string[][] => findCycles(fileGraph(sources));
const folderCycles = (sources: readonly SourceFile[]): string[][] => findCycles(folderGraph(fileGraph(sources)));

describe('a cycle of files', () => {
  it('is found, also over other files and by types alone', () => {
    expect(fileCycles(imports({ 'a.ts': ['b.ts'], 'b.ts': ['c.ts'], 'c.ts': ['a.ts', 'd.ts'], 'd.ts': [] }))).toEqual([
      ['a.ts', 'b.ts', 'c.ts'],
    ]);
    expect(fileCycles(tree({ 'a.ts': "import type { B } from './b.ts';", 'b.ts': "import './a.ts';" }))).toHaveLength(
      1,
    );
  });

  it('is absent where two files only share an import', () => {
    expect(fileCycles(imports({ 'a.ts': ['b.ts', 'c.ts'], 'b.ts': ['c.ts'], 'c.ts': [] }))).toEqual([]);
  });
});

describe('a cycle of folders', () => {
  it.each([
    ['two siblings', { 'a/1.ts': ['b/1.ts'], 'b/2.ts': ['a/2.ts'], 'a/2.ts': [], 'b/1.ts': [] }, ['a', 'b']],
    ['a subfolder and a sibling', { 'a/x/1.ts': ['c/1.ts'], 'c/1.ts': ['a/2.ts'], 'a/2.ts': [] }, ['a', 'c']],
    ['two subfolders', { 'p/a/1.ts': ['p/b/1.ts'], 'p/b/1.ts': ['p/a/y/2.ts'], 'p/a/y/2.ts': [] }, ['p/a', 'p/b']],
    ['three siblings', { 'a/1.ts': ['b/1.ts'], 'b/1.ts': ['c/x/1.ts'], 'c/x/1.ts': ['a/1.ts'] }, ['a', 'b', 'c']],
  ])('is found between %s', (_which, files, cycle) => {
    expect(folderCycles(imports(files))).toEqual([cycle]);
  });

  it('is absent between a folder and its own subfolders', () => {
    expect(folderCycles(imports({ 'a/1.ts': ['a/b/1.ts'], 'a/b/1.ts': ['a/1.ts', 'c/1.ts'], 'c/1.ts': [] }))).toEqual(
      [],
    );
  });
});

describe('each layout rule finds its breach', () => {
  it('in a folder with too many sources', () => {
    expect(largeFolders(tree({ 'a/1.ts': '', 'a/2.ts': '', 'a/b/3.ts': '' }), 1)).toEqual(['a']);
  });

  it('in a repeated base name', () => {
    const sources = tree({ 'a/one.ts': '', 'b/one.tsx': '', 'a/index.ts': '', 'b/index.ts': '', 'c/one.d.ts': '' });
    expect(repeatedBaseNames(sources, new Set(['index']))).toEqual([['one', ['a/one.ts', 'b/one.tsx']]]);
  });

  it('in a name that two files export', () => {
    const overloads = 'export function two(a: 1): 1;\nexport function two(a: 2): 2;\n';
    const sources = tree({ 'a.ts': 'export const one = 1;', 'b.ts': 'export type one = 1;', 'c.ts': overloads });
    expect(repeatedExports(sources)).toEqual([['one', ['a.ts', 'b.ts']]]);
  });

  it('in a banned identifier', () => {
    const sources = tree({ 'a.ts': 'new OpenHouse(); tell(); retell(); HouseParty', 'b.ts': 'const x = 1;' });
    const found = bannedIdentifiers(sources, ['House'], ['tell'], new Set(['HouseParty']));
    expect(found).toEqual(['a.ts: OpenHouse', 'a.ts: tell']);
  });

  it('in a banned word of a file name', () => {
    const sources = tree({ 'a/open-house.ts': '', 'a/house.test.ts': '', 'a/houses.ts': '', 'house/a.ts': '' });
    expect(bannedFileNames(sources, ['house'])).toEqual(['a/open-house.ts', 'a/house.test.ts']);
  });

  it('in an import that a layer forbids', () => {
    const rule = {
      layer: 'a',
      holds: (path: string) => path.startsWith('a/'),
      mayNot: [(target: string) => target === 'b/1.ts'],
    };
    expect(forbiddenImports(imports({ 'a/1.ts': ['b/1.ts', 'b/2.ts'], 'c/1.ts': ['b/1.ts'] }), rule)).toEqual([
      { from: 'a/1.ts', to: 'b/1.ts' },
    ]);
  });

  it('in a long file', () => {
    expect(longFiles(tree({ 'a.ts': 'one();\ntwo();\n', 'b.ts': 'one();\n' }), 1)).toEqual([
      { path: 'a.ts', lines: 2 },
    ]);
  });

  it('in unfinished files', () => {
    const sources = tree({
      'a.ts': '// TODO later',
      'b.ts': '// @ts-ignore',
      'c.ts': "it.only('')",
    });
    expect(unfinishedFiles([...sources, ...tree({ 'd.ts': 'const todo = 1;' })])).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });

  it('in a file without a header comment', () => {
    const sources = tree({ 'a.ts': 'const a = 1;', 'b.ts': '/** b */', 'c.mjs': '#!/usr/bin/env node\n// c' });
    expect(filesWithoutHeader(sources)).toEqual(['a.ts']);
  });

  it('in files that fork or open windows', () => {
    const sources = tree({ 'a.ts': "import { fork } from 'node:child_process';", 'b.ts': 'new BrowserWindow({})' });
    expect(forkingFiles(sources)).toEqual(['a.ts']);
    expect(windowFactories(sources)).toEqual(['b.ts']);
  });
});
