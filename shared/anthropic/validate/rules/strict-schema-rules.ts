/** What structured output and strict tools require of their schemas, and how much schema one request may hold. */

import type { ValidationRefusal } from '../refusal.ts';
import { firstRefusal, invalid } from '../refusal.ts';
import { isDictionary } from '../shape/shape.ts';
import type { Block, ShapedRequest } from '../shaped-request.ts';
import { blocksOf, resultBlocks } from '../shaped-request.ts';

type Schema = Readonly<Record<string, unknown>>;

const limits = { strictTools: 20, optionalProperties: 24, unionProperties: 16 };
const numeric = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const unsupported = (
  'minLength maxLength maxItems uniqueItems contains minContains maxContains prefixItems oneOf not if then else ' +
  'patternProperties propertyNames minProperties maxProperties dependentSchemas dependentRequired ' +
  'unevaluatedProperties unevaluatedItems $dynamicRef'
).split(' ');
const formats = new Set('date-time time date duration email hostname uri ipv4 ipv6 uuid'.split(' '));

interface Tally {
  optional: number;
  unions: number;
  /** References known to lead to no recursion, so that each is followed once. */
  readonly cleared: Set<string>;
}

export function checkStructuredOutput(request: ShapedRequest): ValidationRefusal | null {
  const strict = (request.tools ?? [])
    .map((tool, index) => ({ tool, index }))
    .filter(({ tool }) => tool.strict === true);
  const format = request.output_config?.format?.schema;
  const tally: Tally = { optional: 0, unions: 0, cleared: new Set() };
  const schemas = [
    ...strict.map(({ tool, index }) => ({ schema: tool.input_schema ?? {}, path: `tools.${index}.custom` })),
    ...(format === undefined ? [] : [{ schema: format, path: 'output_config.format.schema' }]),
  ];
  return (
    (format === undefined ? null : checkFormat(request, format)) ??
    firstRefusal(schemas, ({ schema, path }) => {
      tally.cleared.clear();
      const fault = findFault(schema, schema, tally, []);
      return fault === null ? null : invalid(`${path}: ${fault}`);
    }) ??
    checkLimits(strict.length, tally)
  );
}

function checkFormat(request: ShapedRequest, schema: Schema): ValidationRefusal | null {
  const path = 'output_config.format.schema';
  if (schema['type'] !== 'object' && !('anyOf' in schema) && !('$ref' in schema)) {
    return invalid(`${path}: the root of the schema must be of type 'object'`);
  }
  const cited = request.messages.some((turn) =>
    blocksOf(turn).some((block) => citesSources(block) || resultBlocks(block).some(citesSources)),
  );
  return cited ? invalid('output_config.format: citations are not supported with structured outputs') : null;
}

const citesSources = (block: Block): boolean => isDictionary(block.citations) && block.citations['enabled'] === true;

function checkLimits(strictTools: number, tally: Tally): ValidationRefusal | null {
  return (
    tooMany('strict tools', strictTools, limits.strictTools) ??
    tooMany('optional properties', tally.optional, limits.optionalProperties) ??
    tooMany('properties with union types', tally.unions, limits.unionProperties)
  );
}

const tooMany = (what: string, count: number, limit: number): ValidationRefusal | null =>
  count <= limit ? null : invalid(`Schema is too complex for compilation. Found ${count} ${what} (limit: ${limit}).`);

