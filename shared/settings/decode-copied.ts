/**
 * Undoes the escapes of a copied text: of a URL (`%22`), of HTML (`&quot;`) and of a string in JSON or a shell (`\\"`, `\\u0022`). What a
 * key is copied from may have been written in one of them, or in several. Pure.
 */

/** Escapes of whole characters in UTF-8; a lone byte such as the `%DE` of `%DEEP_KEY%` is none. */
const PERCENT_ESCAPES = /(?:%[\da-f]{2})+/gi;
/** Entities of the characters that HTML escapes, and the spaces and quotes that editors put in; numbers for all others. */
const HTML_ESCAPE =
  /&(?:(quot|apos|amp|lt|gt|nbsp|ldquo|rdquo|lsquo|rsquo|laquo|raquo)|#(\d{1,7})|#x([\da-f]{1,6}));/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\u00A0',
  ldquo: '\u201C',
  rdquo: '\u201D',
  lsquo: '\u2018',
  rsquo: '\u2019',
  laquo: '\u00AB',
  raquo: '\u00BB',
};
/** Not `\\n` and its like: they occur in paths of Windows. */
const STRING_ESCAPE = /\\(?:(["'`/])|u([\da-f]{4})|u\{([\da-f]{1,6})\}|x([\da-f]{2}))/gi;
const MAX_CODE_POINT = 0x10ffff;

/** The outer form first: text in a URL may be JSON, whose line breaks only the whole string shows. */
const DECODERS: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll(PERCENT_ESCAPES, decodePercent),
  unquoteJson,
  (text) => text.replaceAll(HTML_ESCAPE, decodeHtml),
  (text) => text.replaceAll(STRING_ESCAPE, decodeString),
];

/** Nobody escapes a key more often; without a limit `%252525…` costs the square of its length. */
const MAX_ROUNDS = 8;

/** @returns the text without escapes, also of escapes, up to a limit */
export function decodeCopied(text: string): string {
  let decoded = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = decoded;
    decoded = DECODERS.map((decode) => decode(before)).find((result) => result !== before) ?? before;
    if (decoded === before) break;
  }
  return decoded;
}

/** A whole text that is one string of JSON, with its line breaks as `\\n`. */
function unquoteJson(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"') || !trimmed.includes('\\')) return text;
  try {
    const value: unknown = JSON.parse(trimmed);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

function decodePercent(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

function decodeHtml(escape: string, name?: string, decimal?: string, hex?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? escape;
  return characterOf(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal), escape);
}

function decodeString(escape: string, quote?: string, unit?: string, point?: string, byte?: string): string {
  return quote ?? characterOf(Number.parseInt(unit ?? point ?? byte ?? '', 16), escape);
}

function characterOf(codePoint: number, escape: string): string {
  return codePoint <= MAX_CODE_POINT ? String.fromCodePoint(codePoint) : escape;
}
