/** Numbers as JSON text that a double would change, and arbitrary JSON documents around them. */

import fc from 'fast-check';

/** One of each kind: too many digits, another notation, a sign of zero, an exponent beyond the range. */
export const inexactNumbers = [
  '1481220477346119781',
  '-9223372036854775808',
  '1.0',
  '-0',
  '0.0',
  '1E5',
  '1e5',
  '0.1e-7',
  '1e21',
  '1e400',
  '-1e400',
  '1e-400',
  '0.10',
  '3.141592653589793238462643383279',
  '123456789012345678901234567890.5',
] as const;

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));
const sign = fc.constantFrom('', '', '+', '-');

/** Any number of the JSON grammar. https://www.rfc-editor.org/rfc/rfc8259#section-6 */
export const numberText = fc
  .record({
    minus: fc.constantFrom('', '', '-'),
    whole: fc.oneof(fc.constant('0'), fc.stringMatching(/^[1-9][0-9]{0,30}$/)),
    fraction: fc.option(digits(30), { nil: null }),
    exponent: fc.option(fc.record({ letter: fc.constantFrom('e', 'E'), sign, digits: digits(4) }), { nil: null }),
  })
  .map(
    ({ minus, whole, fraction, exponent }) =>
      minus +
      whole +
      (fraction === null ? '' : `.${fraction}`) +
      (exponent === null ? '' : exponent.letter + exponent.sign + exponent.digits),
  );

/** Strings that look like numbers, or like what a writer of numbers might use internally. */
const trickyText = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('1.0', '"1.0"', '~0~1.0', '~1~', '\\u007e0~1', ',1.0,', '{"a":1.0}', '\\', '"', '\ud800', '1e400'),
);
const key = fc.oneof(fc.constantFrom('a', 'b', 'id', '~0~1.0', 'text'), fc.string({ minLength: 1, maxLength: 5 }));

/** The text of any JSON document: numbers as above, no white space, no key twice, keys in the order in which objects list them. */
export const documentText: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    numberText,
    fc.constantFrom(...inexactNumbers),
    trickyText.map((text) => JSON.stringify(text)),
    fc.constantFrom('true', 'false', 'null', '[]', '{}'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    tie('object'),
  ),
  object: fc
    .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name })
    .map((members) => {
      // Objects list keys that are array indices first, whatever their order in the text was.
      const named = new Map(members);
      const order = Object.keys(Object.fromEntries(members));
      return `{${order.map((name) => `${JSON.stringify(name)}:${named.get(name) ?? 'null'}`).join(',')}}`;
    }),
})).value;

/** Every number of a JSON text as it is written, in order. */
export function numbersIn(json: string): readonly string[] {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs) ?? [];
  return tokens.filter((token) => !token.startsWith('"'));
}
