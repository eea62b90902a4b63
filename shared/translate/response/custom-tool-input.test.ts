import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCustomInputReader, cutOffInput } from './custom-tool-input.ts';

function read(chunks: readonly string[]): { text: string; recognised: boolean } {
  const reader = createCustomInputReader();
  const text = chunks.map((chunk) => reader.push(chunk)).join('');
  return { text, recognised: reader.recognised };
}

const anyText = fc.string({ unit: 'binary', maxLength: 30 });

describe('the input of a custom tool', () => {
  it('is extracted from JSON cut anywhere', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), fc.array(fc.nat({ max: 200 }), { maxLength: 6 }), (text, ascii, cuts) => {
        const plain = ` { "input" : ${JSON.stringify(text)}, "more": "\\"}" }`;
        const json = ascii ? plain.replaceAll(/[^ -~]/g, toEscape) : plain;
        const cutPositions = [0, ...cuts.map((cut) => cut % json.length), json.length].toSorted(
          (one, other) => one - other,
        );
        const chunks = cutPositions.slice(1).map((end, index) => json.slice(cutPositions[index], end));
        expect(read(chunks)).toEqual({ text, recognised: true });
        expect(read(Array.from({ length: json.length }, (_, index) => json.charAt(index)))).toEqual({
          text,
          recognised: true,
        });
      }),
    );
  });

  it('never ends in half a surrogate pair', () => {
    const reader = createCustomInputReader();
    const chunks = ['{"input":"a\\ud83c', '\\udf27', '\\n', '\\', 't\\u00e', '9"}'].map((chunk) => reader.push(chunk));
    expect(chunks).toEqual(['a', '🌧', '\n', '', '\t', 'é']);
  });

  it.each([
    ['{"input":"half\\nof', 'half\nof'],
    ['{"input":"half\\', 'half'],
    ['{"input":"', ''],
    ['{"inp', null],
    ['{"other":"x"}', null],
    ['', null],
  ])('from JSON cut off at %j is %j', (json, text) => {
    expect(cutOffInput(json)).toBe(text);
  });

  it('is not searched in JSON of another form, nor without limit', () => {
    expect(read(['{"other":1,', '"input":"x"}'])).toEqual({ text: '', recognised: false });
    expect(read([' '.repeat(100), ' '.repeat(200), '{"input":"x"}'])).toEqual({ text: '', recognised: false });
  });
});

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
