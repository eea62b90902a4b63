import { describe, expect, it } from 'vitest';
import { readSources } from './architecture.ts';
import { fileGraph, findCycles, folderGraph } from './import-graph.ts';
import {
  bannedFileNames,
  bannedIdentifiers,
  largeFolders,
  repeatedBaseNames,
  repeatedExports,
} from './layout-rules.ts';

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
  'StreamLanes',
  'LanesInput',
  'buildLanes',
  'patienceMs',
  'jsonPieces',
  'tellStatus',
  'tellRefused',
  'answerDialogs',
  'answerQuestions',
  'BusReply',
  'ProxyParts',
  'HandlerParts',
];
/** Public names and names of libraries that contain such a word. Wire names such as `seed`, `part` and `lane` are not banned. */
const ALLOWED_IDENTIFIERS = new Set(['windowStateKeeper']);
const BANNED_FILE_WORDS = [
  'house',
  'household',
  'lesson',
  'lessons',
  'wish',
  'workshop',
  'keeper',
  'hand-over',
  'stand-in',
  'twin',
  'doorway',
  'visit',
  'recall',
];

describe('the import graph, types included', () => {
  it('has no cycle of files', () => {
    expect(findCycles(files)).toEqual([]);
  });

  it('has no cycle of folders', () => {
    expect(findCycles(folderGraph(files))).toEqual([]);
  });
});

describe('folders and names', () => {
  it(`has no folder above ${MAX_FILES} sources without a reason`, () => {
    expect(largeFolders(production, MAX_FILES).filter((folder) => LARGE_FOLDERS[folder] === undefined)).toEqual([]);
  });

  it('uses each base name once', () => {
    expect(repeatedBaseNames(production, SHARED_BASE_NAMES)).toEqual([]);
  });

  it('exports each name of shared/ and electron/ from one file', () => {
    expect(repeatedExports(production.filter(({ path }) => !path.startsWith('renderer/')))).toEqual([]);
  });

  it('uses none of the banned identifiers', () => {
    const everywhere = readSources(['shared', 'electron', 'renderer', 'build', 'e2e', 'bench']).filter(
      ({ path }) => !['build/source-layout.test.ts', 'build/layout-rules.test.ts'].includes(path),
    );
    const found = bannedIdentifiers(everywhere, Object.keys(BANNED_WORDS), BANNED_IDENTIFIERS, ALLOWED_IDENTIFIERS);
    expect(found).toEqual([]);
  });

  it('uses none of the banned words in names of files', () => {
    expect(bannedFileNames(sources, BANNED_FILE_WORDS)).toEqual([]);
  });
});
