import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metaSchemaFault, validator } from '../../__fixtures__/draft-2020-12.ts';
import { runs } from '../../__fixtures__/test-depth.ts';
import { validSchema } from './__fixtures__/hostile-schemas.ts';
import { toolSchema } from './input-schema.ts';
import { renameKeys } from './rename-properties.ts';

const text = { type: 'string' };
const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });

function renamed(parameters: object) {
  const { schema, names, change, lost } = toolSchema(parameters);
  const upstream = (name: string): string => names.get(name) ?? name;
  return { schema, names, change, lost, upstream };
}

describe('names of parameters', () => {
  test.each([
    'filter[bundleId]',
    '$top',
    '@microsoft.graph.conflictBehavior',
    'a b',
    'äpfel',
    '',
    'x'.repeat(65),
    '__proto__[0]',
    '😀',
  ])('%s becomes a name that the API takes, the same in every schema', (name) => {
    const { schema, upstream, change } = renamed(object({ limit: text, [name]: text }, { required: [name, 'limit'] }));
    expect(upstream(name)).toMatch(/^[a-zA-Z0-9_.-]{1,64}$/);
    expect(schema).toEqual(object({ limit: text, [upstream(name)]: text }, { required: [upstream(name), 'limit'] }));
    expect(change).toBe('renamed');
    expect(renamed(object({ [name]: { type: 'integer' }, more: text })).upstream(name)).toBe(upstream(name));
  });

  test.each(['limit', 'a.b-c_D9', 'x'.repeat(64)])('%s stays', (name) => {
    const schema = object({ [name]: text });
    expect(toolSchema(schema).schema).toBe(schema);
  });

  test('names that differ in forbidden characters alone stay distinct, also from a valid one that looks the same', () => {
    const first = renamed(object({ a$: text })).upstream('a$');
    const { schema, names } = renamed(object({ a$: text, 'a@': text, [first]: text }));
    expect(Object.keys(Object(schema['properties']))).toHaveLength(3);
    expect(new Set([...names.values(), first]).size).toBe(3);
  });

  test('everything that speaks of the root’s properties is kept in step; deeper objects keep their names', () => {
    const { schema, upstream, lost } = renamed(
      object(
        { $top: text, child: object({ $top: text }, { required: ['$top'] }) },
        {
          dependentRequired: { $top: ['child', '$top'] },
          dependentSchemas: { $top: { required: ['$top'] } },
          if: { properties: { $top: { const: 'x' } } },
          else: { not: { anyOf: [{ required: ['$top'] }] } },
          examples: [{ $top: 'x', child: { $top: 'y' } }],
        },
      ),
    );
    const top = upstream('$top');
    expect(schema).toEqual(
      object(
        { [top]: text, child: object({ $top: text }, { required: ['$top'] }) },
        {
          dependentRequired: { [top]: ['child', top] },
          dependentSchemas: { [top]: { required: [top] } },
          if: { properties: { [top]: { const: 'x' } } },
          else: { not: { anyOf: [{ required: [top] }] } },
          examples: [{ [top]: 'x', child: { $top: 'y' } }],
        },
      ),
    );
    expect(lost).toEqual([]);
  });

  test('references lead to the renamed property, and references to the root to what it was', () => {
    const { schema, upstream } = renamed(
      object({ '$top/x': text, same: { $ref: '#/properties/$top~1x' }, child: { $ref: '#' } }),
    );
    const pointer = `#/properties/${upstream('$top/x')}`;
    const properties = { same: { $ref: pointer }, child: { $ref: '#/$defs/root' } };
    expect(schema).toEqual(
      object(
        { [upstream('$top/x')]: text, ...properties },
        { $defs: { root: object({ '$top/x': text, ...properties }) } },
      ),
    );
  });

  test('what judges names is left out', () => {
    const { schema, upstream, lost } = renamed(
      object(
        { $top: text },
        { propertyNames: { pattern: '^\\$' }, patternProperties: { '^_': false }, additionalProperties: false },
      ),
    );
    expect(schema).toEqual(object({ [upstream('$top')]: text }));
    expect(lost).toEqual(['additionalProperties', 'patternProperties', 'propertyNames']);
  });

  test('the renamed schema accepts each object of the original, with its keys renamed', () => {
    const names = fc.constantFrom('a', 'b', '$top', 'x[0]');
    const value = fc.dictionary(names, fc.constantFrom<unknown>('a', 'ab', 1, null, [], {}, { $top: 1 }), {
      maxKeys: 3,
    });
    const root = fc.tuple(
      validSchema.map(({ anyOf: _any, oneOf: _one, allOf: _all, enum: _enum, ...schema }): Record<string, unknown> => ({
        ...schema,
        type: 'object',
      })),
      fc.dictionary(names, validSchema, { maxKeys: 3 }),
      fc.record(
        {
          if: validSchema,
          not: validSchema,
          dependentRequired: fc.dictionary(names, fc.constantFrom(['x[0]'], ['a'])),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(root, fc.array(value, { minLength: 12, maxLength: 12 }), ([schema, properties, more], instances) => {
        const original = { ...schema, ...more, properties: { ...Object(schema['properties']), ...properties } };
        const result = toolSchema(original);
        expect(metaSchemaFault(result.schema)).toBeNull();
        const acceptsOriginal = validator(original);
        const accepted = instances.filter((instance) => acceptsOriginal?.(instance) === true);
        const accepts = validator(result.schema);
        expect(accepted.filter((instance) => accepts?.(renameKeys(instance, result.names)) !== true)).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });
});
