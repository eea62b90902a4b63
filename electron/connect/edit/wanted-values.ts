/** What a configuration file is to hold, as a tree of keys; everything else in it stays. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Set only where the key is absent. */
export class WhenAbsent {
  readonly value: Json;
  constructor(value: Json) {
    this.value = value;
  }
}

/** One item of a list of objects, found by the value of its `name`; appended when there is none. */
export class NamedItem {
  readonly name: string;
  readonly values: WantedTable;
  constructor(name: string, values: WantedTable) {
    this.name = name;
    this.values = values;
  }

  /** The item as it is appended. */
  whole(): { readonly [key: string]: Json } {
    return { name: this.name, ...wholeTable(this.values) };
  }
}

export type Wanted = string | number | boolean | WhenAbsent | NamedItem | WantedTable;
export interface WantedTable {
  readonly [key: string]: Wanted;
}

/** The file has something else where a table or list must be. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';
}

/** A sequence of keys that cannot be followed. */
export function notATable(path: readonly string[]): EditRefused {
  return new EditRefused(`“${path.join('.')}” in it is not a table`);
}

export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isWantedTable(value: Wanted): value is WantedTable {
  return typeof value === 'object' && !(value instanceof WhenAbsent) && !(value instanceof NamedItem);
}

/** The value to write where there is nothing yet. */
export function wholeValue(wanted: Wanted): Json {
  if (wanted instanceof WhenAbsent) return wanted.value;
  if (wanted instanceof NamedItem) return [wanted.whole()];
  return isWantedTable(wanted) ? wholeTable(wanted) : wanted;
}

function wholeTable(wanted: WantedTable): { readonly [key: string]: Json } {
  return Object.fromEntries(Object.entries(wanted).map(([key, value]) => [key, wholeValue(value)]));
}

/**
 * What the file must be read as after the edit: the independent statement that every edit is compared with.
 * @throws EditRefused where a table or list is expected and something else is there
 */
export function withWanted(current: unknown, wanted: WantedTable, path: readonly string[] = []): unknown {
  if (!isTable(current)) throw notATable(path);
  const result: Record<string, unknown> = { ...current };
  for (const [key, value] of Object.entries(wanted)) {
    const here = [...path, key];
    const before = Object.hasOwn(current, key) ? current[key] : undefined;
    if (before === undefined) result[key] = wholeValue(value);
    else if (value instanceof NamedItem) result[key] = withItem(before, value, here);
    else if (!(value instanceof WhenAbsent))
      result[key] = isWantedTable(value) ? withWanted(before, value, here) : value;
  }
  return result;
}

function withItem(list: unknown, item: NamedItem, path: readonly string[]): unknown {
  if (!Array.isArray(list)) throw new EditRefused(`“${path.join('.')}” in it is not a list`);
  const entries: readonly unknown[] = list;
  const position = entries.findIndex((entry) => isTable(entry) && entry['name'] === item.name);
  if (position === -1) return [...entries, item.whole()];
  return entries.map((entry, index) => (index === position ? withWanted(entry, item.values, path) : entry));
}

/** Replaces part of a text; `length` 0 inserts. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** @param edits in any order, not overlapping; several insertions at one offset keep their order */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  const order = edits.map((edit, index) => ({ edit, index }));
  order.sort((one, other) => other.edit.offset - one.edit.offset || other.index - one.index);
  for (const { edit } of order)
    result = result.slice(0, edit.offset) + edit.text + result.slice(edit.offset + edit.length);
  return result;
}
