import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { runs } from '../__fixtures__/test-depth.ts';
import { runToEnd } from '../steps.ts';
import { documentText, inexactNumbers, numberText } from './__fixtures__/number-texts.ts';
import { ExactNumber, withDoubles, writeJson } from './exact-number.ts';
import { exactJsonSteps, holdsInexactNumber, holdsInexactNumberSteps, parseExactJson } from './exact-json.ts';

const exact = ['0', '1', '-1', '10', '0.5', '1e+21', '1e-7', '123456789012345', '9007199254740991', '1.5e+300'];

describe('parseExactJson and writeJson', () => {
  test.each(inexactNumbers)('%s keeps its text, alone and inside', (text) => {
    expect(parseExactJson(text)).toEqual(new ExactNumber(text));
    expect(Number(parseExactJson(text))).toBe(Number(text));
    const inside = `{"a":[${text},{"b":${text}}],"c":"${text}"}`;
    expect(writeJson(parseExactJson(inside))).toBe(inside);
    expect(withDoubles(parseExactJson(inside))).toEqual(JSON.parse(inside));
  });

  test.each(exact)('%s is an ordinary number', (text) => {
    expect(parseExactJson(text)).toBe(Number(text));
    expect(holdsInexactNumber(`{"a":[${text}, ${text}],"b":${text}}`)).toBe(false);
  });

  test('numbers inside strings and keys are text', () => {
    expect(holdsInexactNumber(String.raw`{"1.0":"1e400","a":"\\","b":"\"1.0","c":[true,false,null]}`)).toBe(false);
  });

  test('a document of any shape is written as it was read', () => {
    fc.assert(
      fc.property(documentText, (text) => {
        expect(writeJson(parseExactJson(text))).toBe(text);
        expect(withDoubles(parseExactJson(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: runs(1000) },
    );
  });

  test('a number is exact where JSON.stringify would write another text', () => {
    fc.assert(
      fc.property(numberText, (text) => {
        expect(holdsInexactNumber(`[${text}]`)).toBe(JSON.stringify(JSON.parse(`[${text}]`)) !== `[${text}]`);
      }),
      { numRuns: runs(1000) },
    );
  });

  test('is found in steps of any length', () => {
    fc.assert(
      fc.property(documentText, fc.integer({ min: 1, max: 30 }), (text, characters) => {
        expect(runToEnd(holdsInexactNumberSteps(text, characters))).toBe(holdsInexactNumber(text));
      }),
      { numRuns: runs(500) },
    );
  });

  test.each([
    ['blanks', `[${' '.repeat(3_000_000)}1.0]`],
    ['escaped quotes', `["${String.raw`\"`.repeat(1_500_000)}",1.0]`],
    ['a string', `["${'a'.repeat(3_000_000)}",1.0]`],
    ['small numbers', `[${'1,'.repeat(1_500_000)}1.0]`],
  ])('takes a step for half a million characters at most: %s', (_case, text) => {
    const steps = exactJsonSteps(text);
    let taken = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) taken += 1;
    expect(Array.isArray(step.value) && step.value.at(-1)).toEqual(new ExactNumber('1.0'));
    // It is read twice: to find such a number, and to put it in its place.
    expect(taken).toBeGreaterThan((2 * text.length) / 1024 / 512);
  });

  test('white space, escapes, repeated keys and __proto__ mean what they mean to JSON.parse', () => {
    const text =
      '\r\n{ "a" : 1.0 , "b\\u0041\\n" : [ ] , "c" : { } ,\t"a" : "\\ud83d\\ude00" , "__proto__" : { "d" : -0 } } ';
    const read = parseExactJson(text);
    expect(withDoubles(read)).toEqual(JSON.parse(text));
    expect(writeJson(read)).toBe('{"a":"😀","bA\\n":[],"c":{},"__proto__":{"d":-0}}');
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  test('of several members of one name the last counts, whatever they hold', () => {
    const { value: repeating } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('1.0', '1', '-0', '1481220477346119781', '"1.0"', 'null'),
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
        fc
          .array(fc.tuple(fc.constantFrom('0', 'a', '__proto__', 'length'), tie('value')), { maxLength: 4 })
          .map((members) => `{${members.map(([key, member]) => `"${key}":${member}`).join(',')}}`),
      ),
    }));
    fc.assert(
      fc.property(repeating, (text) => {
        expect(withDoubles(parseExactJson(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: runs(1000) },
    );
    expect(writeJson(parseExactJson('{"a":[1.0],"a":{"0":1},"b":1.0,"b":2.0}'))).toBe('{"a":{"0":1},"b":2.0}');
  });

  test('depth is no matter', () => {
    const deep = 100_000;
    let value = parseExactJson('['.repeat(deep) + '1.0' + ']'.repeat(deep));
    while (Array.isArray(value)) [value] = value;
    expect(value).toEqual(new ExactNumber('1.0'));
  });

  test('indentation and members without a value are those of JSON.stringify', () => {
    const value = { a: new ExactNumber('1.0'), b: undefined, c: [undefined, new ExactNumber('1e400')] };
    expect(writeJson(value)).toBe('{"a":1.0,"c":[null,1e400]}');
    expect(writeJson(value, 2)).toBe('{\n  "a": 1.0,\n  "c": [\n    null,\n    1e400\n  ]\n}');
  });

  test.each(['{"a":01}', '[1.]', '1.0 2', '', '{"a":1.0', '[1.0,]'])('%j is no JSON', (text) => {
    expect(() => parseExactJson(text)).toThrow(SyntaxError);
  });

  test('JSON.stringify writes the closest double', () => {
    expect(JSON.stringify(parseExactJson('[1.0,1481220477346119781]'))).toBe('[1,1481220477346119700]');
  });
});

describe('the cost of exact numbers', () => {
  afterEach(() => void vi.restoreAllMocks());

  test('without one, a text is parsed once and a value written once', () => {
    const parse = vi.spyOn(JSON, 'parse');
    const stringify = vi.spyOn(JSON, 'stringify');
    const text = `{"list":[${'{"a":1,"b":"1.0","c":0.25},'.repeat(1000)}null]}`;
    const value = parseExactJson(text);
    const written = writeJson(value);
    expect([parse.mock.calls.length, stringify.mock.calls.length]).toEqual([1, 1]);
    expect(written).toBe(text);
  });

  test('many marks in strings do not make the search for another one longer', () => {
    const texts = Array.from({ length: 20_000 }, (_, index) => `~${index}~1.0`);
    const written = writeJson([...texts, new ExactNumber('1.0')]);
    expect(written).toBe(`${JSON.stringify(texts).slice(0, -1)},1.0]`);
  });
});
