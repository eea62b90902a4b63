/** Arbitrary terms of a filter. */

import fc from 'fast-check';
import { hasFlags, isFlags, numberFields, wordFields, type NumberTest, type Term, type Word } from '../filter/term.ts';

const negated = fc.boolean();
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('-x', '"', '\\', 'a:b', 'a,b', '=', '=x', 'two words', '-', ' ', '\\"', 'https://a.b/c', 'ü 日本'),
);
const amount = fc.oneof(
  fc.nat(),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, max: 1e250 }),
  fc.constantFrom(0, 1000, 2000, 60_000, 0.01, 1_500_000, 86_400_000),
);
const numberTest: fc.Arbitrary<NumberTest> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    operator: fc.constantFrom('=', '>', '>=', '<', '<='),
    value: amount,
  }),
  fc
    .tuple(amount, amount)
    .map(([one, other]) => ({ kind: 'range' as const, from: Math.min(one, other), to: Math.max(one, other) })),
);
const word: fc.Arbitrary<Word> = fc.record({ text, exact: fc.boolean() });
const list = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(value, { minLength: 1, maxLength: 3 });
const moment = fc.oneof(
  fc.record({ kind: fc.constant('ago' as const), milliseconds: fc.oneof(fc.nat(), amount) }),
  fc.record({
    kind: fc.constant('at' as const),
    iso: fc.constantFrom('2026-11-05', '2026-11-05T14:30', '2026-02-28T00:00:01Z', '2026-02-28T00:00:01.5+02:00'),
  }),
);
/** Any term that a filter can hold. */
export const anyTerm: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), negated, text }),
  fc.record({ kind: fc.constant('word' as const), negated, field: fc.constantFrom(...wordFields), values: list(word) }),
  fc.record({
    kind: fc.constant('number' as const),
    negated,
    field: fc.constantFrom(...numberFields),
    values: list(numberTest),
  }),
  fc.record({ kind: fc.constant('is' as const), negated, values: list(fc.constantFrom(...isFlags)) }),
  fc.record({ kind: fc.constant('has' as const), negated, values: list(fc.constantFrom(...hasFlags)) }),
  fc.record({ kind: fc.constant('moment' as const), negated, field: fc.constantFrom('after', 'before'), moment }),
);
