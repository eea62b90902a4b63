/**
 * Collects the public names of the source tree: what scripts, stored files and journeys rely on, so that it must not change when
 * files and identifiers are renamed. What exists as a value is imported; the rest is found in the text of the sources, wherever they lie.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HELP, readCommandLine } from '#electron/cli/command-line.ts';
import { migrations } from '#electron/exchange-log/database/database-schema.ts';
import { exchange } from '#shared/exchange/__fixtures__/exchanges.ts';
import { harOf } from '#shared/exchange/export/har.ts';
import { exchangeSchema } from '#shared/exchange/record.ts';
import { calls, events } from '#shared/ipc/contract.ts';
import { callNames, eventNames } from '#shared/ipc/names.ts';
import { appliedRuleNote, type LearnedRule, learnedRuleNote } from '#shared/models/self-healing-effects.ts';
import { SETTINGS_VERSION } from '#shared/settings/migrations.ts';
import { settingsSchema } from '#shared/settings/schema.ts';
import { readSources, root } from './architecture.ts';

/** Kind of name (`error codes`) to the names of that kind that the tree has, and whether it still has one that is asked for. */
export interface PublicNames {
  readonly found: Readonly<Record<string, readonly string[]>>;
  has(kind: string, name: string): boolean;
}

const manifestSchema = z.object({ main: z.string(), scripts: z.record(z.string(), z.string()) });

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);
const isProduction = (path: string): boolean => !/\.test\.tsx?$|\/__fixtures__\/|\/testing\//.test(path);