/** Checks one schema; `trail` holds the references being followed, so that a schema within itself is detected. */
function findFault(schema: unknown, root: Schema, tally: Tally, trail: readonly string[]): string | null {
  if (!isDictionary(schema)) return 'boolean schemas are not supported';
  const fault = findKeywordFault(schema) ?? findReferenceFault(schema, root, tally, trail);
  if (fault !== null) return fault;

  const properties = isDictionary(schema['properties']) ? schema['properties'] : {};
  const isObject = hasType(schema, 'object') || 'properties' in schema;
  if (isObject && schema['additionalProperties'] !== false) {
    return "For 'object' type, 'additionalProperties' must be explicitly set to false";
  }
  const needed = Array.isArray(schema['required']) ? schema['required'] : [];
  for (const [name, property] of Object.entries(properties)) {
    if (!needed.includes(name)) tally.optional += 1;
    if (isDictionary(property) && ('anyOf' in property || Array.isArray(property['type']))) tally.unions += 1;
  }
  const definitions = [schema['$defs'], schema['definitions']]
    .filter(isDictionary)
    .flatMap((map) => Object.values(map));
  const members = [schema['anyOf'], schema['allOf']].filter((list) => Array.isArray(list)).flat();
  const items = 'items' in schema ? [schema['items']] : [];
  for (const child of [...Object.values(properties), ...items, ...members, ...definitions]) {
    const below = findFault(child, root, tally, trail);
    if (below !== null) return below;
  }
  return null;
}

const hasType = (schema: Schema, type: string): boolean =>
  schema['type'] === type || (Array.isArray(schema['type']) && schema['type'].includes(type));

function findKeywordFault(schema: Schema): string | null {
  const type = typeof schema['type'] === 'string' ? schema['type'] : 'object';
  const limitsUsed = numeric.filter((key) => key in schema);
  if (limitsUsed.length > 0) return `For '${type}' type, properties ${limitsUsed.join(', ')} are not supported`;
  for (const key of unsupported) {
    if (key in schema) return `For '${type}' type, property '${key}' is not supported`;
  }
  const { minItems, format, pattern } = schema;
  if (minItems !== undefined && minItems !== 0 && minItems !== 1) {
    return "For 'array' type, 'minItems' values other than 0 or 1 are not supported";
  }
  if (format !== undefined && !(typeof format === 'string' && formats.has(format))) {
    return `For 'string' type, format ${JSON.stringify(format)} is not supported`;
  }
  if (typeof pattern === 'string' && /\(\?[=!<]|\\[bB1-9]|\{\d{4,}/.test(pattern)) {
    return `pattern '${pattern}' is not supported`;
  }
  const fault = findEnumFault(schema);
  if (fault !== null) return fault;
  const { allOf } = schema;
  return Array.isArray(allOf) && allOf.some((member) => isDictionary(member) && '$ref' in member)
    ? "'allOf' with '$ref' is not supported"
    : null;
}

function findEnumFault({ enum: members, type }: Schema): string | null {
  if (members === undefined) return null;
  if (!Array.isArray(members) || members.length === 0) return 'Invalid schema: Enum must be a non-empty array';
  if (members.some((value) => typeof value === 'object' && value !== null)) return 'enum members must be scalars';
  const odd = members.find((value) => type !== undefined && !matchesType(value, type));
  return odd === undefined
    ? null
    : `Invalid schema: Enum value ${JSON.stringify(odd)} does not match declared type '${JSON.stringify(type)}'`;
}

/** A list of types matches no value: the API compares each value with the declared type as a whole. */
function matchesType(value: unknown, type: unknown): boolean {
  if (value === null) return type === 'null';
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function findReferenceFault(schema: Schema, root: Schema, tally: Tally, trail: readonly string[]): string | null {
  const { $ref: reference } = schema;
  if (reference === undefined) return null;
  if (typeof reference !== 'string' || !reference.startsWith('#'))
    return `external $ref ${JSON.stringify(reference)} is not supported`;
  if (trail.includes(reference)) return `recursive schemas are not supported: '${reference}'`;
  if (tally.cleared.has(reference)) return null;
  const target = resolve(reference, root);
  if (target === undefined) return `$ref '${reference}' not found`;
  // Its properties count where it is defined, so that a definition used twice counts once.
  const fault = findFault(target, root, { ...tally }, [...trail, reference]);
  if (fault === null) tally.cleared.add(reference);
  return fault;
}

function resolve(reference: string, root: Schema): unknown {
  let target: unknown = root;
  for (const part of decodeURIComponent(reference).split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    target = isDictionary(target) && Object.hasOwn(target, key) ? target[key] : undefined;
  }
  return target;
}
