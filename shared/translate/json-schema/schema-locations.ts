/**
 * Where JSON Schema draft 2020-12 has subschemas: the keywords that hold one, a list of them, or a map from names to them. All
 * other values are data (`enum`, `default`) or unknown keywords, whatever they look like.
 * https://json-schema.org/draft/2020-12/schema
 */

import { isContainer } from '../../json/exact-number.ts';
import { isSchemaObject, type SchemaObject } from './schema-refs.ts';

export type SchemaHolder = 'schema' | 'list' | 'map';

export const schemaHolders: ReadonlyMap<string, SchemaHolder> = new Map([
  ...holders('schema', [
    'additionalProperties',
    'contains',
    'contentSchema',
    'else',
    'if',
    'items',
    'not',
    'propertyNames',
    'then',
    'unevaluatedItems',
    'unevaluatedProperties',
  ]),
  ...holders('list', ['allOf', 'anyOf', 'oneOf', 'prefixItems']),
  ...holders('map', ['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties']),
]);

function holders(holder: SchemaHolder, keywords: readonly string[]): [string, SchemaHolder][] {
  return keywords.map((keyword) => [keyword, holder]);
}

/** Keywords of earlier drafts whose values hold schemas too: where a reference may lead before the schema is repaired. */
const earlierHolders: ReadonlySet<string> = new Set(['additionalItems', 'dependencies', 'items']);

export interface Subschema {
  /** Keys from the schema to the subschema: keyword, and the index or name in its list or map. */
  readonly path: readonly string[];
  readonly schema: SchemaObject;
}

/** The object subschemas directly below a schema, in document order; boolean schemas have nothing to visit. */
export function* subschemasOf(schema: SchemaObject): Generator<Subschema, undefined> {
  for (const [keyword, value] of Object.entries(schema)) {
    if (!isContainer(value)) continue;
    const holder = schemaHolders.get(keyword);
    if (holder === undefined && !earlierHolders.has(keyword)) continue;
    if (Array.isArray(value)) {
      for (const [index, part] of value.entries()) {
        if (isSchemaObject(part)) yield { path: [keyword, String(index)], schema: part };
      }
    } else if (holder === 'map' || keyword === 'dependencies') {
      for (const [name, part] of Object.entries(value)) {
        if (isSchemaObject(part)) yield { path: [keyword, name], schema: part };
      }
    } else if (isSchemaObject(value)) yield { path: [keyword], schema: value };
  }
}
