import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metaSchemaFault, validator } from '../../__fixtures__/draft-2020-12.ts';
import { runs } from '../../__fixtures__/test-depth.ts';
import { hostileKeywords, hostileSchema, validSchema } from './__fixtures__/hostile-schemas.ts';
import { toolSchema } from './input-schema.ts';
import { repairSchema } from './repair-schema.ts';
import { responseSchema } from './response-schema.ts';
import { subschemasOf } from './schema-locations.ts';
import { isSchemaObject, resolveReference, type SchemaObject } from './schema-refs.ts';

function* schemasIn(schema: SchemaObject): Generator<SchemaObject> {
  yield schema;
  for (const { schema: part } of subschemasOf(schema)) yield* schemasIn(part);
}

function danglingReferences(root: SchemaObject): readonly unknown[] {
  return [...schemasIn(root)]
    .flatMap((schema) => [schema['$ref'], schema['$dynamicRef']])
    .filter((reference) => typeof reference === 'string' && resolveReference(root, reference) === undefined);
}

const json = (value: unknown): string => JSON.stringify(value);

describe('any schema', () => {
  test.each([
    ['a tool', (schema: unknown) => toolSchema(schema).schema],
    ['a response format', (schema: unknown) => (isSchemaObject(schema) ? responseSchema(schema).schema : {})],
  ])('of %s becomes valid, its references resolve, and the client’s object does not change', (_case, outputOf) => {
    fc.assert(
      fc.property(hostileSchema, (schema) => {
        const before = json(schema);
        const output = outputOf(schema);
        expect(metaSchemaFault(JSON.parse(json(output)))).toBeNull();
        expect(danglingReferences(output)).toEqual([]);
        expect(json(schema)).toBe(before);
      }),
      { numRuns: runs(400) },
    );
  });

  test('is not changed a second time', () => {
    fc.assert(
      fc.property(hostileSchema, (schema) => {
        const { schema: once } = toolSchema(schema);
        expect(toolSchema(once)).toEqual({ schema: once, change: 'copied', lost: [], names: new Map() });
      }),
      { numRuns: runs(200) },
    );
  });
});

/** Puts more keywords into one of the schemas: the `place`-th, counted from the root. Those that it has already stay. */
function withMore(schema: Record<string, unknown>, more: object, place: number): Record<string, unknown> {
  const copy = structuredClone(schema);
  const parts = [...schemasIn(copy)];
  const chosen = parts[place % parts.length];
  if (chosen !== undefined) Object.assign(chosen, { ...more, ...chosen });
  return copy;
}

/** Invalid values that can be read as nothing: neither `"3"` for 3 nor what an earlier draft meant. */
const meaninglessKeywords = hostileKeywords.filter((more) => {
  const { schema } = repairSchema({ ...more });
  return Object.keys(schema).every((keyword) => ['title', 'description', 'examples'].includes(keyword));
});

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<unknown>('a', 'ab', 'bb', '', 0, 1, 2.5, null, true),
    fc.dictionary(fc.constantFrom('a', 'b', '$top', '_x', 'c'), tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value;
/** Objects of JSON have a prototype; ajv compares no others. */
const values = fc
  .array(value, { minLength: 12, maxLength: 12 })
  .map((list): unknown[] => JSON.parse(JSON.stringify(list)));

describe('what the result accepts', () => {
  test('is all that the schema without its invalid keywords accepts', () => {
    fc.assert(
      fc.property(validSchema, meaninglessKeywords, fc.nat(20), values, (schema, more, place, instances) => {
        const acceptsOriginal = validator(schema);
        const accepted = instances.filter((instance) => acceptsOriginal?.(instance) === true);
        const { schema: repaired } = repairSchema(withMore(schema, more, place));
        const accepts = validator(repaired);
        expect(accepted.filter((instance) => accepts?.(instance) !== true)).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
  });

  test('is the same for a valid schema, wrapped or not', () => {
    const shared = fc.record({ A: validSchema, B: validSchema });
    const referring = fc.dictionary(
      fc.constantFrom('a', 'b', '$top'),
      fc.constantFrom('#/$defs/A', '#/properties/a', '#', '#/$defs/B/properties/a', '#b'),
    );
    fc.assert(
      fc.property(validSchema, shared, referring, values, (root, $defs, properties, instances) => {
        const parts = Object.entries(properties).map(([name, $ref]) => [name, { $ref }] as const);
        const schema = {
          ...root,
          $defs: { ...$defs, B: { ...$defs.B, $anchor: 'b' } },
          properties: Object.fromEntries(parts),
        };
        const accepts = validator(schema);
        if (accepts === null) return;
        const { schema: output, wrapped } = responseSchema(schema);
        const acceptsOutput = validator(output);
        const judged = instances.map((instance) => acceptsOutput?.(wrapped ? { value: instance } : instance));
        expect(judged).toEqual(instances.map((instance) => accepts(instance)));
      }),
      { numRuns: runs(100) },
    );
  });
});

test('five thousand references to parts that are gone cost in proportion to their number', () => {
  const schemaOf = (count: number): unknown => ({
    anyOf: Array.from({ length: count }, (_part, index) => ({
      type: 'object',
      properties: { [`p${index}`]: { $ref: `#/anyOf/${(index + 1) % count}/$defs/x` } },
      $defs: { x: { $id: `https://example.com/${index}/s.json`, title: String(index) } },
    })),
  });
  const { schema } = toolSchema(schemaOf(5_000));
  expect(Object.keys(Object(schema['$defs']))).toHaveLength(5_000);
  expect(danglingReferences(schema)).toEqual([]);
});
