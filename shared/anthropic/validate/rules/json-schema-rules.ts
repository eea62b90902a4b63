/** A light check that a tool's schema is JSON Schema draft 2020-12: the types of the keywords that carry meaning. */

import { isDictionary } from '../shape/shape.ts';

const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
const schemaKeys = ['items', 'contains', 'additionalProperties', 'not', 'if', 'then', 'else', 'propertyNames'];
const listKeys = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const mapKeys = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
const numberKeys = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const countKeys = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'];
const textKeys = ['pattern', 'format', 'title', 'description', '$ref', '$id', '$schema'];

/** The path of the first keyword with a wrong kind of value (`properties.city.type`), or null when all is well. */
export function findSchemaFault(schema: unknown, path = ''): string | null {
  if (typeof schema === 'boolean') return null;
  if (!isDictionary(schema)) return path === '' ? '(root)' : path;
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const has = (key: string): boolean => Object.hasOwn(schema, key);

  if (has('type') && !isType(schema['type'])) return at('type');
  if (has('enum') && !Array.isArray(schema['enum'])) return at('enum');
  if (has('required') && !isTextList(schema['required'])) return at('required');
  for (const key of textKeys) if (has(key) && typeof schema[key] !== 'string') return at(key);
  for (const key of numberKeys) if (has(key) && typeof schema[key] !== 'number') return at(key);
  for (const key of countKeys) {
    const count = schema[key];
    if (has(key) && !(typeof count === 'number' && count >= 0 && Number.isInteger(count))) return at(key);
  }
  for (const key of schemaKeys) {
    if (!has(key)) continue;
    const fault = findSchemaFault(schema[key], at(key));
    if (fault !== null) return fault;
  }
  for (const key of listKeys) {
    if (!has(key)) continue;
    const members = schema[key];
    if (!Array.isArray(members) || members.length === 0) return at(key);
    for (const [index, member] of members.entries()) {
      const fault = findSchemaFault(member, at(`${key}.${index}`));
      if (fault !== null) return fault;
    }
  }
  for (const key of mapKeys) {
    if (!has(key)) continue;
    const members = schema[key];
    if (!isDictionary(members)) return at(key);
    for (const [name, member] of Object.entries(members)) {
      const fault = findSchemaFault(member, at(`${key}.${name}`));
      if (fault !== null) return fault;
    }
  }
  return null;
}

function isType(value: unknown): boolean {
  if (typeof value === 'string') return types.has(value);
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string' && types.has(item));
}

const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string');
