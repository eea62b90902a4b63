/** Edits the text of a configuration file, and checks that the result says what it must and nothing else. */

import { isDeepStrictEqual } from 'node:util';
import { editJsonc, parseJsonc } from './edit-jsonc.ts';
import { editToml, parseToml } from './edit-toml.ts';
import { editYaml, parseYaml } from './edit-yaml.ts';
import { applyTextEdits, EditRefused, type TextEdit, type WantedTable, withWanted } from './wanted-values.ts';

export type ConfigFormat = 'jsonc' | 'toml' | 'yaml';

const editors: Readonly<
  Record<
    ConfigFormat,
    {
      readonly parse: (text: string) => unknown;
      readonly edit: (text: string, wanted: WantedTable) => readonly TextEdit[];
    }
  >
> = {
  jsonc: { parse: parseJsonc, edit: editJsonc },
  toml: { parse: parseToml, edit: editToml },
  yaml: { parse: parseYaml, edit: editYaml },
};

const BOM = '\uFEFF';

/** @returns the file's content; an empty file is an empty table. @throws EditRefused for invalid text */
export function parseConfig(text: string, format: ConfigFormat): unknown {
  return editors[format].parse(text.startsWith(BOM) ? text.slice(1) : text);
}

/**
 * @param text of the file; a byte order mark stays
 * @returns the new text; the same one when it holds the wanted values already
 * @throws EditRefused with the reason, as a clause about the file
 */
export function editConfig(text: string, format: ConfigFormat, wanted: WantedTable): string {
  const { parse, edit } = editors[format];
  const mark = text.startsWith(BOM) ? BOM : '';
  const body = text.slice(mark.length);
  const expected = withWanted(parse(body), wanted);
  const edited = applyTextEdits(body, edit(body, wanted));
  let result: unknown;
  try {
    result = parse(edited);
  } catch {
    result = undefined;
  }
  if (!isDeepStrictEqual(result, expected)) throw new EditRefused('it cannot be changed without changing more of it');
  return mark + edited;
}
