import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runToEnd } from '../../steps.ts';
import { createEncodedArgumentReader } from './encoded-arguments.ts';
import { argumentsText, parseArguments } from './tool-arguments.ts';

/** @param size UTF-16 units of a piece */
function streamed(json: string, size: number): { readonly early: string; readonly all: string } {
  const reader = createEncodedArgumentReader();
  let early = '';
  for (let at = 0; at < json.length; at += size) early += reader.push(json.slice(at, at + size));
  return { early, all: early + runToEnd(reader.end()) };
}

const long = '123456789012345678901234567890';

test.each([
  ['an object', JSON.stringify(`{"a":${long},"b":1.0}`), `{"a":${long},"b":1.0}`],
  ['an object after space', `\n ${JSON.stringify('{"a":1}')}`, '{"a":1}'],
  ['an empty string', '""', '{}'],
  ['a cut-off string', '"{\\"a\\":1', '"{\\"a\\":1'],
])('%s within a JSON string is decoded once it is complete', (_name, json, text) => {
  for (const size of [1, 3, 1000]) expect(streamed(json, size)).toEqual({ early: '', all: text });
});

test.each(['{"a":"\\"{"}', ' {"a":1.0}', '[1]', '{"a":'])('%s passes as it comes', (json) => {
  for (const size of [1, 3, 1000]) expect(streamed(json, size)).toEqual({ early: json, all: json });
});

test('any string gives what a whole response gives, however it is cut', () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 1, max: 9 }), (inner, size) => {
      const json = JSON.stringify(inner);
      expect(streamed(json, size).all).toBe(argumentsText(parseArguments(json)));
    }),
  );
});
