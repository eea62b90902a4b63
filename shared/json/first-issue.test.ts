import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../__fixtures__/test-depth.ts';
import { z } from 'zod';
import { exchangeSchema } from '../exchange/record.ts';
import { firstIssue } from './first-issue.ts';

const fields = ['a', 'b', 'c'] as const;

/** Arbitrary schemas of the kinds that describe bodies. */
const { schema: anySchema } = fc.letrec<{ schema: z.ZodType }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<z.ZodType[]>(
      z.string(),
      z.string().min(2),
      z.string().regex(/^a/),
      z.number(),
      z.int(),
      z.number().min(0).max(9),
      z.boolean(),
      z.null(),
      z.literal('a'),
      z.enum(['a', 'b']),
      z.unknown(),
    ),
    tie('schema').map((inner) => inner.optional()),
    tie('schema').map((inner) => inner.nullable()),
    tie('schema').map((inner) => inner.nullish()),
    tie('schema').map((inner) => inner.exactOptional()),
    tie('schema').map((inner) => z.array(inner)),
    tie('schema').map((inner) => z.array(inner).min(1)),
    tie('schema').map((inner) => z.array(inner).max(2)),
    tie('schema').map((inner) => z.record(z.string(), inner)),
    fc.tuple(tie('schema'), tie('schema'), tie('schema')).map(([a, b, c]) => z.looseObject({ a, b, c })),
    fc.tuple(tie('schema'), tie('schema')).map(([a, b]) => z.strictObject({ a, b })),
    fc.tuple(tie('schema'), tie('schema')).map(([a, b]) => z.object({ a }).catchall(b)),
    fc.tuple(tie('schema'), tie('schema')).map(([a, b]) => z.union([a, b])),
    fc
      .tuple(tie('schema'), tie('schema'))
      .map(([b, c]) =>
        z.discriminatedUnion('a', [
          z.looseObject({ a: z.literal('a'), b }),
          z.looseObject({ a: z.enum(['b', 'c']), c }),
        ]),
      ),
  ),
}));

const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, 5, 1.5, -1, Infinity, '', 'a', 'b', 'c', 'ab'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...fields, 'd'), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** The messages of union issues depend on their branches, which zod reports in more detail; the path is the same. */
function plain({ code, path }: z.core.$ZodIssue): unknown {
  return { code, path };
}

function hasUnion(schema: z.ZodType): boolean {
  return JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' })).includes('Of"');
}

describe('firstIssue', () => {
  test('finds an issue exactly when zod does, and one that zod finds', () => {
    fc.assert(
      fc.property(anySchema, anyValue, (schema, value) => {
        const found = schema.safeParse(value).error?.issues.map(plain) ?? [];
        const issue = firstIssue(schema, value);
        expect(issue === null).toBe(found.length === 0);
        // An issue inside a union may have a deeper path: zod reports the only branch that continued after its issue.
        const expected = issue === null || hasUnion(schema) ? [] : [plain(issue)];
        expect(found).toEqual(expect.arrayContaining(expected));
      }),
      { numRuns: runs(500) },
    );
  });

  test('stops at the first issue', () => {
    let looked = 0;
    const items = Array.from({ length: 1_000 }, (_, index) => ({
      get a() {
        looked += 1;
        return index;
      },
    }));
    const schema = z.looseObject({ items: z.array(z.union([z.string(), z.looseObject({ a: z.string() })])) });
    expect(firstIssue(schema, { items })?.path).toEqual(['items', 0]);
    expect(looked).toBeLessThan(5);
  });

  test('gives the first issue of each branch of a union', () => {
    const schema = z.union([z.string(), z.array(z.looseObject({ a: z.string() }))]);
    expect(firstIssue(schema, [{ a: 'x' }, { a: 1 }, { a: 2 }])).toMatchObject({
      code: 'invalid_union',
      errors: [[{ code: 'invalid_type', path: [] }], [{ code: 'invalid_type', path: [1, 'a'] }]],
    });
  });

  test('does not change or copy the value', () => {
    const value = Object.freeze({ a: Object.freeze(['b']), unknown: 1 });
    expect(firstIssue(z.looseObject({ a: z.array(z.string()) }), value)).toBeNull();
  });

  test('handles a million wrong items without a stack overflow', () => {
    const notes = Array.from({ length: 1_000_000 }, () => 0);
    expect(firstIssue(exchangeSchema.pick({ notes: true }), { notes })?.path).toEqual(['notes', 0]);
  });
});
