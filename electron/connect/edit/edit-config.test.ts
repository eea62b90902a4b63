import fc from 'fast-check';
import { parse as readJsonc } from 'jsonc-parser';
import { parse as readToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { parse as readYaml } from 'yaml';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import {
  fixedText,
  isKeptIn,
  jsoncDocuments,
  type Piece,
  textOf,
  tomlDocuments,
  yamlDocuments,
} from './__fixtures__/config-documents.ts';
import { type ConfigFormat, editConfig } from './edit-config.ts';
import { EditRefused, NamedItem, type WantedTable, WhenAbsent, withWanted } from './wanted-values.ts';

const listed: WantedTable = {
  model: 'new',
  list: new NamedItem('ours', { url: 'http://127.0.0.1:9080/v1', roles: new WhenAbsent(['chat', 'edit']) }),
};

const formats: readonly {
  readonly format: ConfigFormat;
  readonly documents: fc.Arbitrary<Piece[]>;
  readonly wanted: WantedTable;
  readonly read: (text: string) => unknown;
}[] = [
  {
    format: 'jsonc',
    documents: jsoncDocuments,
    wanted: { ...listed, env: { A: 'new "quoted"' } },
    read: (text) => readJsonc(text, [], { allowTrailingComma: true }),
  },
  {
    format: 'toml',
    documents: tomlDocuments,
    wanted: { model: 'new', deep: { ours: { name: 'ours', url: 'http://127.0.0.1:9080/v1' } } },
    // Of another author than the parser that the edits use.
    read: (text) => readToml(text),
  },
  { format: 'yaml', documents: yamlDocuments, wanted: listed, read: (text) => (readYaml(text) as unknown) ?? {} },
];

/** Some forms are refused as they stand; then nothing is written at all. */
function edited(text: string, format: ConfigFormat, wanted: WantedTable): string | null {
  try {
    return editConfig(text, format, wanted);
  } catch (error) {
    if (error instanceof EditRefused) return null;
    throw error;
  }
}

describe.each(formats)('$format', ({ format, documents, wanted, read }) => {
  test('sets the wanted keys, keeps every other character in its order, and changes nothing the second time', () => {
    expect.hasAssertions();
    let done = 0;
    let all = 0;
    fc.assert(
      fc.property(documents, fc.boolean(), (pieces, marked) => {
        const text = textOf(pieces);
        const result = edited(marked ? `\uFEFF${text}` : text, format, wanted);
        all += 1;
        if (result === null) return;
        done += 1;
        expect(result.startsWith('\uFEFF')).toBe(marked);
        const body = marked ? result.slice(1) : result;
        expect(read(body)).toEqual(withWanted(read(text), wanted));
        expect(isKeptIn(fixedText(pieces), body)).toBe(true);
        expect(editConfig(body, format, wanted)).toBe(body);
        // No line ends of the other kind come in.
        const others = text.includes('\r\n') ? /(?<!\r)\n/ : /\r/;
        expect(body).not.toMatch(others);
      }),
      { numRuns: runs(400) },
    );
    expect(done / all).toBeGreaterThan(0.9);
  });

  test('an empty file gets the wanted keys alone', () => {
    for (const text of ['', '\n', '# c\n'.slice(format === 'jsonc' ? 4 : 0)]) {
      const result = editConfig(text, format, wanted);
      expect(read(result)).toEqual(withWanted({}, wanted));
      expect(result.endsWith('\n')).toBe(true);
    }
  });
});

test.each([
  ['jsonc', '{ "model": ', 'not valid JSON'],
  ['jsonc', '{ "model": 1, "model": 2 }', 'twice'],
  ['jsonc', '[]', 'not a table'],
  ['jsonc', '{ "env": 3 }', 'not a table'],
  ['jsonc', '{ "list": {} }', 'not a list'],
  ['toml', 'model = ', 'not valid TOML'],
  ['toml', 'a = 1\na = 2', 'not valid TOML'],
  ['toml', 'deep = { ours = { name = "x" } }', 'inline or dotted'],
  ['toml', 'deep = { theirs = 1 }', 'inline or dotted'],
  ['toml', 'deep.ours.name = "x"', 'inline or dotted'],
  ['toml', 'deep = 3', 'not a table'],
  ['yaml', 'model: [', 'not valid YAML'],
  ['yaml', 'model: 1\nmodel: 2', 'not valid YAML'],
  ['yaml', 'model: 1\n---\nmodel: 2', 'more than one'],
  ['yaml', '- 1', 'not a table'],
  ['yaml', '{ model: 1 }', 'form'],
  ['yaml', 'model: &anchor x', 'form'],
  ['yaml', 'model: |\n  x', 'form'],
  ['yaml', 'list: 3', 'list'],
] as const)('%s %j is refused: %s', (format, text, reason) => {
  const wanted = formats.find((one) => one.format === format)?.wanted ?? {};
  expect(() => editConfig(text, format, wanted)).toThrow(EditRefused);
  expect(() => editConfig(text, format, wanted)).toThrow(reason);
});

test.each([
  ['jsonc', '{\n\t"a": 1, // one\n}\n', '{\n\t"a": 1, // one\n\t"model": "new",\n}\n'],
  ['jsonc', '{\n    "a": 1 // one\n}\n', '{\n    "a": 1, // one\n    "model": "new"\n}\n'],
  ['jsonc', '{"a":1}', '{"a":1, "model": "new"}'],
  ['jsonc', '{}', '{\n  "model": "new"\n}'],
  ['toml', '# mine\n\n[a]\nb = 1', 'model = "new"\n\n# mine\n\n[a]\nb = 1'],
  ['toml', 'x  =  1 # one\n\n[a]\n', 'x  =  1 # one\nmodel = "new"\n\n[a]\n'],
  ['yaml', 'a: 1 # one\n# end\n', 'a: 1 # one\nmodel: new\n# end\n'],
  ['yaml', 'a: 1', 'a: 1\nmodel: new\n'],
  ['yaml', 'model:   # mine\na: 1\n', 'model: new   # mine\na: 1\n'],
] as const)('%s %j becomes %j', (format, text, result) => {
  expect(editConfig(text, format, { model: 'new' })).toBe(result);
});
