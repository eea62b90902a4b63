/** Merges the branches of an `allOf` one after the other: each costs its own size, not the size of what is already merged. */

import { isSchemaObject, type SchemaObject } from '../schema-refs.ts';
import { NotExpressible } from './not-expressible.ts';
import { writeJson } from '../../../json/exact-number.ts';

/** The merged schema so far. `properties` and `required` are kept separately as soon as two branches have them. */
export interface Merge {
  readonly keywords: Record<string, unknown>;
  properties: Map<string, unknown> | null;
  required: Set<unknown> | null;
}

export function startMerge(schema: SchemaObject): Merge {
  return { keywords: { ...schema }, properties: null, required: null };
}

/** @throws NotExpressible where the branch contradicts an earlier one */
export function mergeInto(merge: Merge, branch: SchemaObject): void {
  const { keywords } = merge;
  for (const [keyword, value] of Object.entries(branch)) {
    const present = keywords[keyword];
    if (present === undefined || keyword === 'description' || keyword === 'title') keywords[keyword] ??= value;
    else if (keyword === 'properties' && isSchemaObject(present) && isSchemaObject(value)) {
      merge.properties ??= new Map(Object.entries(present));
      mergeProperties(merge.properties, value);
    } else if (keyword === 'required' && Array.isArray(present) && Array.isArray(value)) {
      merge.required ??= new Set(present);
      for (const name of value) merge.required.add(name);
    } else if (keyword !== 'additionalProperties') requireSame(present, value);
  }
}

export function mergedSchema({ keywords, properties, required }: Merge): SchemaObject {
  if (properties !== null) keywords['properties'] = Object.fromEntries(properties);
  if (required !== null) keywords['required'] = [...required];
  return keywords;
}

function mergeProperties(merged: Map<string, unknown>, more: SchemaObject): void {
  for (const [name, value] of Object.entries(more)) {
    if (merged.has(name)) requireSame(merged.get(name), value);
    else merged.set(name, value);
  }
}

/** Serialises the existing property only when there is another one to compare it with. */
function requireSame(present: unknown, value: unknown): void {
  if (present !== value && writeJson(present) !== writeJson(value)) {
    throw new NotExpressible('parts of an allOf contradict each other');
  }
}
