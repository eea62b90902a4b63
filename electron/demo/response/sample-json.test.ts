import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { sampleFor } from './sample-json.ts';

const node: z.ZodType = z.lazy(() => z.object({ name: z.string(), children: z.array(node) }));
const shapes: Readonly<Record<string, z.ZodType>> = {
  'plain values': z.object({ a: z.string(), b: z.number(), c: z.boolean(), d: z.null(), e: z.int() }),
  'limits on numbers': z.object({
    a: z.int().min(7).max(9),
    b: z.number().gt(3).lt(4.5),
    c: z.int().multipleOf(5).min(11),
  }),
  'limits on texts': z.object({ a: z.string().min(20), b: z.string().max(2), city: z.string().max(3) }),
  formats: z.object({ a: z.email(), b: z.uuid(), c: z.url(), d: z.iso.date(), e: z.iso.datetime(), f: z.ipv4() }),
  'enums and constants': z.object({ a: z.enum(['x', 'y']), b: z.literal(3) }),
  unions: z.object({
    a: z.union([z.null(), z.string()]),
    b: z.discriminatedUnion('t', [z.object({ t: z.literal('u') })]),
  }),
  lists: z.object({ a: z.array(z.string()).min(3), b: z.tuple([z.string(), z.number()]), c: z.array(z.int()).max(0) }),
  intersections: z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
  defaults: z.object({ a: z.string().default('given'), b: z.int().nullable() }),
  patterns: z.object({ a: z.string().regex(/^[A-Z]{2}-\d{3}$/), b: z.string().regex(/^\d+$/) }),
  recursion: node,
};

describe('a sample value', () => {
  it.each(Object.entries(shapes))('fits a schema with %s', (_, shape) => {
    const schema = z.toJSONSchema(shape, { io: 'input' });
    for (const everything of [true, false]) {
      expect(shape.safeParse(sampleFor(schema, { everything, topic: 'a harbour' })).error).toBeUndefined();
    }
  });

  it('uses the topic for text properties and neutral words elsewhere', () => {
    const text = { type: 'string' };
    const schema = { type: 'object', properties: { query: text, command: text, file_path: text } };
    expect(sampleFor(schema, { everything: true, topic: 'a harbour' })).toEqual({
      query: 'a harbour',
      command: 'echo dragoman demo',
      file_path: 'README.md',
    });
  });

  it('can omit optional properties', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['b'] };
    expect(sampleFor(schema, { everything: false, topic: '' })).toEqual({ b: 'demo' });
  });
});
