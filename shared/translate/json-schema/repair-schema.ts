/**
 * Makes any JSON valid JSON Schema draft 2020-12, which the API requires of every schema: keyword by keyword by the rules of the
 * meta-schema. What cannot be kept is left out, so the result accepts whatever the valid part of the original accepts, or more:
 * also where leaving out something would forbid more, as inside `not` or `oneOf`. A valid schema is returned as the same object.
 */

import { withConstraints } from './describe-constraints.ts';
import { keywordRules, nullableKeywords } from './keyword-rules.ts';
import { isPattern, LEFT_OUT, LOST, readFlag, readType } from './keyword-values.ts';
import { restateOlderDrafts, withNullAllowed } from './older-drafts.ts';
import { createTargetResolver, type TargetResolver } from './resolve-target.ts';
import { type SchemaHolder, schemaHolders } from './schema-locations.ts';
import { isSchemaObject, type SchemaObject } from './schema-refs.ts';

export const referenceKeywords = ['$ref', '$dynamicRef'] as const;

/** The targets of one schema's references, by keyword: schemas of the original. */
export type Targets = Readonly<Partial<Record<(typeof referenceKeywords)[number], SchemaObject | boolean>>>;

export interface RepairedSchema {
  readonly schema: SchemaObject;
  /** Keywords that demanded something and were left out, sorted, each once. */
  readonly lost: readonly string[];
  /** Schema of the result -> what its references meant. Empty when there are none. */
  readonly targets: Map<SchemaObject, Targets>;
  /** The repaired form of any schema of the original. */
  readonly repaired: (original: SchemaObject) => SchemaObject;
}

interface Walk {
  readonly root: SchemaObject;
  readonly resolve: TargetResolver;
  readonly copies: Map<SchemaObject, SchemaObject>;
  readonly targets: Map<SchemaObject, Targets>;
  readonly lost: Set<string>;
  /** How often something was lost, and how many references were met, so far. */
  losses: number;
  references: number;
  /** References were met where leaving out something behind them would forbid more. */
  reversed: boolean;
  /** A reference counts as a loss there, because something was lost somewhere. */
  readonly distrustful: boolean;
}

/** Never throws; nesting is bounded by the caller. */
export function repairSchema(root: SchemaObject): RepairedSchema {
  let walk = startWalk(root, false);
  let schema = repairObject(root, root, walk);
  if (walk.losses > 0 && walk.reversed) {
    walk = startWalk(root, true);
    schema = repairObject(root, root, walk);
  }
  const finished = walk;
  if (schema !== root && '$schema' in schema) schema = inNewDialect(schema, finished);
  return {
    schema,
    lost: [...finished.lost].sort(),
    targets: finished.targets,
    repaired: (original) => finished.copies.get(original) ?? repairObject(original, root, finished),
  };
}

function startWalk(root: SchemaObject, distrustful: boolean): Walk {
  return {
    root,
    resolve: createTargetResolver(root),
    copies: new Map(),
    targets: new Map(),
    lost: new Set(),
    losses: 0,
    references: 0,
    reversed: false,
    distrustful,
  };
}

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** What was rewritten is no longer of the draft that it names. */
function inNewDialect(schema: SchemaObject, walk: Walk): SchemaObject {
  const renamed = { ...schema, $schema: DIALECT };
  keepTargets(walk.targets, schema, renamed);
  walk.copies.set(walk.root, renamed);
  return renamed;
}

/** For a copy of a schema: its references mean the same. */
export function keepTargets(targets: Map<SchemaObject, Targets>, from: SchemaObject, to: SchemaObject): void {
  const known = targets.get(from);
  if (known !== undefined) targets.set(to, known);
}

function lose(walk: Walk, keyword: string): void {
  walk.lost.add(keyword);
  walk.losses += 1;
}

function repairObject(original: SchemaObject, outerBase: SchemaObject, walk: Walk): SchemaObject {
  const known = walk.copies.get(original);
  if (known !== undefined) return known;
  const base = typeof original['$id'] === 'string' && !original['$id'].startsWith('#') ? original : outerBase;
  const before = { losses: walk.losses, references: walk.references };
  const schema = restateOlderDrafts(original);
  const kept = new Map<string, unknown>();
  const weakened = new Set<string>();
  const constraints: string[] = [];
  const targets: { -readonly [Keyword in keyof Targets]: Targets[Keyword] } = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const start = { losses: walk.losses, references: walk.references };
    const repaired = repairKeyword(keyword, value, base, walk);
    if (isWeakened(start, walk)) weakened.add(keyword);
    if (repaired === LOST || repaired === LEFT_OUT) {
      if (keyword === 'pattern' && typeof value === 'string') constraints.push(`pattern: ${JSON.stringify(value)}`);
      continue;
    }
    if (keyword === '$ref' || keyword === '$dynamicRef') {
      const target = walk.resolve(String(repaired), base);
      if (target === undefined) {
        lose(walk, keyword);
        if (!String(repaired).startsWith('#')) constraints.push(`${keyword}: ${JSON.stringify(repaired)}`);
        continue;
      }
      targets[keyword] = target;
      walk.references += 1;
    }
    kept.set(keyword, repaired);
  }
  dropReversed(kept, schema, weakened, walk);
  if (kept.has('unevaluatedItems') || kept.has('unevaluatedProperties')) dropUnevaluated(kept, before, walk);
  if (constraints.length > 0) kept.set('description', withConstraints(kept.get('description'), constraints));
  const copy = isSame(kept, original) ? original : Object.fromEntries(kept);
  const { schema: result, inner } = withNullAllowed(copy);
  if (Object.keys(targets).length > 0) walk.targets.set(inner, targets);
  walk.copies.set(original, result);
  return result;
}

