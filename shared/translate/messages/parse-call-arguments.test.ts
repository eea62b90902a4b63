import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteCodes, tool, translate } from '../__fixtures__/translate.ts';
import { runToEnd } from '../../steps.ts';
import { parseToolArgumentsSteps } from './parse-call-arguments.ts';

const go = { role: 'user', content: 'go' };

const encoded = (value: unknown, times: number): string =>
  JSON.stringify(times === 1 ? value : encoded(value, times - 1));

describe('arguments of a tool call', () => {
  test.each([
    `${'['.repeat(9000)}${']'.repeat(9000)}`,
    `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`,
    '['.repeat(9000),
  ])('nested too deeply are sent as text', (raw) => {
    expect(runToEnd(parseToolArgumentsSteps(raw))).toEqual({ input: { _raw_arguments: raw }, outcome: 'kept-as-text' });
  });

  test.each([
    ['an object, its key order kept', '{"b":1,"a":2}', { b: 1, a: 2 }, 'read'],
    ['an object that was never serialised', { b: 1 }, { b: 1 }, 'read'],
    ['nothing', undefined, {}, 'read'],
    ['null', 'null', {}, 'read'],
    ['a list', '[1,2]', { value: [1, 2] }, 'wrapped'],
    ['a number', '7', { value: 7 }, 'wrapped'],
    ['an empty object before the real one', '{}{"a":1}', { a: 1 }, 'mended'],
    ['the same object twice', '{"a":1}{"a":1}', { a: 1 }, 'mended'],
    ['two different objects', '{"a":1}{"b":1}', { _raw_arguments: '{"a":1}{"b":1}' }, 'kept-as-text'],
    ['single quotes and a trailing comma', "{'a': 1,}", { a: 1 }, 'mended'],
    ['an object encoded twice', '"{\\"b\\":3,\\"a\\":4}"', { b: 3, a: 4 }, 'decoded'],
    ['an object encoded four times', encoded({ a: 'x"y' }, 4), { a: 'x"y' }, 'decoded'],
    ['an empty object encoded twice', encoded({}, 2), {}, 'decoded'],
    ['nothing encoded twice', '""', {}, 'decoded'],
    ['null encoded twice', '"null"', {}, 'decoded'],
    ['an object between line breaks, encoded twice', encoded('\n{"a":1}\n', 1), { a: 1 }, 'decoded'],
    ['half of a surrogate pair encoded twice', encoded('{"a":"\\ud800"}', 1), { a: '\ufffd' }, 'decoded'],
    ['broken JSON encoded once more', encoded("{'a': 1,}", 1), { a: 1 }, 'mended'],
    ['a list encoded twice', encoded([1, 2], 2), { value: '[1,2]' }, 'wrapped'],
    ['a number encoded twice', encoded(7, 2), { value: '7' }, 'wrapped'],
    ['a plain string', '"hello"', { value: 'hello' }, 'wrapped'],
    ['a string that only begins like an object', encoded('{"a":1}{"b":1}', 1), { value: '{"a":1}{"b":1}' }, 'wrapped'],
    ['no JSON at all', 'hello', { _raw_arguments: 'hello' }, 'kept-as-text'],
    ['an object with half of a surrogate pair', { a: '\ud800' }, { a: '\ufffd' }, 'cleaned'],
    ['an escaped half of a surrogate pair', '{"a":"\\ud800"}', { a: '\ufffd' }, 'cleaned'],
  ])('%s', (_title, raw, input, outcome) => {
    const parsed = runToEnd(parseToolArgumentsSteps(raw));
    expect(parsed).toEqual({ input, outcome });
    expect(Object.keys(parsed.input)).toEqual(Object.keys(input));
  });

  const line = 'const one = 1; ';
  test.each([
    ['breaks off in a string', `{"a":"${line.repeat(7_000)}`, line.repeat(7_000).trimEnd()],
    ['has line breaks in a string', `{"a":"${`${line}\n`.repeat(7_000)}"}`, `${line}\n`.repeat(7_000)],
    ['has invalid escapes in a string', `{"a":"${`\\d${line}`.repeat(7_000)}"}`, `d${line}`.repeat(7_000)],
  ])('a long text that %s is mended', (_fault, raw, a) => {
    expect(runToEnd(parseToolArgumentsSteps(raw))).toEqual({ input: { a }, outcome: 'mended' });
  });

  // Mending these in 250,000 characters takes from half a second to 15 s: what was mended so far is copied for each fault.
  test.each([
    ['commas that are missing', (count: number) => `{"a":[${'1 '.repeat(count)}]}`],
    ['commas at the end', (count: number) => `{"a":[${'[1,],'.repeat(count)}]}`],
    ['lines of objects', (count: number) => '{a:1}\n'.repeat(count)],
    ['entities', (count: number) => `{a:[${'&quot;1&quot;,'.repeat(count)}]}`],
  ])('only a short text is mended for %s', (_faults, make) => {
    const long = make(50_000);
    const parsed = runToEnd(parseToolArgumentsSteps(long));
    expect(parsed).toEqual({ input: { _raw_arguments: long }, outcome: 'kept-as-text' });
    expect(runToEnd(parseToolArgumentsSteps(`{"a":[${make(20)}]}`)).outcome).not.toBe('kept-as-text');
  });

  test('any object encoded any number of times comes back', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, fc.integer({ min: 2, max: 5 }), (value, times) => {
        const { input, outcome } = runToEnd(parseToolArgumentsSteps(encoded(value, times)));
        expect([JSON.stringify(input), outcome]).toEqual([JSON.stringify(value), 'decoded']);
      }),
    );
  });

  const history = (entry: object): readonly object[] => [go, { role: 'assistant', content: null, ...entry }];
  const twice = encoded({ a: 3, b: 4 }, 2);
  test.each([
    ['tool_calls', { tool_calls: [{ id: 'c', type: 'function', function: { name: 'add', arguments: twice } }] }],
    ['function_call', { function_call: { name: 'add', arguments: twice } }],
    ['tool_use', { content: [{ type: 'tool_use', id: 'c', name: 'add', input: twice }] }],
    ['content_blocks', { content_blocks: [{ type: 'tool_use', id: 'c', name: 'add', input: twice }] }],
  ])('encoded twice in %s are the object that the model wrote', (_field, entry) => {
    const translation = translate({ messages: history(entry), tools: [tool('add')] });
    expect(translation.body.messages[1]?.content).toMatchObject([
      { type: 'tool_use', name: 'add', input: { a: 3, b: 4 } },
    ]);
    expect(noteCodes(translation)).toContain('tool-arguments-decoded');
  });

  test('JSON that is the string of a tool without an object at its root stays a string', () => {
    const argument = '{"a":1}';
    const echo = { type: 'function', function: { name: 'echo', parameters: { type: 'string' } } };
    const entry = {
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'echo', arguments: encoded(argument, 1) } }],
    };
    const { body } = translate({ messages: history(entry), tools: [echo] });
    expect(body.messages[1]?.content).toMatchObject([{ input: { value: argument } }]);
  });
});
