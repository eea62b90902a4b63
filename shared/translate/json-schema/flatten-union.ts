/**
 * Merges a union of objects at the root into one object, because the API refuses unions there. The result accepts every object that
 * the union accepts and that has only properties which its own branch declares.
 */

import { writeJson } from '../../json/exact-number.ts';
import { isSchemaObject, type SchemaObject } from './schema-refs.ts';

const unionKeywords = ['allOf', 'anyOf', 'oneOf'] as const;

export type ObjectSchema = SchemaObject & { readonly type: 'object' };

export function hasUnion(schema: SchemaObject): boolean {
  return unionKeywords.some((keyword) => Array.isArray(schema[keyword]));
}

/** @param follow the schema at the end of a chain of references; null when a branch is not an object, or may be anything */
export function flattenUnion(
  root: SchemaObject,
  follow: (branch: unknown) => SchemaObject | undefined,
): ObjectSchema | null {
  const properties = new Map<string, unknown[]>();
  const required = new Set(names(root['required']));
  let closed = root['additionalProperties'] === false;
  let plain = true;
  demand(properties, propertiesOf(root));
  for (const keyword of unionKeywords) {
    const branches = root[keyword];
    if (!Array.isArray(branches)) continue;
    const objects = objectBranches(branches, follow);
    if (objects === null) return null;
    if (keyword === 'allOf') for (const branch of objects) demand(properties, propertiesOf(branch));
    else demand(properties, alternativesOf(objects));
    const demands = objects.map((branch) => names(branch['required']));
    for (const name of keyword === 'allOf' ? demands.flat() : common(demands)) required.add(name);
    closed ||= objects.every((branch) => branch['additionalProperties'] === false && !('patternProperties' in branch));
    plain &&= objects.every(declaresAllProperties);
  }
  const merged = [...properties].map(([name, schemas]) => [name, combined('allOf', schemas)]);
  const left = [...unionKeywords, 'additionalProperties', ...(plain ? [] : ['unevaluatedProperties'])];
  return {
    ...without(root, left),
    type: 'object',
    properties: Object.fromEntries(merged),
    ...(required.size > 0 ? { required: [...required] } : {}),
    ...(closed ? { additionalProperties: false } : {}),
  };
}

function objectBranches(
  branches: readonly unknown[],
  follow: (branch: unknown) => SchemaObject | undefined,
): readonly SchemaObject[] | null {
  // Deduplicated: a branch that is referenced a thousand times adds nothing the second time.
  const objects = new Set<SchemaObject>();
  for (const branch of branches) {
    const resolved = follow(branch);
    if (resolved === undefined || !isObjectBranch(resolved)) return null;
    objects.add(resolved);
  }
  return objects.size === 0 ? null : [...objects];
}

function isObjectBranch(branch: SchemaObject): boolean {
  const type = branch['type'];
  if (hasUnion(branch)) return false;
  return type === 'object' || (type === undefined && ('properties' in branch || 'required' in branch));
}

const evaluating = ['patternProperties', 'if', 'dependentSchemas', '$ref', '$dynamicRef', 'unevaluatedProperties'];

/** No other property counts as evaluated by the branch. */
function declaresAllProperties(branch: SchemaObject): boolean {
  const extra = branch['additionalProperties'];
  return (extra === undefined || extra === false) && !evaluating.some((keyword) => keyword in branch);
}

function propertiesOf(schema: SchemaObject): readonly [string, unknown][] {
  return isSchemaObject(schema['properties']) ? Object.entries(schema['properties']) : [];
}

function demand(properties: Map<string, unknown[]>, more: readonly (readonly [string, unknown])[]): void {
  for (const [name, schema] of more) {
    const known = properties.get(name);
    if (known === undefined) properties.set(name, [schema]);
    else known.push(schema);
  }
}

/** For each property what any of the branches that declare it allows. */
function alternativesOf(branches: readonly SchemaObject[]): readonly (readonly [string, unknown])[] {
  const declared = new Map<string, unknown[]>();
  for (const branch of branches) demand(declared, propertiesOf(branch));
  return [...declared].map(([name, schemas]) => [name, combined('anyOf', schemas)] as const);
}

/** Equal schemas become one; different ones become a union inside the property, where unions are allowed. */
function combined(keyword: 'allOf' | 'anyOf', schemas: readonly unknown[]): unknown {
  if (schemas.length === 1) return schemas[0];
  const different = [...new Map(schemas.map((schema) => [writeJson(schema), schema])).values()];
  return different.length === 1 ? different[0] : { [keyword]: different };
}

function common(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists;
  const sets = others.map((list) => new Set(list));
  return first.filter((name) => sets.every((set) => set.has(name)));
}

function names(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

export function without(schema: SchemaObject, keywords: readonly string[]): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}