function isSame(kept: ReadonlyMap<string, unknown>, original: SchemaObject): boolean {
  const keywords = Object.keys(original);
  return (
    keywords.length === kept.size &&
    keywords.every((keyword) => kept.has(keyword) && kept.get(keyword) === original[keyword])
  );
}

function isWeakened(start: { readonly losses: number; readonly references: number }, walk: Walk): boolean {
  return walk.losses > start.losses || (walk.distrustful && walk.references > start.references);
}

/** Keywords whose effect on the whole is the reverse of what their parts allow: a weaker part would forbid more. */
function dropReversed(
  kept: Map<string, unknown>,
  schema: SchemaObject,
  weakened: ReadonlySet<string>,
  walk: Walk,
): void {
  const drop = (keyword: string): void => {
    if (kept.delete(keyword)) lose(walk, keyword);
  };
  if (['contains', 'if', 'not', 'oneOf'].some((keyword) => kept.has(keyword))) walk.reversed = true;
  if (weakened.has('not')) drop('not');
  if (weakened.has('if')) for (const keyword of ['if', 'then', 'else']) drop(keyword);
  if (weakened.has('contains')) drop('maxContains');
  if (weakened.has('oneOf') && kept.has('oneOf')) {
    const branches = kept.get('oneOf');
    drop('oneOf');
    if (!kept.has('anyOf')) kept.set('anyOf', branches);
  }
  // Without them their names would count as additional.
  const named = ['patternProperties', 'properties'] as const;
  const lostNames = named.some((keyword) => weakened.has(keyword) && !keepsNames(kept.get(keyword), schema[keyword]));
  if (lostNames && kept.get('additionalProperties') !== true) drop('additionalProperties');
}

function keepsNames(kept: unknown, before: unknown): boolean {
  return isSchemaObject(kept) && isSchemaObject(before) && Object.keys(kept).length === Object.keys(before).length;
}

/** What is evaluated depends on everything that applies to the same value. */
function dropUnevaluated(kept: Map<string, unknown>, before: { losses: number; references: number }, walk: Walk): void {
  walk.reversed = true;
  if (!isWeakened(before, walk)) return;
  for (const keyword of ['unevaluatedItems', 'unevaluatedProperties']) if (kept.delete(keyword)) lose(walk, keyword);
}

function repairKeyword(keyword: string, value: unknown, base: SchemaObject, walk: Walk): unknown {
  const holder = schemaHolders.get(keyword);
  const rule = keywordRules.get(keyword);
  if (holder === undefined && rule === undefined) return value;
  if (value === undefined || (value === null && !nullableKeywords.has(keyword))) return LEFT_OUT;
  const repaired = holder === undefined ? rule?.(value) : repairHolder(holder, keyword, value, base, walk);
  if (repaired === LOST) lose(walk, keyword);
  return repaired;
}

function repairHolder(holder: SchemaHolder, keyword: string, value: unknown, base: SchemaObject, walk: Walk): unknown {
  switch (holder) {
    case 'schema':
      return repairPart(value, base, walk);
    case 'list':
      return repairList(keyword, Array.isArray(value) ? value : [value], value, base, walk);
    case 'map':
      return isSchemaObject(value) ? repairMap(keyword, value, base, walk) : LOST;
  }
}

/** A word instead of a schema: a flag, or the name of a type. */
function repairPart(value: unknown, base: SchemaObject, walk: Walk): SchemaObject | boolean | typeof LOST {
  if (typeof value === 'boolean') return value;
  if (isSchemaObject(value)) return repairObject(value, base, walk);
  const type = readType(value);
  return type === undefined ? (readFlag(value) ?? LOST) : { type };
}

function repairList(
  keyword: string,
  parts: readonly unknown[],
  value: unknown,
  base: SchemaObject,
  walk: Walk,
): unknown {
  if (parts.length === 0) return LEFT_OUT;
  if (parts !== value && repairPart(value, base, walk) === LOST) return LOST;
  const repaired = parts.map((part) => orAnything(repairPart(part, base, walk), keyword, walk));
  return repaired.every((part, index) => part === parts[index]) && parts === value ? value : repaired;
}

function repairMap(keyword: string, value: SchemaObject, base: SchemaObject, walk: Walk): SchemaObject {
  let same = true;
  const entries: [string, unknown][] = [];
  for (const [name, part] of Object.entries(value)) {
    const isKept = keyword !== 'patternProperties' || isPattern(name);
    if (!isKept) lose(walk, keyword);
    const kept = isKept ? orAnything(repairPart(part, base, walk), part === null ? null : keyword, walk) : part;
    same &&= isKept && kept === part;
    if (isKept) entries.push([name, kept]);
  }
  return same ? value : Object.fromEntries(entries);
}

/** A part without constraints keeps its place, and a property its name. `keyword` is null where nothing is lost by it. */
function orAnything(
  part: SchemaObject | boolean | typeof LOST,
  keyword: string | null,
  walk: Walk,
): SchemaObject | boolean {
  if (part !== LOST) return part;
  if (keyword !== null) lose(walk, keyword);
  return {};
}
