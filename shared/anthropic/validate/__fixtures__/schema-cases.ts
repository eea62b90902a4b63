/** Schemas of structured output and strict tools: for each rule a request that passes and one that does not. */

import { assistant, closed, format, look, old, strict, user } from './requests.ts';
import type { Case, Fields } from './requests.ts';

const many = (count: number, schema: Fields): Fields =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema]));
export const schemas: readonly Case[] = [
  {
    rule: 'an open object in a strict tool',
    accepted: { tools: [strict(closed({ a: { type: 'string' } }))] },
    refused: { tools: [strict({ type: 'object', properties: {} })] },
    text: "tools.0.custom: For 'object' type, 'additionalProperties' must be explicitly set to false",
  },
  {
    rule: 'an open object deep in an output format',
    accepted: format(closed({ a: closed({}) })),
    refused: format(closed({ a: { type: 'object' } })),
    text: "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
  },
  {
    rule: 'a limit on numbers',
    accepted: {
      tools: [{ ...look, input_schema: { type: 'object', properties: { a: { type: 'integer', minimum: 0 } } } }],
    },
    refused: format(closed({ a: { type: 'integer', minimum: 0 } })),
    text: "For 'integer' type, properties minimum are not supported",
  },
  {
    rule: 'a limit on length',
    accepted: null,
    refused: format(closed({ a: { type: 'string', maxLength: 5 } })),
    text: "property 'maxLength' is not supported",
  },
  {
    rule: 'a larger minimum of items',
    accepted: format(closed({ a: { type: 'array', items: { type: 'string' }, minItems: 1 } })),
    refused: format(closed({ a: { type: 'array', items: { type: 'string' }, minItems: 2 } })),
    text: "'minItems' values other than 0 or 1 are not supported",
  },
  {
    rule: 'an unknown string format',
    accepted: format(closed({ a: { type: 'string', format: 'uuid' } })),
    refused: format(closed({ a: { type: 'string', format: 'regex' } })),
    text: 'format "regex" is not supported',
  },
  {
    rule: 'look-around in a pattern',
    accepted: format(closed({ a: { type: 'string', pattern: '^[a-z]+$' } })),
    refused: format(closed({ a: { type: 'string', pattern: '(?=a)b' } })),
    text: "pattern '(?=a)b' is not supported",
  },
  {
    rule: 'a name of a parameter at the root',
    accepted: {
      tools: [{ ...look, input_schema: { type: 'object', properties: { 'a.b-c': { properties: { $top: {} } } } } }],
    },
    refused: { tools: [{ ...look, input_schema: { type: 'object', properties: { $top: {} } } }] },
    text: "input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'",
  },
  {
    rule: 'repeats in required',
    accepted: { tools: [{ ...look, input_schema: { type: 'object', required: ['a', 'b'] } }] },
    refused: { tools: [{ ...look, input_schema: { type: 'object', required: ['a', 'a'] } }] },
    text: 'JSON schema is invalid. It must match JSON Schema draft 2020-12',
  },
  {
    rule: 'an enum beside a list of types',
    accepted: format(closed({ a: { enum: ['x', null] }, b: { type: 'string', enum: ['x'] } })),
    refused: format(closed({ a: { type: ['string', 'null'], enum: ['x', null] } })),
    text: `output_config.format.schema: Invalid schema: Enum value "x" does not match declared type '["string","null"]'`,
  },
  {
    rule: 'an enum of another type',
    accepted: { tools: [strict(closed({ a: { type: 'integer', enum: [1] } }))] },
    refused: { tools: [strict(closed({ a: { type: 'integer', enum: [1.5] } }))] },
    text: "tools.0.custom: Invalid schema: Enum value 1.5 does not match declared type '\"integer\"'",
  },
  {
    rule: 'an empty enum',
    accepted: null,
    refused: format(closed({ a: { type: 'string', enum: [] } })),
    text: 'output_config.format.schema: Invalid schema: Enum must be a non-empty array',
  },
  {
    rule: 'a schema within itself',
    accepted: format({
      ...closed({ a: { $ref: '#/$defs/node' }, b: { $ref: '#/$defs/node' } }),
      $defs: { node: closed({}) },
    }),
    refused: format({
      ...closed({ a: { $ref: '#/$defs/node' } }),
      $defs: { node: closed({ next: { $ref: '#/$defs/node' } }) },
    }),
    text: 'recursive schemas are not supported',
  },
  {
    rule: 'more than 24 optional properties',
    accepted: format(closed(many(24, { type: 'string' }), [])),
    refused: format(closed(many(25, { type: 'string' }), [])),
    text: 'Schema is too complex for compilation.',
  },
  {
    rule: 'more than 16 unions',
    accepted: format(closed(many(16, { type: ['string', 'null'] }))),
    refused: format(closed(many(17, { type: ['string', 'null'] }))),
    text: 'Schema is too complex for compilation.',
  },
  {
    rule: 'more than 20 strict tools',
    accepted: { tools: Array.from({ length: 20 }, (_, index) => strict(closed({}), `t${index}`)) },
    refused: { tools: Array.from({ length: 21 }, (_, index) => strict(closed({}), `t${index}`)) },
    text: 'Schema is too complex for compilation.',
  },
  {
    rule: 'an output format with a prefill',
    accepted: { ...old, ...format(closed({})) },
    refused: { ...old, ...format(closed({})), messages: [user(), assistant('{')] },
    text: 'prefill is not supported with structured outputs',
  },
  {
    rule: 'an output format with citations',
    accepted: null,
    refused: {
      ...format(closed({})),
      messages: [
        user([
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'x' },
            citations: { enabled: true },
          },
        ]),
      ],
    },
    text: 'citations are not supported with structured outputs',
  },
];
