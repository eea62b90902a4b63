/**
 * A JSON number whose text holds more than a double can: 64-bit integers, `1.0`, `-0`, `1e400`. JSON itself sets no limits of
 * range and precision (RFC 8259, section 6), so such a number is kept as text wherever only its owner interprets it.
 */

/** A leaf like any other number; immutable. `parseExactJson` creates it, `writeJson` writes its text. */
export class ExactNumber {
  /** The number as it was written, a valid JSON number. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The closest double; infinity beyond its range. */
  valueOf(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }

  /** For `JSON.stringify`, which cannot write a number as text: the closest double; the marked text while `writeJson` writes. */
  toJSON(): number | string {
    serialised += 1;
    return mark === null ? Number(this.text) : mark + this.text;
  }
}

/** How many exact numbers `JSON.stringify` has met. */
let serialised = 0;
/** What stands before the text of a number while `writeJson` writes. */
let mark: string | null = null;

const USUAL_MARK = '~0~';

/**
 * `JSON.stringify`, except that exact numbers are written as their text: as strings that begin with a mark, whose quotes and mark are
 * then taken away. A value without one costs nothing more.
 *
 * @param value as for `JSON.stringify`, but never undefined or a function
 * @param space as for `JSON.stringify`
 */
export function writeJson(value: unknown, space?: number): string {
  const before = serialised;
  const marked = stringify(value, space, USUAL_MARK);
  const count = serialised - before;
  if (count === 0) return marked;
  // As many strings with the mark as numbers: none of them is a string of the value.
  if (marked.match(/"~0~/g)?.length === count) return unmarked(marked, USUAL_MARK);
  const unused = unusedMark(marked);
  return unmarked(stringify(value, space, unused), unused);
}

function stringify(value: unknown, space: number | undefined, start: string): string {
  mark = start;
  try {
    return JSON.stringify(value, null, space);
  } finally {
    mark = null;
  }
}

function unmarked(json: string, start: string): string {
  return json.replaceAll(new RegExp(`"${start}([-+.0-9eE]+)"`, 'g'), '$1');
}

/**
 * A beginning that no string of the text has. `JSON.stringify` never escapes these characters, so every string that begins with a
 * mark is found. Each occurrence rules out one number, so the search is linear.
 */
function unusedMark(text: string): string {
  const used = new Set(text.match(/"~\d{1,9}~/g));
  let number = 0;
  while (used.has(`"~${number}~`)) number += 1;
  return `~${number}~`;
}

export function isJsonNumber(value: unknown): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

/** True for objects and lists: the values that have members. */
export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof ExactNumber);
}

/** An exact number as the closest double, for fields of the protocol and for comparisons; any other value as it is. */
export function toDouble(value: unknown): unknown {
  return value instanceof ExactNumber ? value.valueOf() : value;
}

/** The value with doubles in place of exact numbers. Copies only the lists and objects that hold some. */
export function withDoubles(value: unknown): unknown {
  if (!isContainer(value)) return toDouble(value);
  if (Array.isArray(value)) {
    const items = value.map(withDoubles);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value);
  const changed = entries.map(([key, member]) => [key, withDoubles(member)] as const);
  // `fromEntries` defines own properties, so a `__proto__` key stays data.
  return changed.every(([, member], index) => member === entries[index]?.[1]) ? value : Object.fromEntries(changed);
}