/** Reads the whole tree once, about a quarter of a second. */
export function collectPublicNames(): PublicNames {
  const sources = readSources(['shared', 'electron', 'renderer', 'build', 'e2e', 'bench'])
    .filter(({ path }) => !/public-names/.test(path))
    .map(({ path, text }) => ({ path, text: text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '') }));
  const textOf = (holds: (path: string) => boolean): string =>
    sources
      .filter(({ path }) => holds(path))
      .map(({ text }) => text)
      .join('\n');
  const backend = textOf((path) => /^(shared|electron)\//.test(path) && isProduction(path));
  const electron = textOf((path) => path.startsWith('electron/') && isProduction(path));
  const renderer = textOf((path) => path.startsWith('renderer/') && isProduction(path));
  const journeys = textOf((path) => path.startsWith('e2e/'));
  const build = textOf((path) => path.startsWith('build/') && isProduction(path));
  const product = `${backend}\n${renderer}`;

  const codes = [
    ...all(product, /\bcode:\s(?:[^\n,;'`]*\? )?['`]([^'`\n]+)['`](?: : ['`]([^'`\n]+)['`])?/g),
    ...all(product, /\bnew \w+\(\s*['`]([a-z0-9]+_[^'`\s]+)['`],/g),
  ].map(withoutExpressions);
  const noteCodes = codes.filter((code) => /^[a-z0-9*]+(-[a-z0-9*]+)+$/.test(code));
  const errorCodes = codes.filter((code) => /^[a-z0-9*]+(_[a-z0-9*]+)+$/.test(code));
  const backendWords = quotedWords(backend);
  const productWords = quotedWords(product);
  const productText = new Set(all(product, />\s*([^<>{}\n]+?)\s*</g));
  const configured = manifestSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const isShown = (label: string): boolean => productText.has(label) || isQuoted(product, label);

  const found = {
    'ARIA labels': labelsOf(journeys).filter(isShown),
    'IPC calls': Object.keys(calls).filter((name) => callNames.includes(name)),
    'IPC channels': all(electron, /['`](dragoman:[\w:-]+)['`]/g),
    'IPC events': Object.keys(events).filter((name) => eventNames.includes(name)),
    'bundles and workers': [
      ...all(build, /,\s*['`]([\w-]+\.c?js)['`],\s*'(?:node|chrome)/g),
      configured.main.replace(/^.*\//, ''),
    ],
    'command-line options': optionsOf(electron),
    'database migrations': migrations.map((step, index) => `${index + 1}: ${step.replaceAll(/\s+/g, ' ').trim()}`),
    // In quotes: where one is read, not where a text mentions it.
    'environment variables': all(electron, /['"](DRAGOMAN_[A-Z_]+|ANTHROPIC_API_KEY)['"]/g),
    'environment variables of scripts and tests': [
      ...all(`${build}\n${journeys}`, /\b(DRAGOMAN_[A-Z_]+)\b/g),
      ...all(textOf(isTest), /process\.env\['(DRAGOMAN_[A-Z_]+)'\]/g),
    ],
    'error codes': errorCodes,
    'exit codes': sources
      .filter(
        ({ path, text }) => path.startsWith('electron/') && isProduction(path) && /process\.exitCode = /.test(text),
      )
      .flatMap(({ text }) => all(text, /(?:return|exitCode =) (\d+);|exit\((\d+)\)/g)),
    'HAR export': pathsOfValue(harOf([exchange()], { version: '0', origin: 'http://127.0.0.1:9080' })),
    headers: all(backend, /\b(x-dragoman-[a-z-]+[a-z])\b/g),
    'JSONL export': pathsOfSchema(exchangeSchema),
    'keychain names': all(electron, /export const \w*(?:SERVICE|ACCOUNT) =\s*'([^']+)'/g),
    'note codes': [
      ...noteCodes,
      ...Object.values(ruleKinds).flatMap((rule) => [learnedRuleNote(rule).code, appliedRuleNote(rule).code]),
    ],
    'npm commands': Object.keys(configured.scripts),
    settings: [`version ${SETTINGS_VERSION}`, ...pathsOfSchema(settingsSchema)],
    'standard output': all(electron, /printResult\(\s*[`']([^`']+)[`']\)/g).map(withoutExpressions),
    'stored files': all(electron, /['`]([\w.-]+\.(?:json|db|sealed|log))['`]/g),
    'test ids': all(renderer, /data-testid=(?:"|\{`)([^"`]+)["`]/g).map(withoutExpressions),
    'trail verbs': all(all(backend, /type TrailVerb =([^;]+);/g).join(), /'(\w+)'/g),
    'note verbs': all(all(backend, /type NoteVerb =([^;]+);/g).join(), /'(\w+)'/g),
  };
  const sets = new Map(Object.entries(found).map(([kind, names]) => [kind, new Set(names)]));
  return {
    found: Object.fromEntries(Object.entries(found).map(([kind, names]) => [kind, [...new Set(names)].toSorted()])),
    has(kind, name) {
      // Codes are also handed to helpers, whose names are not public: there any whole literal will do.
      if (kind === 'note codes' && !/^(?:healed|learned)-/.test(name)) return backendWords.has(name);
      if (kind === 'error codes') return productWords.has(name);
      // A journey may stop using one.
      if (kind === 'ARIA labels') return isShown(name);
      return sets.get(kind)?.has(name) === true;
    },
  };
}

/** One refusal of each kind: its note's code is `healed-` and the kind. */
const ruleKinds: { readonly [Kind in LearnedRule['kind']]: Extract<LearnedRule, { kind: Kind }> } = {
  'no-sampling': { kind: 'no-sampling' },
  'no-thinking-type': { kind: 'no-thinking-type', type: 'adaptive', instead: null },
  'thinking-off-caps-effort': { kind: 'thinking-off-caps-effort' },
  'effort-levels': { kind: 'effort-levels', levels: [] },
  'no-prefill': { kind: 'no-prefill' },
  'no-forced-tool-choice': { kind: 'no-forced-tool-choice', onlyWithThinking: false },
  'max-output-tokens': { kind: 'max-output-tokens', limit: 1 },
  'no-mid-conversation-system': { kind: 'no-mid-conversation-system' },
  'no-structured-outputs': { kind: 'no-structured-outputs' },
  'no-output-config': { kind: 'no-output-config' },
  'no-strict-tools': { kind: 'no-strict-tools' },
  'no-web-search': { kind: 'no-web-search' },
  'no-fast-mode': { kind: 'no-fast-mode' },
  'thinking-blocks-refused': { kind: 'thinking-blocks-refused', bound: false },
  'thinking-refused': { kind: 'thinking-refused' },
  'schema-refused': { kind: 'schema-refused' },
  'no-compaction': { kind: 'no-compaction' },
  'compaction-block-refused': { kind: 'compaction-block-refused' },
  'compaction-unavailable': { kind: 'compaction-unavailable' },
  'betas-refused': { kind: 'betas-refused', betas: [] },
  'field-refused': { kind: 'field-refused', field: 'x' },
};

/** Every group that matched, of every match. */
function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.filter((group) => group !== undefined));
}

/** `side-${name}` and `side-${which}` are one name: `side-*`. */
function withoutExpressions(template: string): string {
  return template.replaceAll(/\$\{[^}]*\}/g, '*').replaceAll(String.raw`\n`, '');
}

/** Every quoted word without spaces. */
function quotedWords(text: string): Set<string> {
  return new Set(all(text, /(?<=['"`])((?:[\w-]|\$\{[^}`]*\})+)(?=['"`])/g).map(withoutExpressions));
}

function isQuoted(text: string, label: string): boolean {
  return [`'${label}'`, `"${label}"`].some((quoted) => text.includes(quoted));
}

/** What journeys find controls by: `getByLabel('Message')`, `getByRole('tab', { name: 'Stream' })`. */
function labelsOf(journeys: string): string[] {
  return all(journeys, /getByLabel\('([^']+)'|getByRole\('\w+', \{ name: '([^']+)'/g);
}

/** The options of the help that the parser takes, and the one that only the app has. */
function optionsOf(electron: string): string[] {
  const options = [...all(HELP, /(--[a-z-]+)/g), '-h', '-v'].filter(isKnownOption);
  return electron.includes("'--hidden'") ? [...options, '--hidden'] : options;
}

function isKnownOption(option: string): boolean {
  const line = readCommandLine([option], {});
  return line.kind !== 'bad' || !line.line.includes('Unknown option');
}

const schemaNode = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).default([]),
  const: z.unknown().optional(),
});

/** `summary.tokens.input: integer`, `savedFilters[].name: string`, with the values of an enumeration: `theme = "dark"`. */
function pathsOfSchema(schema: z.ZodType): string[] {
  return pathsOfNode(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }), '');
}

function pathsOfNode(value: unknown, path: string): string[] {
  const node = schemaNode.parse(value);
  const values = node.const === undefined ? node.enum : [node.const];
  return [
    ...(path === '' ? [] : [node.type ?? []].flat().map((type) => `${path}: ${type}`)),
    ...values.map((one) => `${path} = ${JSON.stringify(one)}`),
    ...(node.anyOf ?? []).flatMap((choice) => pathsOfNode(choice, path)),
    ...Object.entries(node.properties).flatMap(([key, inner]) =>
      pathsOfNode(inner, path === '' ? key : `${path}.${key}`),
    ),
    ...(node.items === undefined ? [] : pathsOfNode(node.items, `${path}[]`)),
  ];
}

/** The paths of the leaves: `log.entries[].request.method`. */
function pathsOfValue(value: unknown, path = ''): string[] {
  if (Array.isArray(value) && value.length === 0) return [`${path}[]`];
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => pathsOfValue(item, `${path}[]`)))];
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOfValue(inner, path === '' ? key : `${path}.${key}`));
}
