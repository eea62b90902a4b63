/**
 * Translates a JSON Schema to the subset that the API enforces (`output_config.format`, strict tools), or gives the reason why that
 * is impossible. The description tells the model what the subset cannot express. Source: structured outputs page, 2026-08.
 */

import {
  definitionKeywords,
  dereference,
  holdsMoreThan,
  isDefinitionReference,
  isRecursive,
  isSchemaObject,
  referencesIn,
  type SchemaObject,
} from '../schema-refs.ts';

import { withConstraints } from '../describe-constraints.ts';
import { withMatchingTypes } from './enum-types.ts';
import { mergedSchema, mergeInto, startMerge } from './merge-schemas.ts';
import { withNullAllowed } from '../older-drafts.ts';
import { NotExpressible } from './not-expressible.ts';
import { isContainer, toDouble, writeJson } from '../../../json/exact-number.ts';

export type StrictSchema =
  | {
      readonly ok: true;
      readonly schema: SchemaObject;
      /** Keywords that were moved into a description or left out, sorted, each once. */
      readonly softened: readonly string[];
      readonly counts: SchemaCounts;
    }
  | { readonly ok: false; readonly reason: string };

/** The API's limits for one whole request. */
export interface SchemaCounts {
  readonly optional: number;
  readonly unions: number;
}

/** Limits of one request, format and strict tools together. */
export const strictLimits = { tools: 20, optional: 24, unions: 16 } as const;

/** `root` must be an object schema (wrap any other first). The original is not changed. */
export function strictSchema(root: SchemaObject): StrictSchema {
  // A subschema holds a few lists and maps beside its own subschemas.
  if (holdsMoreThan(root, 4 * mostParts)) return { ok: false, reason: TOO_LARGE };
  if (isRecursive(root)) return { ok: false, reason: 'it refers to itself' };
  const outside = referencesIn(root).find((reference) => dereference(root, { $ref: reference }) === undefined);
  if (outside !== undefined) return { ok: false, reason: `it refers to ${outside}, which is not in it` };
  const walk: Walk = { root, softened: new Set(), optional: 0, unions: 0, visited: 0, depth: 0 };
  try {
    const schema = strict(root, walk);
    return {
      ok: true,
      schema,
      softened: [...walk.softened].sort(),
      counts: { optional: walk.optional, unions: walk.unions },
    };
  } catch (error) {
    if (error instanceof NotExpressible) return { ok: false, reason: error.message };
    throw error;
  }
}

interface Walk {
  readonly root: SchemaObject;
  readonly softened: Set<string>;
  optional: number;
  unions: number;
  visited: number;
  depth: number;
}

/** A schema with more subschemas than this repeats the same references many times: inlining it would take very long. */
const mostParts = 10_000;
const TOO_LARGE = 'it is too large when written out';

/** A chain of references may be deeper than the text's nesting. */
const MAX_DEPTH = 500;

function nested<Result>(walk: Walk, run: () => Result): Result {
  walk.depth += 1;
  if (walk.depth > MAX_DEPTH) throw new NotExpressible(TOO_LARGE);
  const result = run();
  walk.depth -= 1;
  return result;
}

/** `size`: entries of an inlined list or characters of an inlined text; a hundred of them count as one subschema. */
function visit(walk: Walk, size = 100): void {
  walk.visited += size / 100;
  if (walk.visited > mostParts) throw new NotExpressible(TOO_LARGE);
}

type Draft = Record<string, unknown>;

const formats: ReadonlySet<unknown> = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'uri',
  'ipv4',
  'ipv6',
  'uuid',
]);

/** Keywords that do not constrain the value: left out without a note. */
const silent: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$comment',
  '$anchor',
  'examples',
  'example',
  'deprecated',
  'readOnly',
  'writeOnly',
  'nullable',
  'discriminator',
  'xml',
  'externalDocs',
  'additionalProperties',
  'required',
]);

