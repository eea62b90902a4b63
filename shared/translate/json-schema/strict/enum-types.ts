/**
 * The API compares each value of an `enum` with the declared type, and a list of types matches none: "Enum value 'a' does not match
 * declared type '['string', 'null']'". An `enum` and a `const` say their types themselves.
 */

import { isJsonNumber } from '../../../json/exact-number.ts';
import { isObject } from '../../../json/unknown-json.ts';
import type { SchemaObject } from '../schema-refs.ts';

/** The same meaning with one type that all values have, or none. Values that the type forbids are left out. */
export function withMatchingTypes(schema: SchemaObject): SchemaObject {
  const { type } = schema;
  const choices = schema['enum'];
  if (type === undefined) return schema;
  const allowed: readonly unknown[] = Array.isArray(type) ? type : [type];
  if (Array.isArray(choices)) {
    const matching = choices.filter((value) => allowed.some((name) => hasType(value, name)));
    const common = allowed.find((name) => matching.every((value) => hasType(value, name)));
    // No value is left: only the contradiction itself says so.
    if (matching.length === 0) return schema;
    if (common === type && matching.length === choices.length) return schema;
    const { type: _types, ...others } = schema;
    return { ...(common === undefined ? {} : { type: common }), ...others, enum: matching };
  }
  if (!('const' in schema) || !Array.isArray(type)) return schema;
  const { type: _types, ...others } = schema;
  const common = allowed.find((name) => hasType(schema['const'], name));
  return common === undefined ? others : { type: common, ...others };
}

function hasType(value: unknown, type: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return isJsonNumber(value) && Number.isInteger(Number(value));
    case 'number':
      return isJsonNumber(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}
