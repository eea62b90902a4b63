import { describe, expect, test } from 'vitest';
import { toolSchema } from './input-schema.ts';

const object = (properties: object, more: object = {}): Record<string, unknown> => ({
  type: 'object',
  properties,
  ...more,
});
const text = { type: 'string' };
const number = { type: 'number' };

describe('the input schema of a tool', () => {
  test('a plain object schema is passed on as the very same object, unknown keywords and all', () => {
    const schema = object(
      { n: { type: 'integer', minimum: 1 } },
      { additionalProperties: false, $defs: { X: text }, 'x-vendor': true },
    );
    expect(toolSchema(schema)).toEqual({ schema, change: 'copied', lost: [], names: new Map() });
    expect(toolSchema(schema).schema).toBe(schema);
  });

  test.each([
    ['nothing', undefined, {}, 'defaulted'],
    ['null', null, {}, 'defaulted'],
    ['a boolean schema', true, {}, 'defaulted'],
    ['null properties', { type: 'object', properties: null }, {}, 'coerced'],
    ['no type', { properties: { q: text } }, { q: text }, 'coerced'],
    ['an empty object', {}, {}, 'coerced'],
    ['an object or null', { type: ['object', 'null'], properties: { q: text } }, { q: text }, 'coerced'],
    ['a reference to a definition', { $ref: '#/$defs/A', $defs: { A: object({ q: text }) } }, { q: text }, 'coerced'],
    ['a reference to itself', { $ref: '#' }, {}, 'coerced'],
  ])('%s becomes an object with properties', (_case, parameters, properties, change) => {
    const result = toolSchema(parameters);
    expect(result.change).toBe(change);
    expect(result.schema).toMatchObject({ type: 'object', properties });
  });

  test('a union of objects becomes one object: required is what all branches require', () => {
    const { schema, change } = toolSchema({
      oneOf: [object({ kind: { const: 'a' }, q: text }, { required: ['kind', 'q'] }), { $ref: '#/$defs/B' }],
      $defs: { B: object({ kind: { const: 'b' }, q: text }, { required: ['kind'] }) },
    });
    expect(change).toBe('flattened');
    expect(schema).toEqual({
      type: 'object',
      properties: { kind: { anyOf: [{ const: 'a' }, { const: 'b' }] }, q: text },
      required: ['kind'],
      $defs: { B: object({ kind: { const: 'b' }, q: text }, { required: ['kind'] }) },
    });
  });

  test('an allOf of objects requires what any of them requires', () => {
    const { schema } = toolSchema({
      type: 'object',
      properties: { id: text },
      allOf: [object({ q: text }, { required: ['q'] }), { required: ['id'] }],
    });
    expect(schema).toEqual({ type: 'object', properties: { id: text, q: text }, required: ['q', 'id'] });
  });

  test.each([
    ['an array', { type: 'array', items: text }],
    ['a string', text],
    ['an enumeration', { enum: ['a', 'b'] }],
    ['a union with something else', { anyOf: [object({}), text] }],
    ['a union of unions', { anyOf: [{ anyOf: [object({}), text] }, object({})] }],
  ])('%s is wrapped in an object with one property', (_case, parameters) => {
    expect(toolSchema(parameters)).toEqual({
      schema: { type: 'object', properties: { value: parameters }, required: ['value'] },
      change: 'wrapped',
      lost: [],
      names: new Map(),
    });
  });

  test('wrapping rewrites $ref', () => {
    const { schema } = toolSchema({
      type: 'array',
      items: { anyOf: [{ $ref: '#' }, { $ref: '#/$defs/A' }, { $ref: '#/items' }] },
      $defs: { A: { type: 'array', items: { $ref: '#' } } },
    });
    expect(schema).toEqual({
      type: 'object',
      properties: {
        value: {
          type: 'array',
          items: {
            anyOf: [{ $ref: '#/properties/value' }, { $ref: '#/$defs/A' }, { $ref: '#/properties/value/items' }],
          },
        },
      },
      required: ['value'],
      $defs: { A: { type: 'array', items: { $ref: '#/properties/value' } } },
    });
  });
});

