/** Any names of parameters: calls come back with the client's own names and every value, whole, streamed and in the history. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../__fixtures__/test-depth.ts';
import { parseExactJson } from '../json/exact-json.ts';
import { shortHash } from '../json/short-hash.ts';
import { cutDeltas } from './__fixtures__/any-message.ts';
import { call as historyCall, translate, turns } from './__fixtures__/translate.ts';
import { accumulate, assemble, created, recordedStream, translateEvents } from './__fixtures__/upstream-messages.ts';
import { translateResponse } from './response/translate-response.ts';
import { messageToEvents } from './stream/accumulate-message.ts';

const valid = /^[a-zA-Z0-9_.-]{1,64}$/;
/** What the API's JSON parsers refuse in a text. */
// oxlint-disable-next-line no-control-regex
const unclean = /[\u0000\uD800-\uDFFF]/u;

const names = fc.oneof(
  fc.constantFrom(
    'a',
    'limit',
    '$top',
    'a b',
    'a\u0000b',
    'a\uD800b',
    'a\uDC00b',
    'a\uFFFDb',
    '\u0000',
    '\uDBFF',
    'ключ',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.array(fc.constantFrom('\u0000', '\uD83D', '\uDE00', 'x', '_'), { maxLength: 4 }).map((units) => units.join('')),
);
const nameLists = fc.uniqueArray(names, { minLength: 1, maxLength: 6 }).filter((list) => !list.includes('__proto__'));

type Shape = (properties: object, list: readonly string[]) => object;
const shapes: Readonly<Record<string, Shape>> = {
  'an object': (properties, required) => ({ type: 'object', properties, required }),
  'an object without a type': (properties) => ({ properties }),
  'a union': (properties) => ({
    anyOf: [
      { type: 'object', properties },
      { type: 'object', properties: { z: {} } },
    ],
  }),
  'a reference': (properties) => ({ $ref: '#/$defs/A', $defs: { A: { type: 'object', properties } } }),
};

const toolOf = (parameters: object): object => ({ type: 'function', function: { name: 'save', parameters } });

function argumentsOf(completion: { choices: readonly { message: unknown }[] }): unknown {
  const [called] = Object(completion.choices[0]?.message).tool_calls ?? [];
  return JSON.parse(called.function.arguments);
}

describe.each(Object.entries(shapes))('%s', (_what, shape) => {
  test('of any names: a call of every parameter has the client’s names, whole and streamed', async () => {
    await fc.assert(
      fc.asyncProperty(nameLists, async (list) => {
        const properties = Object.fromEntries(list.map((name) => [name, { type: 'string' }]));
        const { body, responseContext } = translate({ tools: [toolOf(shape(properties, list))] });
        const schema = Object(body.tools?.[0]).input_schema;
        const upstream = Object.keys(schema.properties).filter((name) => name !== 'z');
        expect(upstream.filter((name) => !valid.test(name))).toEqual([]);
        expect(upstream).toHaveLength(list.length - (list.includes('z') ? 1 : 0));
        expect(JSON.stringify(body.tools)).not.toMatch(/\\ud[89a-f]|\\u0000/i);
        const message = {
          ...assemble(recordedStream('whole', 'tool-without-arguments')),
          content: [
            {
              type: 'tool_use' as const,
              id: 'toolu_1',
              name: 'save',
              input: Object.fromEntries(upstream.map((name) => [name, name])),
              caller: { type: 'direct' as const },
            },
          ],
        };
        const events = cutDeltas(messageToEvents(message), [1, 3, 2]);
        const streamed = await accumulate(translateEvents(events, responseContext).chunks);
        const expected = list.filter((name) => name !== 'z').toSorted();
        expect(Object.keys(Object(argumentsOf(streamed))).toSorted()).toEqual(expected);
        const whole = translateResponse(message, responseContext, created).completion;
        expect(Object.keys(Object(argumentsOf(whole))).toSorted()).toEqual(expected);
      }),
      { numRuns: runs(300) },
    );
  });

  test('of any names: a history with them, and with their upstream names, keeps every value', () => {
    fc.assert(
      fc.property(nameLists, fc.boolean(), (list, serialised) => {
        const properties = Object.fromEntries(list.map((name) => [name, { type: 'string' }]));
        const declared = { tools: [toolOf(shape(properties, list))] };
        const upstream = Object.keys(Object(translate(declared).body.tools?.[0]).input_schema.properties);
        // As written by the client, by a history of another translator, and by one that cuts differently.
        const keys = [...new Set([...list, ...upstream, ...upstream.map((name) => `${name}_${shortHash(name)}`)])];
        const input = Object.fromEntries(keys.map((key, index) => [key, index]));
        const called = {
          ...historyCall('c1', 'save'),
          function: { name: 'save', arguments: serialised ? JSON.stringify(input) : input },
        };
        const [, [, blocks] = []] = turns(
          translate({
            ...declared,
            messages: [
              { role: 'user', content: 'go' },
              { role: 'assistant', content: null, tool_calls: [called] },
              { role: 'tool', tool_call_id: 'c1', content: 'done' },
            ],
          }),
        );
        const sent = Object(blocks?.[0]).input;
        expect(new Set(Object.values(sent).map(Number))).toEqual(new Set(Object.values(input)));
        expect(Object.keys(sent).filter((key) => unclean.test(key))).toEqual([]);
        for (const [index, name] of list.entries()) {
          // Each parameter stands under the name that the schema has for it.
          const key = Object.keys(sent).find((candidate) => Number(sent[candidate]) === index) ?? '';
          expect([name, upstream.includes(key)]).toEqual([name, true]);
        }
      }),
      { numRuns: runs(300) },
    );
  });
});

test('numbers of renamed parameters keep their digits', () => {
  const [, [, blocks] = []] = turns(
    translate({
      tools: [toolOf({ type: 'object', properties: { 'a\u0000': {} } })],
      messages: [
        { role: 'user', content: 'go' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { ...historyCall('c1', 'save'), function: { name: 'save', arguments: '{"a\\u0000":1481220477346119781}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'done' },
      ],
    }),
  );
  const [value] = Object.values(Object(blocks?.[0]).input);
  expect(value).toEqual(parseExactJson('1481220477346119781'));
});
