import { ensureSyntaxTree, StreamLanguage } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatJson } from './format-json.ts';
import { foldAt, jsonToken } from './json-language.ts';

/** The tokens of a text with their kinds, without white space. */
function tokensOf(text: string): string[] {
  const state = EditorState.create({ doc: text, extensions: StreamLanguage.define({ token: jsonToken }) });
  const found: string[] = [];
  ensureSyntaxTree(state, text.length)?.iterate({
    enter({ name, from, to }) {
      if (name !== '' && name !== 'Document') found.push(`${name} ${text.slice(from, to)}`);
    },
  });
  return found;
}

describe('tokens', () => {
  it.each([
    ['"key": "value",', ['propertyName "key"', 'punctuation :', 'string "value"', 'punctuation ,']],
    [
      '[-1.5e+3, true, null]',
      [
        'punctuation [',
        'number -1.5e+3',
        'punctuation ,',
        'keyword true',
        'punctuation ,',
        'keyword null',
        'punctuation ]',
      ],
    ],
    [String.raw`"a \"quoted\" \\" : 1`, [String.raw`propertyName "a \"quoted\" \\"`, 'punctuation :', 'number 1']],
    ['"breaks off', ['string "breaks off']],
  ])('%s', (text, expected) => expect(tokensOf(text)).toEqual(expected));

  it('a string of megabytes is one', () => {
    const text = `"${String.raw`\"x\" `.repeat(300_000)}`;
    expect(tokensOf(text)).toEqual([`string ${text}`]);
  });
});

describe('folds', () => {
  const doc = formatJson('{"a":{"b":[1,{"c":"x"}]},"empty":[],"text":"ends with {"}') ?? '';
  const state = EditorState.create({ doc });
  const hidden = (line: string): string | null => {
    const from = doc.indexOf(line);
    const fold = foldAt(state, from, from + line.length);
    return fold === null ? null : doc.slice(fold.from, fold.to);
  };

  it.each([
    ['{', doc.slice(1, -1)],
    ['    "b": [', '\n      1,\n      {\n        "c": "x"\n      }\n    '],
    ['      {', '\n        "c": "x"\n      '],
  ])('%j folds its contents, repeatedly', (line, expected) => {
    expect(hidden(line)).toBe(expected);
    expect(hidden(line)).toBe(expected);
  });

  it.each(['      1,', '  "empty": [],', '  "text": "ends with {"'])('%j has no fold', (line) => {
    expect(hidden(line)).toBeNull();
  });

  it('an unclosed container cannot be folded', () => {
    const broken = EditorState.create({ doc: '{\n  "a": [\n    1' });
    expect(foldAt(broken, 0, 1)).toBeNull();
    expect(foldAt(broken, 2, 10)).toBeNull();
  });

  test('exactly the containers on several lines can be folded', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const laidOut = EditorState.create({ doc: JSON.stringify(value, null, 2) });
        for (let number = 1; number <= laidOut.doc.lines; number += 1) {
          const { from, to, text } = laidOut.doc.line(number);
          const fold = foldAt(laidOut, from, to);
          expect(fold !== null).toBe(/[[{]$/.test(text));
          if (fold === null) continue;
          const whole = laidOut.sliceDoc(to - 1, fold.to + 1);
          expect(() => void JSON.parse(whole)).not.toThrow();
        }
      }),
    );
  });
});
