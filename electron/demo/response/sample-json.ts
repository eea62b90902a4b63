/** Generates a value that is valid for a JSON Schema: tool arguments or structured output. */

import { isJsonNumber } from '#shared/json/exact-number.ts';
import { isObject } from '#shared/json/unknown-json.ts';

type Schema = Readonly<Record<string, unknown>>;

export interface SampleOptions {
  /** Also the properties that the schema does not require. */
  readonly everything: boolean;
  /** The user's text, for properties such as a query. */
  readonly topic: string;
}

const deepest = 8;
const isSchema = (value: unknown): value is Schema => isObject(value);
const numberOf = (value: unknown): number | null => (isJsonNumber(value) ? Number(value) : null);

/** @param schema any that the API accepts for tools or output @returns valid JSON, deterministic */
export function sampleFor(schema: unknown, options: SampleOptions): unknown {
  return sample(schema, { root: schema, name: '', depth: 0, ...options });
}

interface Position extends SampleOptions {
  readonly root: unknown;
  /** Name of the current property. */
  readonly name: string;
  readonly depth: number;
}

function sample(schema: unknown, position: Position): unknown {
  if (!isSchema(schema) || position.depth > deepest * 2) return 'demo';
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0) return schema['enum'][0];
  if ('default' in schema && schema['default'] !== null) return schema['default'];
  if (typeof schema['$ref'] === 'string') return sample(resolve(schema['$ref'], position.root), deeper(position));
  const branches = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(branches))
    return sample({ ...without(schema, ['anyOf', 'oneOf']), ...simplest(branches, position) }, deeper(position));
  if (Array.isArray(schema['allOf'])) return sample(merge(schema, schema['allOf'], position.root), deeper(position));
  switch (typeOf(schema)) {
    case 'object':
      return sampleObject(schema, position);
    case 'array':
      return sampleArray(schema, position);
    case 'integer':
    case 'number':
      return sampleNumber(schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sampleText(schema, position);
  }
}

function typeOf(schema: Schema): string {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return String(type.find((name) => name !== 'null') ?? 'null');
  if ('properties' in schema) return 'object';
  return 'items' in schema ? 'array' : 'string';
}

const deeper = (position: Position, name = position.name): Position => ({
  ...position,
  name,
  depth: position.depth + 1,
});

/** Near the depth limit the branch without nesting; otherwise the first that is not null. */
function simplest(branches: readonly unknown[], position: Position): Schema {
  const schemas = branches.filter(isSchema);
  const flat = schemas.find((branch) => !('$ref' in branch) && !['object', 'array'].includes(typeOf(branch)));
  if (position.depth > deepest && flat !== undefined) return flat;
  return schemas.find((branch) => branch['type'] !== 'null') ?? schemas[0] ?? {};
}

function merge(schema: Schema, parts: readonly unknown[], root: unknown): Schema {
  const merged: Record<string, unknown> = without(schema, ['allOf']);
  for (const part of parts) {
    const resolved = isSchema(part) && typeof part['$ref'] === 'string' ? resolve(part['$ref'], root) : part;
    if (!isSchema(resolved)) continue;
    const properties = { ...record(merged['properties']), ...record(resolved['properties']) };
    const required = [...names(merged['required']), ...names(resolved['required'])];
    Object.assign(merged, resolved, Object.keys(properties).length === 0 ? {} : { properties, required });
  }
  return merged;
}

function sampleObject(schema: Schema, position: Position): Record<string, unknown> {
  const properties = record(schema['properties']);
  const required = names(schema['required']);
  const wanted = position.everything && position.depth < deepest ? Object.keys(properties) : required;
  const made: Record<string, unknown> = {};
  for (const name of new Set([...required, ...wanted])) {
    made[name] = sample(properties[name] ?? {}, deeper(position, name));
  }
  return made;
}

function sampleArray(schema: Schema, position: Position): readonly unknown[] {
  const first = Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : [];
  const least = numberOf(schema['minItems']) ?? 0;
  const most = numberOf(schema['maxItems']) ?? Infinity;
  const count = Math.min(most, Math.max(least, first.length, position.depth < deepest ? 1 : 0));
  return Array.from({ length: count }, (_, index) => {
    const value = sample(first[index] ?? schema['items'] ?? {}, deeper(position));
    return schema['uniqueItems'] === true && typeof value === 'string' && index > 0 ? `${value}${index}` : value;
  });
}

function sampleNumber(schema: Schema): number {
  const step = numberOf(schema['multipleOf']) ?? (schema['type'] === 'number' ? 0.5 : 1);
  const above = numberOf(schema['exclusiveMinimum']);
  const below = numberOf(schema['exclusiveMaximum']);
  const least = Math.max(numberOf(schema['minimum']) ?? -Infinity, above === null ? -Infinity : above + step);
  const most = Math.min(numberOf(schema['maximum']) ?? Infinity, below === null ? Infinity : below - step);
  const wanted = Math.min(most, Math.max(least, 1));
  const snapped = Math.ceil(wanted / step) * step;
  return snapped > most ? Math.floor(wanted / step) * step : snapped;
}

const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-11-22T09:30:00Z',
  date: '2026-11-22',
  time: '09:30:00Z',
  duration: 'PT5M',
  email: 'demo@example.org',
  hostname: 'example.org',
  uri: 'https://example.org/demo',
  url: 'https://example.org/demo',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uuid: '7f8c2f0a-5a3e-4c1b-9d2e-0123456789ab',
};

/** Plausible, harmless values by property name; the first entry with matching words wins. */
const byName: readonly (readonly [RegExp, string])[] = [
  [/city|location|place/i, 'Paris'],
  [/country/i, 'France'],
  [/command|cmd|script/i, 'echo dragoman demo'],
  [/dir|folder|cwd/i, '.'],
  [/path|file/i, 'README.md'],
  [/url|uri|link/i, 'https://example.org/demo'],
  [/mail/i, 'demo@example.org'],
  [/expression|formula/i, '2 + 2'],
  [/lang/i, 'French'],
  [/date/i, '2026-11-22'],
];

const topics = /query|question|prompt|search|text|input|message|content/i;
const candidates = [
  'demo',
  'Demo',
  'DEMO',
  'a',
  'A',
  '1',
  '12345',
  'AB-123',
  '2026-11-22',
  '#336699',
  'demo@example.org',
];

function sampleText(schema: Schema, position: Position): string {
  const { pattern, format } = schema;
  if (typeof format === 'string' && formats[format] !== undefined) return formats[format];
  if (typeof pattern === 'string') return matching(pattern);
  const named = byName.find(([words]) => words.test(position.name))?.[1];
  const text = named ?? (topics.test(position.name) && position.topic !== '' ? position.topic : 'demo');
  const least = numberOf(schema['minLength']) ?? 0;
  return text.padEnd(least, '.').slice(0, numberOf(schema['maxLength']) ?? Infinity);
}

function matching(pattern: string): string {
  try {
    const expression = new RegExp(pattern, 'u');
    return candidates.find((candidate) => expression.test(candidate)) ?? 'demo';
  } catch {
    return 'demo';
  }
}

const record = (value: unknown): Schema => (isSchema(value) ? value : {});
const names = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
const without = (schema: Schema, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));

function resolve(reference: string, root: unknown): unknown {
  let target: unknown = root;
  for (const part of reference.split('/').slice(1)) {
    target = isSchema(target) ? target[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return target;
}
