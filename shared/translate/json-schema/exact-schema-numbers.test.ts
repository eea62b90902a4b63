import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { numbersIn, numberText } from '../../json/__fixtures__/number-texts.ts';
import { parseExactJson } from '../../json/exact-json.ts';
import { writeJson } from '../../json/exact-number.ts';
import { toolSchema } from './input-schema.ts';
import { isSchemaObject } from './schema-refs.ts';
import { strictSchema } from './strict/strict-schema.ts';

const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'const', 'default', 'x-step'];
const counts = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'];

function read(json: string) {
  const schema = parseExactJson(json);
  return isSchemaObject(schema) ? schema : {};
}

/** A schema with one property that has the keyword, and a null keyword, so that the schema is rewritten. */
const withKeyword = (keyword: string, json: string): string =>
  `{"type":"object","title":null,"properties":{"a":{"type":"number","${keyword}":${json}}}}`;

describe('numbers of a schema keep their digits', () => {
  test.each(bounds)('%s', (keyword) => {
    fc.assert(
      fc.property(numberText, (text) => {
        expect(numbersIn(writeJson(toolSchema(read(withKeyword(keyword, text))).schema))).toEqual([text]);
      }),
      { numRuns: runs(100) },
    );
  });

  test('multipleOf, which is positive', () => {
    fc.assert(
      fc.property(
        numberText.filter((text) => Number(text) > 0),
        (text) => {
          expect(numbersIn(writeJson(toolSchema(read(withKeyword('multipleOf', text))).schema))).toEqual([text]);
        },
      ),
      { numRuns: runs(100) },
    );
  });

  test.each(counts)('%s', (keyword) => {
    expect(numbersIn(writeJson(toolSchema(read(withKeyword(keyword, '3.0'))).schema))).toEqual(['3.0']);
    expect(numbersIn(writeJson(toolSchema(read(withKeyword(keyword, '3.50'))).schema))).toEqual([]);
  });

  test.each(['enum', 'examples', 'prefixItems'])('in a list: %s', (keyword) => {
    const list = keyword === 'prefixItems' ? '[{"const":1.0},{"const":1}]' : '[1,1.0,1481220477346119781,1e400,-0]';
    const schema = toolSchema(read(withKeyword(keyword, list))).schema;
    expect(numbersIn(writeJson(schema))).toEqual(numbersIn(list));
  });

  test('a draft-04 flag takes the bound as it is written', () => {
    const json = '{"type":"object","properties":{"a":{"minimum":1481220477346119781,"exclusiveMinimum":true}}}';
    expect(writeJson(toolSchema(read(json)).schema)).toContain('"exclusiveMinimum":1481220477346119781');
  });

  test('two properties of a union that differ in digits alone stay apart', () => {
    const branch = (id: string): string => `{"type":"object","properties":{"a":{"const":${id}}}}`;
    const json = `{"anyOf":[${branch('1481220477346119781')},${branch('1481220477346119782')}]}`;
    expect(numbersIn(writeJson(toolSchema(read(json)).schema))).toEqual(['1481220477346119781', '1481220477346119782']);
  });

  test('in the subset that the API enforces, and in descriptions of what it does not', () => {
    const strict = strictSchema(
      read(
        '{"type":"object","properties":{"a":{"enum":[1.0,1481220477346119781]},"b":{"type":"number","maximum":1e400,"multipleOf":0.10},"c":{"type":"array","items":{"const":-0},"minItems":1.0}}}',
      ),
    );
    expect(strict.ok && writeJson(strict.schema)).toBe(
      '{"type":"object","properties":{"a":{"enum":[1.0,1481220477346119781]},"b":{"type":"number","description":"Constraints: maximum: 1e400; multipleOf: 0.10."},"c":{"type":"array","items":{"const":-0},"minItems":1.0}},"additionalProperties":false}',
    );
  });

  test('two parts of an allOf that differ in digits alone contradict each other', () => {
    const schema = read(
      '{"type":"object","allOf":[{"properties":{"a":{"const":1481220477346119781}}},{"properties":{"a":{"const":1481220477346119782}}}]}',
    );
    expect(strictSchema(schema)).toEqual({ ok: false, reason: 'parts of an allOf contradict each other' });
  });
});
