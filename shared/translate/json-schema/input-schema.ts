/**
 * The `input_schema` of a plain (not strict) tool: the client's own schema, unknown keywords kept, changed only where the API
 * refuses it: it must be valid, and its root an object without a union. Source: tool definition page and refusals measured on the
 * live API.
 */

import { flattenUnion, hasUnion, type ObjectSchema } from './flatten-union.ts';
import { relocateReferences } from './relocate-references.ts';
import { renameProperties } from './rename-properties.ts';
import { keepTargets, type RepairedSchema, repairSchema } from './repair-schema.ts';
import { followReferences, withoutDefinitions, withReferenceInlined, wrapInValue } from './root-schema.ts';
import { isSchemaObject, type SchemaObject } from './schema-refs.ts';

export interface ToolSchema {
  /** Always `type: "object"`, no union at the root. */
  readonly schema: ObjectSchema;
  /**
   * `copied`: the client's object itself. `renamed`: only names of properties differ. `defaulted`: there was none. `coerced`: the root lacked its type or properties, or a part
   * was invalid. `flattened`: a union of objects became one object. `wrapped`: the root is not an object and was put into `{value}`.
   */
  readonly change: 'copied' | 'renamed' | 'defaulted' | 'coerced' | 'flattened' | 'wrapped';
  /** Keywords whose values were invalid and demanded something, sorted. */
  readonly lost: readonly string[];
  /** The client's name of a property at the root -> its upstream name, where the API refuses the client's. */
  readonly names: ReadonlyMap<string, string>;
}

/** `parameters` as the client sent it: missing, null, a boolean schema or any JSON Schema. Never throws. */
export function toolSchema(parameters: unknown): ToolSchema {
  if (!isSchemaObject(parameters))
    return { schema: { type: 'object', properties: {} }, change: 'defaulted', lost: [], names: new Map() };
  const source = repairSchema(parameters);
  const root = typeof source.schema['$ref'] === 'string' ? withReferenceInlined(source) : source.schema;
  const standsFor = new Map<SchemaObject, SchemaObject>();
  const { schema: object, change } = asObject(root, source, standsFor);
  const { schema, names, lost } = renameProperties(object);
  if (names.size > 0 && change !== 'wrapped') keepOriginalRoot(source, standsFor);
  const relocated = relocateReferences(schema, source, standsFor);
  const same = relocated === schema && change === 'copied' && source.schema === parameters;
  if (same && names.size === 0) return { schema, change, lost: [], names };
  return {
    schema: same ? schema : withObjectType(relocated),
    change: same ? 'renamed' : change === 'copied' ? 'coerced' : change,
    lost: [...new Set([...source.lost, ...lost])].toSorted(),
    names,
  };
}

/** References to the root mean what it was: a list of types, a union, the client's names. */
function keepOriginalRoot(source: RepairedSchema, standsFor: Map<SchemaObject, SchemaObject>): void {
  const before = withoutDefinitions(source.schema);
  keepTargets(source.targets, source.schema, before);
  standsFor.set(source.schema, before);
}

function asObject(
  root: SchemaObject,
  source: RepairedSchema,
  standsFor: Map<SchemaObject, SchemaObject>,
): Pick<ToolSchema, 'schema' | 'change'> {
  const flat = hasUnion(root) ? flattenUnion(root, (branch) => followReferences(source, branch)) : null;
  if (flat === null && (hasUnion(root) || !isObjectType(root))) {
    const { schema, value } = wrapInValue(root);
    keepTargets(source.targets, root, value);
    standsFor.set(source.schema, value);
    return { schema, change: 'wrapped' };
  }
  if (flat === null && isPlainObjectSchema(root)) {
    standsFor.set(source.schema, root);
    return { schema: root, change: root === source.schema ? 'copied' : 'coerced' };
  }
  const schema = flat ?? withObjectType(root);
  keepTargets(source.targets, root, schema);
  if (source.schema['type'] === undefined && root === source.schema && flat === null) {
    standsFor.set(source.schema, schema);
  } else keepOriginalRoot(source, standsFor);
  return { schema, change: flat === null ? 'coerced' : 'flattened' };
}

function isPlainObjectSchema(schema: SchemaObject): schema is ObjectSchema {
  if (schema['type'] !== 'object') return false;
  const properties = schema['properties'];
  return properties === undefined ? !Object.hasOwn(schema, 'properties') : isSchemaObject(properties);
}

/** No `type` still means an object: OpenAI accepts such parameters, and models send one. */
function isObjectType(schema: SchemaObject): boolean {
  const type = schema['type'];
  if (type === undefined || type === null) return !('items' in schema) && !('enum' in schema) && !('const' in schema);
  return type === 'object' || (Array.isArray(type) && type.includes('object'));
}

function withObjectType(schema: SchemaObject): ObjectSchema {
  const properties = schema['properties'];
  return { ...schema, type: 'object', properties: isSchemaObject(properties) ? properties : {} };
}
