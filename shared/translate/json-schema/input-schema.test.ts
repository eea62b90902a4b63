import { describe, expect, test } from 'vitest';
import { toolSchema } from './input-schema.ts';

const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const text = { type: 'string' };
const number = { type: 'number' };

describe('the input schema of a tool', () => {
  test('a plain object schema is passed on as the very same object, unknown keywords and all', () => {
    const schema = object(
      { n: { type: 'integer', minimum: 1 } },
      { additionalProperties: false, $defs: { X: text }, 'x-vendor': true },
    );
    expect(toolSchema(schema)).toEqual({ schema, change: 'copied' });
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

describe('an older JSON Schema draft', () => {
  test.each([
    ['null keywords', { a: { type: 'string', description: null, minLength: null } }, { a: text }],
    [
      'a boolean bound',
      { a: { type: 'number', minimum: 0, exclusiveMinimum: true } },
      { a: { ...number, minimum: 0, exclusiveMinimum: 0 } },
    ],
    ['a boolean bound without a bound', { a: { type: 'number', exclusiveMaximum: false } }, { a: number }],
    [
      'a bound beyond all numbers',
      { a: { type: 'number', minimum: Number.NEGATIVE_INFINITY, exclusiveMaximum: Number.POSITIVE_INFINITY } },
      { a: number },
    ],
    ['required as a flag', { a: { type: 'string', required: true } }, { a: text }],
    ['a tuple', { a: { type: 'array', items: [text, number] } }, { a: { type: 'array', prefixItems: [text, number] } }],
    ['an unknown type', { a: { type: 'any' } }, { a: {} }],
    ['a type in capitals', { a: { type: 'STRING' } }, { a: text }],
    ['an empty union', { a: { anyOf: [] } }, { a: {} }],
    ['a null property', { a: null, b: text }, { a: {}, b: text }],
  ])('%s is made valid', (_case, properties, repaired) => {
    expect(toolSchema({ type: 'object', properties })).toEqual({
      schema: { type: 'object', properties: repaired },
      change: 'coerced',
    });
  });

  test('the client’s object does not change', () => {
    const properties = { a: { type: 'string', description: null } };
    toolSchema({ type: 'object', properties });
    expect(properties).toEqual({ a: { type: 'string', description: null } });
  });
});
