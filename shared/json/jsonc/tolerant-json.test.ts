import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeJsonFault, readTolerantJson } from './tolerant-json.ts';

const value = { model: 'claude-opus-5-5', list: [1, { a: null }], text: 'a // b /* c */ ,] "' };
const pretty = JSON.stringify(value, null, 2);

describe('JSON of other programs is read', () => {
  test.each([
    ['a byte order mark', `\uFEFF${pretty}`],
    ['CRLF', pretty.replaceAll('\n', '\r\n')],
    ['CR alone', pretty.replaceAll('\n', '\r')],
    ['line comments', `// mine\n${pretty.replace('{', '{ // here\n')} // end`],
    ['block comments', `/* a */ ${pretty.replace('{', '{ /* b\n */')} /* c */`],
    ['trailing commas', pretty.replaceAll(/\n *([}\]])/g, ',\n$1')],
    ['all of it', `\uFEFF// x\r\n${pretty.replaceAll(/\n *([}\]])/g, ', /* y */\r\n$1')}`],
  ])('with %s', (_name, text) => {
    expect(readTolerantJson(text)).toEqual({ ok: true, value });
  });

  test('property: any value, with each of them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (any, crlf) => {
        const plain = JSON.stringify(any, null, 1);
        const dressed = `\uFEFF/* a */${plain.replaceAll(/\n( *)(?=[}\]])/g, ',\n$1// b\n')}\n`;
        const read = readTolerantJson(crlf ? dressed.replaceAll('\n', '\r\n') : dressed);
        expect(read).toEqual({ ok: true, value: JSON.parse(plain) });
      }),
    );
  });
});

describe('what is no JSON is refused with its line and column', () => {
  test.each([
    ['', 'line 1, column 1: a value was expected'],
    ['{', 'line 1, column 2: a closing brace was expected'],
    ['{"a": 1\n "b": 2}', 'line 2, column 2: a comma was expected'],
    ['{\r\n  "a" 1\r\n}', 'line 2, column 7: a colon was expected'],
    ['{\n  a: 1\n}', 'line 2, column 3: this is no value: texts need double quotes'],
    ['{"a": "b\n"}', 'line 1, column 7: a text does not end on its line'],
    ['{"a": "C:\\Users"}', 'line 1, column 7: this is no escape: a backslash is written twice'],
    ['{} x', 'line 1, column 4: this is no value: texts need double quotes'],
    ['{"a": 1} {"b": 2}', 'line 1, column 10: the text should end here'],
    ['/* never closed', 'line 1, column 1: a comment does not end'],
    ['['.repeat(200_000), 'line 1, column 1: it is nested too deeply'],
  ])('%.40s', (text, fault) => {
    const read = readTolerantJson(text);
    expect(read.ok ? read : describeJsonFault(read)).toBe(fault);
  });

  test('property: never throws, and the place is inside the text or at its end', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '1', '\n', '\r', '/', '*', '\\', 'é') }),
        (text) => {
          const read = readTolerantJson(text);
          if (read.ok) return;
          const lines = text.split(/\r\n?|\n/);
          expect(read.line).toBeLessThanOrEqual(lines.length);
          expect(read.column).toBeLessThanOrEqual((lines[read.line - 1] ?? '').length + 1);
        },
      ),
    );
  });
});
