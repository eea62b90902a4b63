/**
 * The meta-schema of JSON Schema draft 2020-12 as a table: every keyword it knows, with the values it allows. A property test holds
 * it against the meta-schema itself. https://json-schema.org/draft/2020-12/schema
 */

import { isDictionary } from '../shape/shape.ts';

type Check = (value: unknown) => boolean;

const schemaKeywords = new Set(
  (
    'additionalProperties contains contentSchema else if items not propertyNames then unevaluatedItems ' +
    'unevaluatedProperties'
  ).split(' '),
);
const listKeywords = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const mapKeywords = new Set(['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties']);
const types = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number';
const isList: Check = (value) => Array.isArray(value);
const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
const isAnchor: Check = (value) => isText(value) && /^[A-Za-z_][-A-Za-z0-9._]*$/.test(value);
const isDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
const isTextList: Check = (value) => Array.isArray(value) && value.every(isText) && isDistinct(value);
const isType: Check = (value) =>
  types.has(value) ||
  (Array.isArray(value) && value.length > 0 && value.every((item) => types.has(item)) && isDistinct(value));

const uriCharacters = String.raw`(?:[\w\-.~!$&'()*+,;=:@/?]|%[\dA-Fa-f]{2})*`;
const absolute = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*:${uriCharacters}(?:#${uriCharacters})?$`);
const relative = new RegExp(`^(?![^/?#]*:)${uriCharacters}(?:#${uriCharacters})?$`);
const isUri: Check = (value) => isText(value) && absolute.test(value);
const isReference: Check = (value) => isText(value) && (absolute.test(value) || relative.test(value));

const isPattern: Check = (value) =>
  isText(value) && !/(?:^|[^\\])\\Z/.test(value) && ['', 'u'].some((flags) => compiles(value, flags));

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags).flags === flags;
  } catch {
    return false;
  }
}

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...keywords('title description format contentEncoding contentMediaType $comment', isText),
  ...keywords('minimum maximum exclusiveMinimum exclusiveMaximum', isNumber),
  ['multipleOf', (value) => typeof value === 'number' && value > 0],
  ...keywords('minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains', isCount),
  ...keywords('uniqueItems deprecated readOnly writeOnly', isFlag),
  ...keywords('enum examples', isList),
  ...keywords('$anchor $dynamicAnchor $recursiveAnchor', isAnchor),
  ...keywords('$ref $dynamicRef $recursiveRef', isReference),
  ['$schema', isUri],
  ['$id', (value) => isText(value) && isReference(value) && /^[^#]*#?$/.test(value)],
  [
    '$vocabulary',
    (value) => isDictionary(value) && Object.entries(value).every(([name, used]) => isUri(name) && isFlag(used)),
  ],
  ['type', isType],
  ['pattern', isPattern],
  ['required', isTextList],
  ['dependentRequired', (value) => isDictionary(value) && Object.values(value).every(isTextList)],
]);

function keywords(names: string, check: Check): [string, Check][] {
  return names.split(' ').map((name) => [name, check]);
}

/** The path of the first keyword with a wrong kind of value (`properties.city.type`), or null when all is well. */
export function findSchemaFault(schema: unknown, path = ''): string | null {
  if (typeof schema === 'boolean') return null;
  if (!isDictionary(schema)) return path === '' ? '(root)' : path;
  for (const [keyword, value] of Object.entries(schema)) {
    const fault = findKeywordFault(keyword, value, path === '' ? keyword : `${path}.${keyword}`);
    if (fault !== null) return fault;
  }
  return null;
}

function findKeywordFault(keyword: string, value: unknown, at: string): string | null {
  if (schemaKeywords.has(keyword)) return findSchemaFault(value, at);
  if (listKeywords.has(keyword)) {
    return Array.isArray(value) && value.length > 0 ? firstFault(Object.entries(value), at) : at;
  }
  if (mapKeywords.has(keyword)) {
    if (!isDictionary(value)) return at;
    const named = keyword === 'patternProperties' ? Object.keys(value).find((name) => !isPattern(name)) : undefined;
    return named === undefined ? firstFault(Object.entries(value), at) : `${at}.${named}`;
  }
  // Until draft 7: a schema, or the names that a property requires.
  if (keyword === 'dependencies') {
    if (!isDictionary(value)) return at;
    return firstFault(
      Object.entries(value).filter(([, part]) => !isTextList(part)),
      at,
    );
  }
  return checks.get(keyword)?.(value) === false ? at : null;
}

function firstFault(parts: readonly (readonly [string, unknown])[], at: string): string | null {
  for (const [name, part] of parts) {
    const fault = findSchemaFault(part, `${at}.${name}`);
    if (fault !== null) return fault;
  }
  return null;
}
