/**
 * The `input_schema` of a plain (not strict) tool: the client's own schema, unknown keywords kept, changed only where the API
 * refuses it: the root must be an object without a union. Source: tool definition page and refusals measured on the live API.
 */

import { repairDialect } from './draft-2020-12.ts';
import {
  definitionKeywords,
  dereference,
  isDefinitionReference,
  isSchemaObject,
  referencesIn,
  type SchemaObject,
} from './schema-refs.ts';
import { writeJson } from '../../json/exact-number.ts';

export interface ToolSchema {
  /** Always `type: "object"`, no union at the root. */
  readonly schema: SchemaObject & { readonly type: 'object' };
  /**
   * `copied`: the client's object itself. `defaulted`: there was none. `coerced`: the root lacked its type or properties.
   * `flattened`: a union of objects became one object. `wrapped`: the root is not an object and was put into `{value}`.
   */
  readonly change: 'copied' | 'defaulted' | 'coerced' | 'flattened' | 'wrapped';
}

const unionKeywords = ['allOf', 'anyOf', 'oneOf'] as const;

/** `parameters` as the client sent it: missing, null, a boolean schema or any JSON Schema. Never throws. */
export function toolSchema(parameters: unknown): ToolSchema {
  if (!isSchemaObject(parameters)) return { schema: { type: 'object', properties: {} }, change: 'defaulted' };
  const valid = repairDialect(parameters);
  const root = typeof valid['$ref'] === 'string' ? withReferenceInlined(valid) : valid;
  if (hasUnion(root)) {
    const flat = flattenUnion(root);
    return flat === null ? wrap(root) : { schema: flat, change: 'flattened' };
  }
  if (!isObjectType(root)) return wrap(root);
  if (root === parameters && isPlainObjectSchema(parameters)) return { schema: parameters, change: 'copied' };
  return { schema: asObject(root), change: 'coerced' };
}

function hasUnion(schema: SchemaObject): boolean {
  return unionKeywords.some((keyword) => Array.isArray(schema[keyword]));
}

function isPlainObjectSchema(schema: SchemaObject): schema is SchemaObject & { readonly type: 'object' } {
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

function asObject(schema: SchemaObject): SchemaObject & { readonly type: 'object' } {
  const properties = schema['properties'];
  return { ...schema, type: 'object', properties: isSchemaObject(properties) ? properties : {} };
}

function withReferenceInlined(schema: SchemaObject): SchemaObject {
  const target = dereference(schema, schema);
  if (target === undefined) return without(schema, ['$ref']);
  return { ...target, ...without(schema, ['$ref']) };
}

/** Merges a union of objects into one object; null when a branch is not an object, or may be anything. */
function flattenUnion(root: SchemaObject): (SchemaObject & { readonly type: 'object' }) | null {
  const properties = new Map<string, unknown[]>();
  const required = new Set(names(root['required']));
  let closed = root['additionalProperties'] === false;
  collect(properties, root['properties']);
  for (const keyword of unionKeywords) {
    const branches = root[keyword];
    if (!Array.isArray(branches)) continue;
    const objects = objectBranches(branches, root);
    if (objects === null) return null;
    for (const branch of objects) collect(properties, branch['properties']);
    const demands = objects.map((branch) => names(branch['required']));
    for (const name of keyword === 'allOf' ? demands.flat() : common(demands)) required.add(name);
    closed ||= objects.every((branch) => branch['additionalProperties'] === false);
  }
  const merged = Object.fromEntries([...properties].map(([name, schemas]) => [name, alternatives(schemas)]));
  return {
    ...without(root, [...unionKeywords, 'additionalProperties']),
    type: 'object',
    properties: merged,
    ...(required.size > 0 ? { required: [...required] } : {}),
    ...(closed ? { additionalProperties: false } : {}),
  };
}

function objectBranches(branches: readonly unknown[], root: SchemaObject): readonly SchemaObject[] | null {
  // Deduplicated: a branch that is referenced a thousand times adds nothing the second time.
  const objects = new Set<SchemaObject>();
  for (const branch of branches) {
    const resolved = dereference(root, branch);
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

function collect(properties: Map<string, unknown[]>, more: unknown): void {
  if (!isSchemaObject(more)) return;
  for (const [name, schema] of Object.entries(more)) {
    const known = properties.get(name);
    if (known === undefined) properties.set(name, [schema]);
    else known.push(schema);
  }
}

/** Equal schemas of one property become one; different ones become a union inside the property, where unions are allowed. */
function alternatives(schemas: readonly unknown[]): unknown {
  const different = [...new Map(schemas.map((schema) => [writeJson(schema), schema])).values()];
  return different.length === 1 ? different[0] : { anyOf: different };
}

function common(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists;
  const sets = others.map((list) => new Set(list));
  return first.filter((name) => sets.every((set) => set.has(name)));
}

function names(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

/** `{value: <root>}`; definitions stay at the root, where the references point. */
function wrap(root: SchemaObject): ToolSchema {
  const wrapped = wrapInValue(root);
  return { schema: wrapped, change: 'wrapped' };
}

/** Puts any schema into the only property of an object and rewrites references to the old root. */
export function wrapInValue(root: SchemaObject): SchemaObject & { readonly type: 'object' } {
  const definitions = Object.fromEntries(
    definitionKeywords.filter((keyword) => keyword in root).map((keyword) => [keyword, root[keyword]]),
  );
  const body = without(root, [...definitionKeywords, '$schema', '$id']);
  const moves = referencesIn(root).some(movesWithRoot);
  return {
    type: 'object',
    properties: { value: moves ? moveReferences(body) : body },
    required: ['value'],
    ...(moves ? asRecord(moveReferences(definitions)) : definitions),
  };
}

function movesWithRoot(reference: string): boolean {
  return reference.startsWith('#') && !isDefinitionReference(reference);
}

function moveReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(moveReferences);
  if (!isSchemaObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) =>
      keyword === '$ref' && typeof value === 'string' && movesWithRoot(value)
        ? [keyword, `#/properties/value${value.slice(1)}`]
        : [keyword, moveReferences(value)],
    ),
  );
}

function asRecord(value: unknown): SchemaObject {
  return isSchemaObject(value) ? value : {};
}

function without(schema: SchemaObject, keywords: readonly string[]): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}
