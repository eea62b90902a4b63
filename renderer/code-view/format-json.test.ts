import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatJson } from './format-json.ts';

test('JSON keeps its value and is indented as by JSON.stringify', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      const formatted = formatJson(JSON.stringify(value, null, space));
      expect(formatted).toBe(JSON.stringify(JSON.parse(JSON.stringify(value)), null, 2));
    }),
  );
});

test.each([
  ['numbers beyond double precision', '{"id":12345678901234567890,"x":1.0,"y":1e+2}', '12345678901234567890'],
  ['escapes', String.raw`{"text":"caf\u00e9 \/ \"quoted\" \\"}`, String.raw`"caf\u00e9 \/ \"quoted\" \\"`],
  ['a duplicate key', '{"a":1,"a":2}', '"a": 1,\n  "a": 2'],
])('%s keep their original spelling', (_, text, part) => {
  expect(formatJson(text)).toContain(part);
});

test('empty containers stay on one line', () => {
  expect(formatJson('{"a":[ ],"b":{\n}}')).toBe('{\n  "a": [],\n  "b": {}\n}');
});

test.each(['', 'not json', '{"a":', 'data: {"a":1}'])('%j is not JSON', (text) => {
  expect(formatJson(text)).toBeNull();
});
