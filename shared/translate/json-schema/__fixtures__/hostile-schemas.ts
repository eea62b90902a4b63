/** Arbitrary JSON Schemas, valid ones and ones with wrong values under every keyword. */

import fc from 'fast-check';

/** Values of every kind, also ones that look nearly right. */
export const junk = fc.constantFrom<unknown>(
  null, true, false, 0, 1, -1, 2.5, 1e21, '', 'x', 'any', 'STRING', 'str', 'true', 'false', '3', '#', '#x', 'a b', '%', 'a:b', '(', '\\Z',
  '#/$defs/A', [], {}, ['x'], ['x', 'x'], [null], ['string', 'any'], ['string', 'string'], [{}], [true, 5], { a: 1 }, { a: ['x', 'x'] }, { type: 'string' },
  { '(': {} }, [[]],
);

const wordKeywords =
  '$schema $id $anchor $dynamicAnchor $recursiveAnchor $ref $dynamicRef $recursiveRef $vocabulary $comment id type const enum multipleOf maximum ' +
  'exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxContains minContains maxProperties ' +
  'minProperties required dependentRequired title description default deprecated readOnly writeOnly examples format contentEncoding ' +
  'contentMediaType contentSchema nullable dependencies additionalItems items prefixItems contains unevaluatedItems properties patternProperties ' +
  'additionalProperties propertyNames unevaluatedProperties dependentSchemas allOf anyOf oneOf not if then else $defs definitions x-vendor';
export const everyKeyword: readonly string[] = wordKeywords.split(' ');

/** One to three keywords with any value. */
export const hostileKeywords = fc.dictionary(fc.constantFrom(...everyKeyword), junk, { minKeys: 1, maxKeys: 3 });

const names = fc.constantFrom('a', 'b', '$top', 'x[0]', '__proto__', 'constructor', 'enum', '$ref');
const references = fc.constantFrom(
  '#', '#/$defs/A', '#/$defs/B', '#/definitions/A', '#/properties/a', '#/properties/a/properties/b', '#/properties/x[0]', '#/properties/x%5B0%5D', '#/anyOf/0', '#/oneOf/1/properties/a', '#/allOf/0/properties/b',
  '#/items/0', '#/properties/a/items', '#/not', '#/x-vendor', '#/nowhere', '#here', 'https://example.com/s', 's.json#/$defs/A', '#/$defs/L<A>',
);

/** Draft 2020-12 as it should be, without references. */
export const { valid: validSchema } = fc.letrec<{ valid: Record<string, unknown> }>((tie) => ({
  valid: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.record(
      {
        type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object', ['string', 'null']),
        enum: fc.uniqueArray(fc.constantFrom<unknown>('a', 'bb', 1, 2.5, null, true), { minLength: 1, maxLength: 3 }),
        minimum: fc.integer({ min: -1, max: 2 }),
        maxLength: fc.nat(2),
        pattern: fc.constantFrom('^a', 'b$'),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom('a', 'b', '$top'), tie('valid'), { maxKeys: 3 }),
        required: fc.uniqueArray(fc.constantFrom('a', 'b', '$top'), { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), tie('valid')),
        patternProperties: fc.dictionary(fc.constantFrom('^a', '^_', 'top'), tie('valid'), { maxKeys: 1 }),
        propertyNames: fc.record({ maxLength: fc.nat(4) }, { requiredKeys: [] }),
        minProperties: fc.nat(2),
        dependentRequired: fc.dictionary(fc.constantFrom('a', '$top'), fc.constantFrom(['b'], ['$top']), { maxKeys: 1 }),
        dependentSchemas: fc.dictionary(fc.constantFrom('a', '$top'), tie('valid'), { maxKeys: 1 }),
        unevaluatedProperties: fc.constant(false),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('array'),
        prefixItems: fc.array(tie('valid'), { minLength: 1, maxLength: 2 }),
        items: fc.oneof(fc.boolean(), tie('valid')),
        contains: tie('valid'),
        maxContains: fc.nat(2),
        uniqueItems: fc.boolean(),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        anyOf: fc.array(tie('valid'), { minLength: 1, maxLength: 2 }),
        oneOf: fc.array(tie('valid'), { minLength: 1, maxLength: 2 }),
        allOf: fc.array(tie('valid'), { minLength: 1, maxLength: 2 }),
        not: tie('valid'),
        if: tie('valid'),
        else: tie('valid'),
        // oxlint-disable-next-line unicorn/no-thenable -- A keyword of JSON Schema.
        then: tie('valid'),
      },
      { requiredKeys: [] },
    ),
  ),
}));

/** Anything under any keyword, with references of every form. */
export const { hostile: hostileSchema } = fc.letrec<{ hostile: unknown }>((tie) => ({
  hostile: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    junk,
    fc.tuple(
      fc.record(
        {
          type: fc.oneof(fc.constantFrom('object', 'array', 'string', ['string', 'null'], ['object', 'null']), junk),
          properties: fc.dictionary(names, tie('hostile'), { maxKeys: 3 }),
          required: fc.oneof(fc.array(names, { maxLength: 3 }), junk),
          items: fc.oneof(tie('hostile'), fc.array(tie('hostile'), { maxLength: 2 })),
          additionalProperties: fc.oneof(fc.boolean(), tie('hostile')),
          patternProperties: fc.dictionary(fc.constantFrom('^a', '('), tie('hostile'), { maxKeys: 2 }),
          dependencies: fc.dictionary(names, fc.oneof(tie('hostile'), fc.constant(['a', 'a'])), { maxKeys: 2 }),
          anyOf: fc.array(tie('hostile'), { maxLength: 2 }),
          oneOf: fc.array(tie('hostile'), { maxLength: 2 }),
          allOf: fc.array(tie('hostile'), { maxLength: 2 }),
          not: tie('hostile'),
          if: tie('hostile'),
          $ref: references,
          $dynamicRef: references,
          $defs: fc.dictionary(fc.constantFrom('A', 'B', 'L<A>'), tie('hostile'), { maxKeys: 2 }),
          definitions: fc.dictionary(fc.constantFrom('A', 'B'), tie('hostile'), { maxKeys: 2 }),
          $id: fc.constantFrom('https://example.com/s.json', '#here', 's.json'),
          $anchor: fc.constantFrom('here', '5'),
          nullable: fc.boolean(),
          enum: fc.array(junk, { maxLength: 3 }),
          'x-vendor': tie('hostile'),
        },
        { requiredKeys: [] },
      ),
      fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: hostileKeywords }),
    ).map(([schema, more]) => ({ ...schema, ...more })),
  ),
}));
