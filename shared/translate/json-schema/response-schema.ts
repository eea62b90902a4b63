/** The schema of a `response_format` as an object schema: the API enforces no other root. */

import { relocateReferences } from './relocate-references.ts';
import { keepTargets, repairSchema } from './repair-schema.ts';
import { wrapInValue } from './root-schema.ts';
import { isSchemaObject, type SchemaObject } from './schema-refs.ts';

export interface ResponseSchema {
  readonly schema: SchemaObject;
  /** The root was put into `{value}`. */
  readonly wrapped: boolean;
  /** Keywords whose values were invalid and demanded something, sorted. */
  readonly lost: readonly string[];
}

export function responseSchema(given: SchemaObject): ResponseSchema {
  const source = repairSchema(given);
  const root = source.schema;
  if (isClosedRoot(root)) {
    return { schema: relocateReferences(root, source, new Map()), wrapped: false, lost: source.lost };
  }
  const { schema, value } = wrapInValue(root);
  keepTargets(source.targets, root, value);
  return { schema: relocateReferences(schema, source, new Map([[root, value]])), wrapped: true, lost: source.lost };
}

function isClosedRoot(schema: SchemaObject): boolean {
  if (schema['type'] === undefined) return isSchemaObject(schema['properties']);
  return (
    schema['type'] === 'object' &&
    !('enum' in schema) &&
    !('const' in schema) &&
    !('anyOf' in schema) &&
    !('oneOf' in schema)
  );
}
