/**
 * The kinds of values that the meta-schema of JSON Schema draft 2020-12 allows under keywords that hold no schema, each with the
 * repair of a value of another kind. https://json-schema.org/draft/2020-12/schema, meta/core to meta/content
 */

import { parseExactJson } from '../../json/exact-json.ts';
import { ExactNumber, isJsonNumber, writeJson } from '../../json/exact-number.ts';
import { isRecord } from '../../json/sanitize-text.ts';

/** The keyword is left out, and with it what it demanded. */
export const LOST = Symbol('lost');
/** The keyword is left out; it demanded nothing. */
export const LEFT_OUT = Symbol('left out');

/** Returns the value itself where it is valid, what stands for it, or one of the two symbols. `null` never gets here. */
export type KeywordValue = (value: unknown) => unknown;

export const textValue: KeywordValue = (value) => (typeof value === 'string' ? value : writeJson(value));

/** For keywords that constrain nothing. */
export function unlessInvalid(fits: (value: unknown) => boolean): KeywordValue {
  return (value) => (fits(value) ? value : LEFT_OUT);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isAnchor(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z_][-A-Za-z0-9._]*$/.test(value);
}

const uriCharacters = String.raw`(?:[\w\-.~!$&'()*+,;=:@/?]|%[\dA-Fa-f]{2})*`;
const uri = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*:${uriCharacters}(?:#${uriCharacters})?$`);
const relativeReference = new RegExp(`^(?![^/?#]*:)${uriCharacters}(?:#${uriCharacters})?$`);

/** An absolute URI with its scheme. RFC 3986, without brackets (IPv6 hosts), which no schema is named after. */
export function isUri(value: unknown): boolean {
  return typeof value === 'string' && uri.test(value);
}

/** An absolute or relative reference. RFC 3986 section 4.1 */
export function isUriReference(value: unknown): value is string {
  return typeof value === 'string' && (uri.test(value) || relativeReference.test(value));
}

/** `$id`: no fragment, or an empty one. */
export function isResourceId(value: unknown): boolean {
  return isUriReference(value) && /^[^#]*#?$/.test(value);
}

/** `true` and `false` as text are taken for what they say. */
export const flagValue: KeywordValue = (value) => {
  if (typeof value === 'boolean') return value;
  return readFlag(value) ?? LOST;
};

export function readFlag(value: unknown): boolean | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/** A number in a text is taken for what it says. JSON cannot represent infinity. */
export const numberValue: KeywordValue = (value) => {
  const read = typeof value === 'string' && numberText.test(value.trim()) ? parseExactJson(value) : value;
  return read instanceof ExactNumber || Number.isFinite(read) ? read : LOST;
};

export const positiveNumberValue: KeywordValue = (value) => {
  const read = numberValue(value);
  return isJsonNumber(read) && Number(read) <= 0 ? LOST : read;
};

/** A whole number from 0. */
export const countValue: KeywordValue = (value) => {
  const read = numberValue(value);
  return isJsonNumber(read) && !(Number.isInteger(Number(read)) && Number(read) >= 0) ? LOST : read;
};

/** ECMA-262, with or without the `u` flag: generators write both dialects. `\Z` belongs to Python and means a Z here. */
export function isPattern(value: unknown): value is string {
  return typeof value === 'string' && !/(?:^|[^\\])\\Z/.test(value) && (compiles(value, '') || compiles(value, 'u'));
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags).flags === flags;
  } catch {
    return false;
  }
}

export const patternValue: KeywordValue = (value) => (isPattern(value) ? value : LOST);

export const listValue: KeywordValue = (value) => (Array.isArray(value) ? value : [value]);

/** `enum`: an empty one would allow nothing. */
export const choicesValue: KeywordValue = (value) => (Array.isArray(value) && value.length > 0 ? value : LOST);

/** Distinct strings: `required`, and the lists in `dependentRequired`. Booleans are the flag of draft 3, read by the parent. */
export const namesValue: KeywordValue = (value) => {
  if (typeof value === 'boolean' || readFlag(value) !== undefined) return LEFT_OUT;
  if (!Array.isArray(value)) return LOST;
  const distinct = new Set<unknown>(value.filter(isText));
  return distinct.size === value.length ? value : [...distinct];
};

export const nameListsValue: KeywordValue = (value) => {
  if (!isRecord(value)) return LOST;
  const entries = Object.entries(value).map(([name, part]) => [name, namesValue(part)] as const);
  if (entries.every(([name, part]) => part === value[name])) return value;
  return Object.fromEntries(entries.filter(([, part]) => Array.isArray(part)));
};

const types: ReadonlySet<unknown> = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

/** What other languages call the types, in lower case. */
const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bool: 'boolean',
    dict: 'object',
    double: 'number',
    float: 'number',
    int: 'integer',
    list: 'array',
    map: 'object',
    none: 'null',
    str: 'string',
  }),
);

/** The type that a word names; undefined for an unknown word. */
export function readType(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value.toLowerCase();
  return types.has(word) ? word : aliases.get(word);
}

/** One type or distinct ones. An unknown type in a list may be anything, so leaving out that one alone would forbid it. */
export const typeValue: KeywordValue = (value) => {
  if (!Array.isArray(value)) return readType(value) ?? LOST;
  const read = value.map(readType);
  if (read.length === 0 || read.includes(undefined)) return LOST;
  const distinct = [...new Set(read)];
  return distinct.length === value.length && distinct.every((word, index) => word === value[index]) ? value : distinct;
};