describe('an invalid keyword or one of an older draft', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, (readonly string[])?]>([
    ['null keywords', { type: 'string', description: null, minLength: null }, text],
    [
      'a boolean bound',
      { ...number, minimum: 0, exclusiveMinimum: true },
      { ...number, minimum: 0, exclusiveMinimum: 0 },
    ],
    ['a boolean bound without a bound', { ...number, exclusiveMaximum: false }, number],
    [
      'a bound beyond all numbers',
      { ...number, minimum: Number.NEGATIVE_INFINITY, exclusiveMaximum: Number.POSITIVE_INFINITY },
      number,
      ['exclusiveMaximum', 'minimum'],
    ],
    ['a tuple', { type: 'array', items: [text, number] }, { type: 'array', prefixItems: [text, number] }],
    [
      'what follows a tuple',
      { type: 'array', items: [text], additionalItems: false },
      { type: 'array', items: false, prefixItems: [text] },
    ],
    ['an unknown type', { type: 'any' }, {}, ['type']],
    ['a type in capitals', { type: 'STRING' }, text],
    ['a type of another language', { type: 'int' }, { type: 'integer' }],
    ['no type in a list', { type: [] }, {}, ['type']],
    ['repeated types', { type: ['string', 'null', 'string'] }, { type: ['string', 'null'] }],
    ['an unknown type in a list', { type: ['string', 'any'] }, {}, ['type']],
    ['an empty union', { anyOf: [] }, {}],
    ['an empty enum', { type: 'string', enum: [] }, text, ['enum']],
    ['repeats in required', object({ b: text }, { required: ['b', 'b', 5] }), object({ b: text }, { required: ['b'] })],
    [
      'required as a flag',
      object({ b: { ...text, required: true }, c: { ...text, required: false } }),
      object({ b: text, c: text }, { required: ['b'] }),
    ],
    ['a flag in text', object({}, { additionalProperties: 'false' }), object({}, { additionalProperties: false })],
    ['a number in text', { ...text, minLength: '3' }, { ...text, minLength: 3 }],
    ['a negative length', { ...text, maxLength: -1 }, text, ['maxLength']],
    ['a multiple of nothing', { ...number, multipleOf: 0 }, number, ['multipleOf']],
    [
      'a pattern of another language',
      { ...text, description: 'A word', pattern: '(?i)^a' },
      { ...text, description: 'A word\n\nConstraints: pattern: "(?i)^a".' },
      ['pattern'],
    ],
    [
      'a pattern among the names',
      object({}, { patternProperties: { '(': text }, additionalProperties: false }),
      object({}, { patternProperties: {} }),
      ['additionalProperties', 'patternProperties'],
    ],
    ['a description of another type', { ...text, description: 5 }, { ...text, description: '5' }],
    ['an identifier that is no URI', { ...text, $id: 'a b', id: '#x' }, { ...text, id: '#x' }],
    ['a property that is a word', object({ b: 'string', c: 7 }), object({ b: text, c: {} }), ['properties']],
    [
      'dependencies',
      object({ b: text }, { dependencies: { b: ['c'], d: { required: ['e'] } } }),
      object({ b: text }, { dependentRequired: { b: ['c'] }, dependentSchemas: { d: { required: ['e'] } } }),
    ],
    ['nullable', { ...text, enum: ['b'], nullable: true }, { type: ['string', 'null'], enum: ['b', null] }],
    ['a nullable union', { anyOf: [text], nullable: true }, { anyOf: [{ anyOf: [text] }, { type: 'null' }] }],
    ['the opposite of something invalid', { not: { maxLength: -1 } }, {}, ['maxLength', 'not']],
    ['one of several', { oneOf: [{ ...text, maxLength: -1 }, text] }, { anyOf: [text, text] }, ['maxLength', 'oneOf']],
    ['a reference that leads nowhere', { $ref: '#/$defs/None' }, {}, ['$ref']],
    [
      'a reference to another document',
      { $ref: 'https://example.com/a.json' },
      { description: 'Constraints: $ref: "https://example.com/a.json".' },
      ['$ref'],
    ],
  ])('%s', (_case, property, repaired, lost = []) => {
    const { names: _names, ...result } = toolSchema({ type: 'object', properties: { a: property } });
    expect(result).toEqual({
      schema: { type: 'object', properties: { a: repaired } },
      change: 'coerced',
      lost,
    });
  });

  test('a null property is any value', () => {
    const { schema, lost } = toolSchema({ type: 'object', properties: { a: null, b: text } });
    expect([schema, lost]).toEqual([{ type: 'object', properties: { a: {}, b: text } }, []]);
  });

  test('a schema of another draft names the new one once it was rewritten', () => {
    const draft = 'http://json-schema.org/draft-07/schema#';
    expect(toolSchema({ $schema: draft, ...object({ a: text }) }).change).toBe('copied');
    expect(toolSchema({ $schema: draft, ...object({ a: { items: [text] } }) }).schema['$schema']).toBe(
      'https://json-schema.org/draft/2020-12/schema',
    );
  });

  test('the client’s object does not change', () => {
    const properties = { a: { type: 'string', description: null } };
    toolSchema({ type: 'object', properties });
    expect(properties).toEqual({ a: { type: 'string', description: null } });
  });
});

