/** Rewrites of a schema's root: a reference replaced by its target, and the root put into a property of an object. */

import { type ObjectSchema, without } from './flatten-union.ts';
import { keepTargets, type RepairedSchema } from './repair-schema.ts';
import { definitionKeywords, isSchemaObject, type SchemaObject } from './schema-refs.ts';

/** The schema at the end of a chain of bare references; undefined where it allows everything or nothing, or never ends. */
export function followReferences(source: RepairedSchema, schema: unknown): SchemaObject | undefined {
  const seen = new Set<unknown>();
  let current: unknown = schema;
  while (isSchemaObject(current) && !seen.has(current)) {
    if (typeof current['$ref'] !== 'string') return current;
    seen.add(current);
    const target = source.targets.get(current)?.$ref;
    current = isSchemaObject(target) ? source.repaired(target) : undefined;
  }
  return undefined;
}

const annotations = ['$schema', '$comment', 'title', 'description', 'default', 'examples', 'deprecated'];

/** The target's keywords at the root; where the root demands something itself, both in an `allOf`. */
export function withReferenceInlined(source: RepairedSchema): SchemaObject {
  const root = source.schema;
  const target = followReferences(source, root);
  const own = without(root, ['$ref']);
  if (target === undefined) {
    keepTargets(source.targets, root, own);
    return own;
  }
  const beside = without(own, [...definitionKeywords, ...annotations, '$id', '$anchor']);
  if (Object.keys(beside).length === 0) {
    const inlined = { ...target, ...own };
    keepTargets(source.targets, target, inlined);
    return inlined;
  }
  keepTargets(source.targets, root, beside);
  return { ...without(own, Object.keys(beside)), allOf: [target, beside] };
}

/** Puts any root into the only property of an object; definitions stay at the root, where the references point. */
export function wrapInValue(root: SchemaObject): { readonly schema: ObjectSchema; readonly value: SchemaObject } {
  const definitions = Object.fromEntries(
    definitionKeywords.filter((keyword) => keyword in root).map((keyword) => [keyword, root[keyword]]),
  );
  const value = withoutDefinitions(root);
  return { schema: { type: 'object', properties: { value }, required: ['value'], ...definitions }, value };
}

export function withoutDefinitions(root: SchemaObject): SchemaObject {
  return without(root, [...definitionKeywords, '$schema', '$id']);
}