/** Each returns the value to keep, or undefined to move the keyword to the description. */
const handlers: ReadonlyMap<string, (value: unknown, walk: Walk) => unknown> = new Map(
  Object.entries({
    title: keepText,
    description: keepText,
    default: (value: unknown) => value,
    type: (value: unknown) => value,
    enum: (value: unknown, walk: Walk) => {
      if (!Array.isArray(value) || value.length === 0) return undefined;
      visit(walk, value.length);
      return value.every(isScalar) ? value : undefined;
    },
    const: (value: unknown) => (isScalar(value) ? value : undefined),
    format: (value: unknown) => (formats.has(value) ? value : undefined),
    pattern: (value: unknown) => (typeof value === 'string' && isSimplePattern(value) ? value : undefined),
    minItems: (value: unknown) => (toDouble(value) === 0 || toDouble(value) === 1 ? value : undefined),
    $defs: strictMap,
    definitions: strictMap,
    properties: strictMap,
    items: strictItems,
    anyOf: strictBranches,
  }),
);

function strict(source: SchemaObject, walk: Walk): SchemaObject {
  visit(walk);
  if (typeof source['$ref'] === 'string') return strictReference(source, walk);
  const schema = simplified(source, walk);
  const result: Draft = {};
  const softened: string[] = [];
  const typed = withMatchingTypes(schema);
  for (const [keyword, value] of Object.entries(typed)) {
    if (silent.has(keyword) || value === undefined) continue;
    const ofNoObject = keyword === 'properties' && !isType(typed, 'object');
    // They say nothing about a value that is no object.
    if (ofNoObject && isOneOfScalars(typed)) continue;
    // The API takes whatever has properties for an object, to be closed; this may be something else too.
    const kept = ofNoObject ? undefined : handlers.get(keyword)?.(value, walk);
    if (kept !== undefined) {
      result[keyword] = kept;
    } else {
      const text = `${keyword}: ${writeJson(value)}`;
      visit(walk, text.length / 10);
      softened.push(text);
      walk.softened.add(keyword);
    }
  }
  const undeclared = isType(result, 'object') ? closeObject(result, schema, walk) : [];
  if (undeclared.length > 0) {
    const text = `required: ${writeJson(undeclared)}`;
    visit(walk, text.length / 10);
    softened.push(text);
    walk.softened.add('required');
  }
  if (isType(result, 'array') && !('items' in result)) throw new NotExpressible('its arrays hold anything');
  if (!saysType(result)) throw new NotExpressible('a part of it may be anything');
  if (Array.isArray(result['type'])) walk.unions += 1;
  if (softened.length > 0) result['description'] = withConstraints(result['description'], softened);
  return result;
}

/**
 * Beside a `$ref` the API accepts only definitions; a lone description is not worth losing the enforcement. A reference to anything
 * but a definition is replaced by its target (cycles are excluded here).
 */
function strictReference(source: SchemaObject, walk: Walk): SchemaObject {
  if (!isDefinitionReference(source['$ref'])) {
    const target = dereference(walk.root, source);
    if (target === undefined) throw new NotExpressible('a part of it may be anything');
    return nested(walk, () => strict(target, walk));
  }
  const result: Draft = { $ref: source['$ref'] };
  for (const keyword of definitionKeywords) {
    if (keyword in source) result[keyword] = strictMap(source[keyword], walk);
  }
  if (source['nullable'] !== true) return result;
  walk.unions += 1;
  return { anyOf: [result, { type: 'null' }] };
}

/** Rewrites the schema with the keywords of the subset: `oneOf`, `nullable`, a single or mergeable `allOf`, a missing type. */
function simplified(source: SchemaObject, walk: Walk): SchemaObject {
  let schema = source;
  if (Array.isArray(schema['allOf'])) schema = mergeAllOf(schema, schema['allOf'], walk);
  if (Array.isArray(schema['oneOf']) && !('anyOf' in schema)) {
    const { oneOf, ...others } = schema;
    schema = { ...others, anyOf: oneOf };
  }
  if (!saysType(schema)) {
    const type = 'properties' in schema ? 'object' : 'items' in schema ? 'array' : undefined;
    if (type !== undefined) schema = { type, ...schema };
  }
  if (schema['nullable'] === true && typeof schema['type'] === 'string') schema = withNullAllowed(schema).schema;
  return schema;
}

