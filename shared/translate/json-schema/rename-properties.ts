/**
 * Renames properties of a tool's root that the API refuses: it takes names of `[a-zA-Z0-9_.-]{1,64}` there, while OpenAI takes any.
 * Everything in the schema that speaks of the root's properties is kept in step; deeper objects keep their names.
 */

import { shortHash } from '../../json/short-hash.ts';
import { type ObjectSchema, without } from './flatten-union.ts';
import { isSchemaObject } from './schema-refs.ts';

export interface RenamedProperties {
  readonly schema: ObjectSchema;
  /** Client's name -> upstream name, only where they differ; empty when nothing changed. */
  readonly names: ReadonlyMap<string, string>;
  /** Keywords that could not be kept in step and were left out. */
  readonly lost: readonly string[];
}

const longest = 64;
const valid = /^[a-zA-Z0-9_.-]{1,64}$/;

export function renameProperties(schema: ObjectSchema): RenamedProperties {
  const properties = isSchemaObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const invalid = properties.filter((name) => !valid.test(name));
  if (invalid.length === 0) return { schema, names: new Map(), lost: [] };
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const taken = new Set([...properties, ...required.filter((name) => typeof name === 'string')]);
  const names = new Map<string, string>();
  for (const name of invalid) {
    const renamed = upstreamParameterName(name, taken);
    taken.add(renamed);
    names.set(name, renamed);
  }
  return { ...renameAtRoot(schema, names), names };
}

/** Cleaned, with a hash of the original: names that differ only in forbidden characters stay distinct, in any order of properties. */
function upstreamParameterName(name: string, taken: ReadonlySet<string>): string {
  let hash = shortHash(name);
  for (;;) {
    const clean = name.replaceAll(/[^a-zA-Z0-9_.-]/g, '_').slice(0, longest - hash.length - 1);
    const renamed = `${clean}_${hash}`;
    if (!taken.has(renamed)) return renamed;
    hash = shortHash(hash + name);
  }
}

/** The root keys of a value that the schema describes, as they are upstream; other values as they are. */
export function renameKeys(value: Record<string, unknown>, names: ReadonlyMap<string, string>): Record<string, unknown>;
export function renameKeys(value: unknown, names: ReadonlyMap<string, string>): unknown;
export function renameKeys(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isSchemaObject(value) || !Object.keys(value).some((key) => names.has(key))) return value;
  const taken = new Set([...Object.keys(value), ...names.values()]);
  const renamed = new Set(Object.keys(value).map((key) => names.get(key)));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [upstreamKey(key), member]));

  function upstreamKey(key: string): string {
    const own = names.get(key);
    if (own !== undefined || !renamed.has(key)) return own ?? key;
    // The upstream name of another key here, which no parameter of the client has: both values are kept.
    const other = upstreamParameterName(key, taken);
    taken.add(other);
    return other;
  }
}

function renameAtRoot(schema: ObjectSchema, names: ReadonlyMap<string, string>): Omit<RenamedProperties, 'names'> {
  const lost = new Set<string>();
  const kept: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const renamed = renameKeyword(keyword, value, names);
    if (renamed === undefined) lost.add(keyword);
    else kept[keyword] = renamed;
  }
  // What depends on a keyword that is gone would forbid more without it.
  const dependent = [
    ...(lost.has('if') ? ['then', 'else'] : []),
    ...(lost.has('patternProperties') ? ['additionalProperties'] : []),
    ...(lost.size > 0 ? ['unevaluatedProperties'] : []),
  ];
  for (const keyword of dependent) if (keyword in kept) lost.add(keyword);
  return { schema: { ...without(kept, dependent), type: 'object' }, lost: [...lost] };
}

const values = new Set(['const', 'default']);
const valueLists = new Set(['enum', 'examples']);
const schemas = new Set(['if', 'then', 'else', 'not']);
const schemaLists = new Set(['allOf', 'anyOf', 'oneOf']);
/** They judge names, or what they refer to has names of its own. */
const impossible = new Set(['patternProperties', 'propertyNames', '$ref', '$dynamicRef']);

/** Undefined where the keyword cannot be kept in step. */
function renameKeyword(keyword: string, value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (impossible.has(keyword)) return undefined;
  if (keyword === 'properties') return renameKeys(value, names);
  if (keyword === 'required') return renameList(value, names);
  if (values.has(keyword)) return renameKeys(value, names);
  if (valueLists.has(keyword)) return mapSame(value, (item) => renameKeys(item, names));
  if (keyword === 'dependentRequired') return mapEntries(value, names, (list) => renameList(list, names));
  if (keyword === 'dependentSchemas') return mapEntries(value, names, (part) => renameInPlace(part, names));
  if (schemas.has(keyword)) return renameInPlace(value, names);
  if (schemaLists.has(keyword)) return mapSame(value, (part) => renameInPlace(part, names));
  return value;
}

/** A schema that applies to the same object as the root. */
function renameInPlace(schema: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isSchemaObject(schema)) return schema;
  const entries = Object.entries(schema).map(
    ([keyword, value]) => [keyword, renameKeyword(keyword, value, names)] as const,
  );
  if (entries.some(([, value]) => value === undefined)) return undefined;
  return entries.every(([keyword, value]) => value === schema[keyword]) ? schema : Object.fromEntries(entries);
}

function renameList(list: unknown, names: ReadonlyMap<string, string>): unknown {
  return mapSame(list, (name) => (typeof name === 'string' ? (names.get(name) ?? name) : name));
}

/** The list itself when nothing changes; undefined when a part cannot be kept. */
function mapSame(list: unknown, map: (item: unknown) => unknown): unknown {
  if (!Array.isArray(list)) return list;
  const mapped = list.map(map);
  if (mapped.includes(undefined)) return undefined;
  return mapped.every((item, index) => item === list[index]) ? list : mapped;
}

function mapEntries(value: unknown, names: ReadonlyMap<string, string>, map: (part: unknown) => unknown): unknown {
  if (!isSchemaObject(value)) return value;
  const entries = Object.entries(value).map(([name, part]) => [names.get(name) ?? name, map(part)] as const);
  return entries.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(entries);
}
