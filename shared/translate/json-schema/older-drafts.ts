/**
 * What drafts 3 to 7 and OpenAPI 3.0 wrote differently, in the words of 2020-12. Looks at one schema at a time: its subschemas are
 * the same objects as before. Each function returns the schema itself where nothing applies.
 */

import { isText, readFlag } from './keyword-values.ts';
import { isSchemaObject, type SchemaObject } from './schema-refs.ts';

type Draft = Record<string, unknown>;

export function restateOlderDrafts(schema: SchemaObject): SchemaObject {
  const draft = { ...schema };
  const changed = [tuple, dependencies, exclusiveBounds, requiredFlags, recursiveReference].filter((restate) =>
    restate(draft),
  );
  return changed.length === 0 ? schema : draft;
}

/** Until 2019-09 a list under `items` was a tuple, and `additionalItems` the schema of what follows it. */
function tuple(draft: Draft): boolean {
  const { items, additionalItems } = draft;
  if (!Array.isArray(items)) return false;
  delete draft['items'];
  if (items.length > 0 && !Array.isArray(draft['prefixItems'])) draft['prefixItems'] = items;
  if (additionalItems !== undefined && additionalItems !== null) draft['items'] = additionalItems;
  delete draft['additionalItems'];
  return true;
}

/** Until draft 7: names, or a schema, for objects that have a property. */
function dependencies(draft: Draft): boolean {
  const { dependencies: given } = draft;
  if (given === undefined) return false;
  delete draft['dependencies'];
  if (!isSchemaObject(given)) return true;
  const lists: Draft = {};
  const schemas: Draft = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === null) continue;
    const list = typeof value === 'string' ? [value] : value;
    define(Array.isArray(list) ? lists : schemas, name, list);
  }
  addBeside(draft, 'dependentRequired', lists);
  addBeside(draft, 'dependentSchemas', schemas);
  return true;
}

function addBeside(draft: Draft, keyword: string, more: Draft): void {
  if (Object.keys(more).length === 0) return;
  const present = draft[keyword];
  draft[keyword] = isSchemaObject(present) ? { ...more, ...present } : more;
}

/** Draft 4 had a flag beside the bound; since draft 6 the keyword holds the bound itself. */
function exclusiveBounds(draft: Draft): boolean {
  let changed = false;
  for (const [keyword, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const value = draft[keyword];
    const set = typeof value === 'boolean' ? value : readFlag(value);
    if (set === undefined) continue;
    if (set && draft[bound] !== undefined) draft[keyword] = draft[bound];
    else delete draft[keyword];
    changed = true;
  }
  return changed;
}

/** Draft 3, and many a hand-written schema: `required: true` in the property instead of its name in the list of the object. */
function requiredFlags(draft: Draft): boolean {
  const { properties } = draft;
  if (!isSchemaObject(properties)) return false;
  const flagged = Object.entries(properties).flatMap(([name, property]) =>
    isSchemaObject(property) && (property['required'] === true || readFlag(property['required']) === true)
      ? [name]
      : [],
  );
  if (flagged.length === 0) return false;
  const listed = Array.isArray(draft['required']) ? draft['required'].filter(isText) : [];
  draft['required'] = [...new Set([...listed, ...flagged])];
  return true;
}

/** 2019-09: without a `$recursiveAnchor` elsewhere it is a plain reference to the root. */
function recursiveReference(draft: Draft): boolean {
  const { $recursiveRef: reference } = draft;
  if (reference === undefined) return false;
  delete draft['$recursiveRef'];
  draft['$ref'] ??= reference;
  return true;
}

/** A key such as `__proto__` becomes a property of its own. */
function define(target: Draft, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * `nullable: true` of OpenAPI 3.0, on a schema that is valid otherwise. Readers of 2020-12 would ignore it and refuse `null`.
 *
 * @returns the schema with `null` allowed; `inner` is the part of it that holds the other keywords
 */
export function withNullAllowed(schema: SchemaObject): { readonly schema: SchemaObject; readonly inner: SchemaObject } {
  const { nullable, ...others } = schema;
  if (nullable !== true) return { schema, inner: schema };
  const typed = withNullType(others);
  if (typed !== null) return { schema: typed, inner: typed };
  const constrains = Object.keys(others).length > 0;
  return { schema: constrains ? { anyOf: [others, { type: 'null' }] } : {}, inner: others };
}

/** The schema with `null` added to `type` and `enum`; null where other keywords may refuse it too. */
function withNullType(schema: SchemaObject): SchemaObject | null {
  const { type, enum: choices } = schema;
  const judged = ['$ref', '$dynamicRef', 'allOf', 'anyOf', 'const', 'if', 'not', 'oneOf'];
  if (judged.some((keyword) => keyword in schema) || (type === undefined && choices === undefined)) return null;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return {
    ...schema,
    ...(type === undefined || types.includes('null') ? {} : { type: [...types, 'null'] }),
    ...(Array.isArray(choices) && !choices.includes(null) ? { enum: [...choices, null] } : {}),
  };
}
