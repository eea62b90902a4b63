/**
 * Makes a client's schema valid JSON Schema 2020-12, which the API requires of every tool: older dialects and null keywords are
 * rewritten or left out. A valid schema is returned as the same object. Never narrows what the schema allows.
 */

import { isSchemaObject, type SchemaObject } from './schema-refs.ts';
import { ExactNumber, isJsonNumber } from '../../json/exact-number.ts';

type Repair = (value: unknown, schema: SchemaObject) => unknown;

/** Repairs return the value to keep, or undefined to leave the keyword out. */
const repairs: ReadonlyMap<string, Repair> = new Map([
  ...entries(['title', 'description', 'pattern', 'format', '$ref', '$id', '$schema'], (value) =>
    typeof value === 'string' ? value : undefined,
  ),
  // JSON cannot represent infinity.
  ...entries(['minimum', 'maximum', 'multipleOf'], (value) => (isBound(value) ? value : undefined)),
  ...entries(['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'], (value) =>
    isJsonNumber(value) && Number.isInteger(Number(value)) && Number(value) >= 0 ? value : undefined,
  ),
  ...entries(['not', 'if', 'then', 'else', 'contains', 'propertyNames', 'additionalProperties', 'items'], repairPart),
  ...entries(['anyOf', 'oneOf', 'allOf', 'prefixItems'], (value) =>
    Array.isArray(value) && value.length > 0 ? repairList(value) : undefined,
  ),
  ...entries(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'], repairMap),
  ...entries(['type'], repairType),
  ...entries(['enum'], (value) => (Array.isArray(value) ? value : undefined)),
  ...entries(['required'], (value) => {
    if (!Array.isArray(value)) return undefined;
    return value.every((name) => typeof name === 'string') ? value : value.filter((name) => typeof name === 'string');
  }),
  // Draft 4 had a flag beside the bound; since draft 6 the keyword holds the bound itself.
  ...entries(['exclusiveMinimum'], (value, schema) => exclusiveBound(value, schema['minimum'])),
  ...entries(['exclusiveMaximum'], (value, schema) => exclusiveBound(value, schema['maximum'])),
]);

function entries(keywords: readonly string[], repair: Repair): [string, Repair][] {
  return keywords.map((keyword) => [keyword, repair]);
}

/** Never throws; unknown keywords are kept as they are. */
export function repairDialect(schema: SchemaObject): SchemaObject {
  let repaired: Record<string, unknown> | null = null;
  for (const [keyword, value] of Object.entries(schema)) {
    const repair = repairs.get(keyword);
    if (repair === undefined) continue;
    const tuple = keyword === 'items' && Array.isArray(value);
    const kept = tuple ? undefined : repair(value, schema);
    if (kept === value) continue;
    repaired ??= { ...schema };
    if (kept === undefined) delete repaired[keyword];
    else repaired[keyword] = kept;
    if (tuple && value.length > 0 && !('prefixItems' in schema)) repaired['prefixItems'] = repairList(value);
  }
  return repaired ?? schema;
}

function repairPart(value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  return isSchemaObject(value) ? repairDialect(value) : undefined;
}

function repairList(list: readonly unknown[]): readonly unknown[] {
  const repaired = list.map((part) => repairPart(part) ?? {});
  return repaired.every((part, index) => part === list[index]) ? list : repaired;
}

function repairMap(value: unknown): unknown {
  if (!isSchemaObject(value)) return undefined;
  let repaired: Record<string, unknown> | null = null;
  for (const [name, part] of Object.entries(value)) {
    // A property without constraints allows anything; leaving it out would lose its name.
    const kept = repairPart(part) ?? {};
    if (kept === part) continue;
    repaired ??= { ...value };
    repaired[name] = kept;
  }
  return repaired ?? value;
}

const types: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

function repairType(value: unknown): unknown {
  if (typeof value === 'string') {
    const lower = value.toLowerCase();
    if (types.has(lower)) return lower;
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const known = value.filter((type) => types.has(type));
  if (known.length === value.length && known.length > 0) return value;
  return known.length > 0 ? known : undefined;
}

function exclusiveBound(value: unknown, bound: unknown): unknown {
  if (isBound(value)) return value;
  return value === true && isBound(bound) ? bound : undefined;
}

function isBound(value: unknown): boolean {
  return value instanceof ExactNumber || Number.isFinite(value);
}
