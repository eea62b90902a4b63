import { describe, expect, test } from 'vitest';
import { strictSchema } from './strict-schema.ts';

const text = { type: 'string' };

function closed(properties: Record<string, unknown>, required: string[] = Object.keys(properties)): object {
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function schemaOf(root: Record<string, unknown>): unknown {
  const result = strictSchema(root);
  return result.ok ? result.schema : result.reason;
}

describe('a schema for strict tools and output_config.format', () => {
  test('is unchanged inside the subset', () => {
    const schema = closed({
      a: { type: 'string', format: 'date', description: 'when', enum: ['x'] },
      b: { type: ['number', 'null'] },
      c: { $ref: '#/$defs/C' },
      d: { type: 'array', items: text, minItems: 1 },
      e: { anyOf: [text, { type: 'null' }] },
      f: { const: null },
    });
    const root = { ...schema, $defs: { C: closed({ q: text }) } };
    expect(strictSchema(root)).toEqual({ ok: true, schema: root, softened: [], counts: { optional: 0, unions: 2 } });
  });

  test('a required name without a property moves to the description', () => {
    const schema = { type: 'object', properties: { a: text }, required: ['a', 'z', 'z', 5] };
    expect(strictSchema(schema)).toEqual({
      ok: true,
      schema: { ...closed({ a: text }), description: 'Constraints: required: ["z"].' },
      softened: ['required'],
      counts: { optional: 0, unions: 0 },
    });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a constant', { const: null }, { const: null }],
    ['an enumeration', { enum: ['x', 1] }, { enum: ['x', 1] }],
    ['text', text, { ...text, description: 'Constraints: properties: {"a":{"type":"string"}}.' }],
    [
      'one of several',
      { anyOf: [text, { type: 'null' }] },
      { anyOf: [text, { type: 'null' }], description: 'Constraints: properties: {"a":{"type":"string"}}.' },
    ],
  ])('properties beside what makes a value %s do not make it an object', (_what, part, expected) => {
    const root = (value: object): object => ({ ...closed({ v: value }), $defs: { D: value } });
    expect(schemaOf({ ...root({ ...part, properties: { a: text } }) })).toEqual(root(expected));
  });

  test('unsupported keywords move to the description', () => {
    const result = strictSchema({
      type: 'object',
      properties: {
        n: { type: 'integer', minimum: 1 },
        l: {
          type: 'array',
          minItems: 3,
          description: 'Links',
          items: {
            oneOf: [
              { type: 'string', format: 'uri' },
              { type: 'string', format: 'phone' },
            ],
          },
        },
      },
      required: ['n'],
    });
    expect(result).toEqual({
      ok: true,
      schema: closed(
        {
          n: { type: 'integer', description: 'Constraints: minimum: 1.' },
          l: {
            type: 'array',
            description: 'Links\n\nConstraints: minItems: 3.',
            items: {
              anyOf: [
                { type: 'string', format: 'uri' },
                { type: 'string', description: 'Constraints: format: "phone".' },
              ],
            },
          },
        },
        ['n'],
      ),
      softened: ['format', 'minItems', 'minimum'],
      counts: { optional: 1, unions: 1 },
    });
  });

  test.each([
    ['an unsaid type', { properties: { a: text } }, closed({ a: text }, [])],
    ['nullable', closed({ a: { type: 'string', nullable: true } }), closed({ a: { type: ['string', 'null'] } })],
    [
      'an enum that may be null',
      closed({
        a: { type: ['string', 'null'], enum: ['b', null] },
        c: { type: 'string', enum: ['d'], nullable: true },
      }),
      closed({ a: { enum: ['b', null] }, c: { enum: ['d', null] } }),
    ],
    [
      'an enum with values of some of its types',
      closed({ a: { type: ['string', 'null'], enum: ['b', 'c'] }, d: { type: 'string', enum: ['e', null, 5] } }),
      closed({ a: { type: 'string', enum: ['b', 'c'] }, d: { type: 'string', enum: ['e'] } }),
    ],
    [
      'an enum of numbers',
      closed({
        a: { type: ['integer', 'number'], enum: [1, 2.5] },
        b: { type: ['integer', 'string'], enum: [1, 'x'] },
      }),
      closed({ a: { type: 'number', enum: [1, 2.5] }, b: { enum: [1, 'x'] } }),
    ],
    [
      'a const that may be null',
      closed({ a: { type: ['string', 'null'], const: null } }),
      closed({ a: { type: 'null', const: null } }),
    ],
    ['dialect and examples', { $schema: 'x', ...closed({ a: { ...text, examples: ['q'] } }) }, closed({ a: text })],
    [
      'an open object',
      { type: 'object', properties: { a: text }, additionalProperties: true },
      closed({ a: text }, []),
    ],
    [
      'required names without a property',
      closed({ a: text }, ['a', 'b']),
      { ...closed({ a: text }), description: 'Constraints: required: ["b"].' },
    ],
    ['no properties on purpose', { type: 'object', additionalProperties: false }, closed({})],
    [
      'a lone allOf',
      closed({ a: { allOf: [{ $ref: '#/$defs/A' }], description: 'd' } }),
      closed({ a: { ...text, description: 'd' } }),
    ],
    ['an allOf of objects', { allOf: [closed({ a: text }), closed({ b: text })] }, closed({ a: text, b: text })],
    [
      'a reference beside a description',
      closed({ a: { $ref: '#/$defs/A', description: 'd' } }),
      closed({ a: { $ref: '#/$defs/A' } }),
    ],
    [
      'a nullable reference',
      closed({ a: { $ref: '#/$defs/A', nullable: true } }),
      closed({ a: { anyOf: [{ $ref: '#/$defs/A' }, { type: 'null' }] } }),
    ],
    [
      'two unions side by side',
      closed({ a: { anyOf: [text, { type: 'null' }], oneOf: [text] } }),
      closed({
        a: { anyOf: [text, { type: 'null' }], description: 'Constraints: oneOf: [{"type":"string"}].' },
      }),
    ],
    [
      'an allOf over properties named like built-ins',
      closed({ a: { allOf: [closed({ b: text }), closed({ constructor: text, toString: text })] } }),
      closed({ a: closed({ b: text, constructor: text, toString: text }) }),
    ],
    ['a reference into properties', closed({ a: text, b: { $ref: '#/properties/a' } }), closed({ a: text, b: text })],
    [
      'keywords named like built-ins',
      closed({ constructor: text, a: { type: 'string', toString: 1 } }),
      closed({ constructor: text, a: { type: 'string', description: 'Constraints: toString: 1.' } }),
    ],
    [
      'a pattern with look-around',
      closed({ a: { type: 'string', pattern: '^(?=x)' }, b: { type: 'string', pattern: '^\\d{2,4}$' } }),
      closed({
        a: { type: 'string', description: 'Constraints: pattern: "^(?=x)".' },
        b: { type: 'string', pattern: '^\\d{2,4}$' },
      }),
    ],
  ])('%s', (_case, schema, expected) => {
    const definitions = { $defs: { A: text } };
    expect(schemaOf({ ...schema, ...definitions })).toEqual({ ...expected, ...definitions });
  });

  test.each([
    [
      'recursion through a definition',
      { ...closed({ a: { $ref: '#/$defs/A' } }), $defs: { A: closed({ a: { $ref: '#/$defs/A' } }) } },
      'itself',
    ],
    ['recursion to the root', closed({ a: { $ref: '#' } }), 'itself'],
    ['an external reference', closed({ a: { $ref: 'https://example.com/a.json' } }), 'not in it'],
    ['a reference that leads nowhere', closed({ a: { $ref: '#/$defs/Z' } }), 'not in it'],
    ['a map', closed({ a: { type: 'object', additionalProperties: text } }), 'free keys'],
    ['a map by pattern', closed({ a: { ...closed({}), patternProperties: { '^x': text } } }), 'free keys'],
    ['a free object', closed({ a: { type: 'object' } }), 'free keys'],
    ['anything', closed({ a: {} }), 'anything'],
    ['a boolean schema', closed({ a: true }), 'anything'],
    ['an untyped array', closed({ a: { type: 'array' } }), 'anything'],
    ['a tuple', closed({ a: { type: 'array', items: [text] } }), 'tuples'],
    ['a contradiction', closed({ a: { allOf: [text, { type: 'number' }] } }), 'contradict'],
  ])('%s is not expressible', (_case, schema, reason) => {
    expect(schemaOf({ ...schema })).toContain(reason);
  });

  test('a schema that doubles with every $ref is refused, not inlined', () => {
    const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
    const twice = (name: string | undefined): object =>
      name === undefined ? text : { anyOf: [{ $ref: `#/properties/${name}` }, { $ref: `#/properties/${name}` }] };
    const properties = Object.fromEntries(names.map((name, index) => [name, twice(names[index + 1])]));
    expect(schemaOf({ type: 'object', properties })).toContain('too large');
  });

  test('the client’s object does not change', () => {
    const schema = { type: 'object', properties: { a: { type: 'integer', minimum: 1 } } };
    strictSchema(schema);
    expect(schema).toEqual({ type: 'object', properties: { a: { type: 'integer', minimum: 1 } } });
  });

  test('optional properties and unions are counted, a definition once', () => {
    const schema = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/A' }, b: { $ref: '#/$defs/A' }, c: { type: ['string', 'null'] } },
      $defs: { A: { type: 'object', properties: { x: text } } },
    };
    expect(strictSchema(schema)).toMatchObject({ counts: { optional: 4, unions: 1 } });
  });
});