describe('a reference leads to what it meant', () => {
  const place = object({ x: number });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'in another branch of a union',
      { anyOf: [object({ place }), object({ target: { $ref: '#/anyOf/0/properties/place' } })] },
      object({ place, target: { $ref: '#/properties/place' } }),
    ],
    [
      'in another part of an allOf',
      { allOf: [object({ place }), object({ target: { $ref: '#/allOf/0/properties/place' } })] },
      object({ place, target: { $ref: '#/properties/place' } }),
    ],
    [
      'to a branch itself',
      { oneOf: [object({ x: number }), object({ target: { $ref: '#/oneOf/0' } })] },
      object({ x: number, target: { $ref: '#/$defs/0' } }, { $defs: { 0: object({ x: number }) } }),
    ],
    [
      'to the definitions of a branch',
      { anyOf: [{ ...object({ a: { $ref: '#/anyOf/0/$defs/P' } }), $defs: { P: place } }, object({ b: text })] },
      object({ a: { $ref: '#/$defs/P' }, b: text }, { $defs: { P: place } }),
    ],
    [
      'through a tuple',
      object({ a: { type: 'array', items: [place] }, b: { $ref: '#/properties/a/items/0' } }),
      object({ a: { type: 'array', prefixItems: [place] }, b: { $ref: '#/properties/a/prefixItems/0' } }),
    ],
    [
      'through dependencies',
      object({ b: { $ref: '#/dependencies/b' } }, { dependencies: { b: { required: ['c'] } } }),
      object({ b: { $ref: '#/dependentSchemas/b' } }, { dependentSchemas: { b: { required: ['c'] } } }),
    ],
    [
      'by an anchor',
      object({ a: { $ref: '#p' } }, { $defs: { P: { $anchor: 'p', ...place } } }),
      object({ a: { $ref: '#/$defs/P' } }, { $defs: { P: place } }),
    ],
    [
      'by the anchor of an older draft',
      object({ a: { $ref: '#p' } }, { definitions: { P: { $id: '#p', ...place } } }),
      object({ a: { $ref: '#/definitions/P' } }, { definitions: { P: place } }),
    ],
    [
      'by the name of the document',
      object({ a: { $ref: 'tool.json#/$defs/P' } }, { $id: 'https://example.com/tool.json', $defs: { P: place } }),
      object({ a: { $ref: '#/$defs/P' } }, { $id: 'https://example.com/tool.json', $defs: { P: place } }),
    ],
    [
      'inside an embedded document',
      object({ a: { $id: 'a.json', type: 'array', items: { $ref: '#/$defs/P' }, $defs: { P: place } } }),
      object({ a: { type: 'array', items: { $ref: '#/properties/a/$defs/P' }, $defs: { P: place } } }),
    ],
    [
      'by the other name of the definitions',
      object({ a: { $ref: '#/definitions/P' } }, { $defs: { P: place } }),
      object({ a: { $ref: '#/$defs/P' } }, { $defs: { P: place } }),
    ],
    [
      'under a name with characters that no URI has',
      object({ a: { $ref: '#/$defs/List<P>' } }, { $defs: { 'List<P>': place } }),
      object({ a: { $ref: '#/$defs/List%3CP%3E' } }, { $defs: { 'List<P>': place } }),
    ],
    [
      'in a keyword that was left out',
      object({ a: { not: { maxLength: -1, allOf: [place] } }, b: { $ref: '#/properties/a/not/allOf/0' } }),
      object({ a: {}, b: { $ref: '#/$defs/0' } }, { $defs: { 0: place } }),
    ],
    [
      'in a place that is no schema',
      object({ a: { $ref: '#/components/P' } }, { components: { P: { ...place, required: null } } }),
      object({ a: { $ref: '#/$defs/P' } }, { components: { P: { ...place, required: null } }, $defs: { P: place } }),
    ],
    [
      'to a root that may be null',
      { type: ['object', 'null'], properties: { next: { $ref: '#' } } },
      object(
        { next: { $ref: '#/$defs/root' } },
        { $defs: { root: { type: ['object', 'null'], properties: { next: { $ref: '#/$defs/root' } } } } },
      ),
    ],
  ])('%s', (_case, parameters, schema) => {
    expect(toolSchema(parameters).schema).toEqual(schema);
  });
});