/** The API refuses `allOf` with a `$ref` in it, so its branches are merged where that loses nothing. */
function mergeAllOf(schema: SchemaObject, branches: readonly unknown[], walk: Walk): SchemaObject {
  const { allOf: _dropped, ...own } = schema;
  const target = startMerge(own);
  const seen = new Set<SchemaObject>();
  for (const branch of branches) {
    visit(walk);
    const resolved = dereference(walk.root, branch);
    if (resolved === undefined) throw new NotExpressible('a part of it may be anything');
    // Merging a schema with itself changes nothing.
    if (seen.has(resolved)) continue;
    seen.add(resolved);
    const { allOf } = resolved;
    mergeInto(target, Array.isArray(allOf) ? nested(walk, () => mergeAllOf(resolved, allOf, walk)) : resolved);
  }
  return mergedSchema(target);
}

function strictMap(value: unknown, walk: Walk): unknown {
  if (!isSchemaObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, strictPart(part, walk)]));
}

function strictItems(value: unknown, walk: Walk): unknown {
  if (!isSchemaObject(value)) throw new NotExpressible('its arrays are tuples or hold anything');
  return strict(value, walk);
}

function strictBranches(value: unknown, walk: Walk): unknown {
  if (!Array.isArray(value)) return undefined;
  if (value.length > 1) walk.unions += 1;
  return value.map((branch) => strictPart(branch, walk));
}

function strictPart(value: unknown, walk: Walk): SchemaObject {
  if (!isSchemaObject(value)) throw new NotExpressible('a part of it may be anything');
  return strict(value, walk);
}

/**
 * Closing an object that is meant as a map would allow only the empty object.
 *
 * @returns the required names that no property has: a closed object cannot demand them
 */
function closeObject(result: Draft, schema: SchemaObject, walk: Walk): string[] {
  const extra = schema['additionalProperties'];
  if (isSchemaObject(extra) || 'patternProperties' in schema) throw new NotExpressible('it has objects with free keys');
  if (!isSchemaObject(result['properties'])) {
    if (extra !== false) throw new NotExpressible('it has objects with free keys');
    result['properties'] = {};
  }
  const names = Object.keys(isSchemaObject(result['properties']) ? result['properties'] : {});
  const listed = new Set<unknown>(Array.isArray(schema['required']) ? schema['required'] : []);
  const required = names.filter((name) => listed.has(name));
  if (required.length > 0) result['required'] = required;
  walk.optional += names.length - required.length;
  result['additionalProperties'] = false;
  const declared = new Set(names);
  return [...listed].filter((name): name is string => typeof name === 'string' && !declared.has(name));
}

function saysType(schema: SchemaObject): boolean {
  return ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref'].some((keyword) => keyword in schema);
}

function isType(schema: SchemaObject, type: string): boolean {
  const stated = schema['type'];
  return stated === type || (Array.isArray(stated) && stated.includes(type));
}

function isOneOfScalars({ enum: values, const: value }: SchemaObject): boolean {
  return Array.isArray(values) ? values.every(isScalar) : value !== undefined && isScalar(value);
}

function isScalar(value: unknown): boolean {
  return !isContainer(value);
}

function keepText(value: unknown): unknown {
  return typeof value === 'string' ? value : undefined;
}

/** No look-around, word boundaries, back-references or large repetitions. */
function isSimplePattern(pattern: string): boolean {
  if (/\(\?[=!<]|\\[bB1-9k]/.test(pattern)) return false;
  return [...pattern.matchAll(/\{(\d+)?,?(\d+)?\}/g)].every(
    (match) => Math.max(Number(match[1] ?? 0), Number(match[2] ?? 0)) <= 100,
  );
}
