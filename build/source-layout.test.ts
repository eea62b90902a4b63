import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from './architecture.ts';
import { fileGraph, findCycles, folderGraph } from './import-graph.ts';

const sources = readSources(['shared', 'electron', 'renderer']);
const isTest = (path: string) => /\.test\.tsx?$|\/__fixtures__\/|\/testing\//.test(path);
const production = sources.filter(({ path }) => !isTest(path));
const files = fileGraph(production);

/** Folders above the limit, each with the reason. */
const LARGE_FOLDERS: Readonly<Record<string, string>> = {};
const MAX_FILES = 17;

/** Base names that may occur once per folder. */
const SHARED_BASE_NAMES = new Set(['index', 'types', 'errors', 'schema', 'main']);

/** Private words that identifiers must not use, each with its replacement. */
const BANNED_WORDS: Readonly<Record<string, string>> = {
  House: 'Services, AppState',
  Household: 'MockState',
  Lesson: 'LearnedRule',
  Wish: 'Requested…',
  Workshop: 'ExchangeWorker',
  Keeper: 'ResilientDatabase',
  HandOver: 'WriteQueue',
  StandIn: 'MockServer',
  Twin: 'headless mode',
  Doorway: 'request checks',
  SeedConfig: 'AiProxyConfiguration',
  LinkedPlace: 'JsonLocation',
  PlacedNote: 'JsonLocation',
  StreamFront: 'ClientStreamEncoder',
  FrontStream: 'ClientStreamEncoder',
  ReplyFront: 'ResponseTarget',
};
/** Whole identifiers; as parts of others these words are allowed. */
const BANNED_IDENTIFIERS = [
  'learnFrom',
  'recallInto',
  'noteAsked',
  'noteFailure',
  'lookAround',
  'openUp',
  'inTurn',
  'tellSoon',
  'endsInTime',
  'MOST_CALLS',
  'LONGEST_TURN',
  'PATIENCE_MS',
  'HEARD_MS',
  'FORGIVEN_MS',
  'CHARACTERS_A_MS',
  'openHouse',
  'useHouse',
  'openDoor',
  'bringIn',
  'underWay',
  'draftSide',
  'closeSide',
  'ProxyParts',
  'HandlerParts',
];
/** Public names and names of libraries that contain such a word. Wire names such as `seed`, `part` and `lane` are not banned. */
const ALLOWED_IDENTIFIERS = new Set(['windowStateKeeper']);
const BANNED_FILE_WORDS =
  /(?:^|-)(?:house|household|lesson|lessons|wish|workshop|keeper|hand-over|stand-in|twin|doorway|visit|recall)(?:-|\.)/;

/** Values grouped by a key. */
function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

const isRepeated = ([, paths]: readonly [string, readonly string[]]) => paths.length > 1;

describe('the import graph, types included', () => {
  it('has no cycle of files', () => {
    expect(findCycles(files)).toEqual([]);
  });

  it('has no cycle of folders', () => {
    expect(findCycles(folderGraph(files))).toEqual([]);
  });
});

describe('findCycles', () => {
  it('finds files that import each other, also over others', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a', 'd']],
      ['d', []],
    ]);
    expect(findCycles(graph)).toEqual([['a', 'b', 'c']]);
    expect(
      findCycles(
        new Map([
          ['a', ['b', 'b']],
          ['b', []],
        ]),
      ),
    ).toEqual([]);
  });

  it('takes a folder and the folders inside it for one subject', () => {
    const inside = new Map([
      ['a/x.ts', ['a/b/y.ts']],
      ['a/b/y.ts', ['a/x.ts', 'c/z.ts']],
      ['c/z.ts', []],
    ]);
    expect(findCycles(folderGraph(inside))).toEqual([]);
    expect(findCycles(folderGraph(new Map([...inside, ['c/z.ts', ['a/b/y.ts']]])))).toEqual([['a/b', 'c']]);
  });
});

describe('folders and names', () => {
  it(`has no folder above ${MAX_FILES} sources without a reason`, () => {
    const large = [...groupBy(production, ({ path }) => dirname(path))].filter(([, found]) => found.length > MAX_FILES);
    expect(large.map(([folder]) => folder).filter((folder) => LARGE_FOLDERS[folder] === undefined)).toEqual([]);
  });

  it('uses each base name once', () => {
    const paths = production.map(({ path }) => path).filter((path) => !path.endsWith('.d.ts'));
    const repeated = [...groupBy(paths, (path) => basename(path).replace(/\.\w+$/, ''))].filter(isRepeated);
    expect(repeated.filter(([name]) => !SHARED_BASE_NAMES.has(name))).toEqual([]);
  });

  it('exports each name of shared/ and electron/ from one file', () => {
    const exported = production
      .filter(({ path }) => !path.startsWith('renderer/'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm)].map((match) => ({
          name: match[1] ?? '',
          path,
        })),
      );
    const repeated = [...groupBy(exported, ({ name }) => name)]
      .map(([name, found]) => [name, [...new Set(found.map(({ path }) => path))]] as const)
      .filter(isRepeated);
    expect(repeated).toEqual([]);
  });

  it('uses none of the banned identifiers', () => {
    const words = Object.keys(BANNED_WORDS).join('|');
    const banned = new RegExp(String.raw`\b(?:[A-Za-z]*(?:${words})[A-Za-z]*|${BANNED_IDENTIFIERS.join('|')})\b`, 'g');
    const everywhere = readSources(['shared', 'electron', 'renderer', 'build', 'e2e', 'bench']).filter(
      ({ path }) => path !== 'build/source-layout.test.ts',
    );
    const found = everywhere.flatMap(({ path, text }) =>
      [...text.matchAll(banned)]
        .map(([name]) => name)
        .filter((name) => !ALLOWED_IDENTIFIERS.has(name))
        .map((name) => `${path}: ${name}`),
    );
    expect([...new Set(found)]).toEqual([]);
  });

  it('uses none of the banned words in names of files', () => {
    expect(sources.map(({ path }) => path).filter((path) => BANNED_FILE_WORDS.test(basename(path)))).toEqual([]);
  });
});
