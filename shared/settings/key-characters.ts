/** Characters that programs put into a copied key, folded to those that a key is written with. Pure. */

/** Markers of a terminal's bracketed paste. */
const PASTE_MARKERS = new RegExp(String.raw`\u001B\[20[01]~`, 'g');
const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** Spaces of typesetting (U+00A0, U+2009…), the tab and the blank Braille pattern. */
const SPACES = /[\p{Zs}\t\u2800]/gu;
/**
 * Controls, formats (U+200B, U+FEFF, bidirectional marks, the soft hyphen), variation selectors and fillers: none is visible. The byte
 * order mark among them also stands where text of UTF-8 was joined.
 */
const INVISIBLE = /(?!\n)(?:[\p{Cc}\p{Cf}\u115F\u1160\u3164\uFFA0]|\p{Variation_Selector}|\u034F|\u17B4|\u17B5)/gu;
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const FULL_WIDTH_OFFSET = 0xfee0;
const DOUBLE_QUOTES = /[\u201C-\u201F\u00AB\u00BB\u2033\u301D-\u301F\u275D\u275E]/g;
const SINGLE_QUOTES = /[`\u00B4\u2018-\u201B\u2032\u2039\u203A\u275B\u275C]/g;
/** Look like one hyphen; the longer dashes do not: a text program puts them in place of two. */
const HYPHENS = /[\u2010\u2011\u2043\u2212\uFE63]/g;

/** @returns the text with plain quotes, hyphens, spaces and line breaks, half-width letters, and without invisible characters */
export function foldKeyCharacters(text: string): string {
  return text
    .replaceAll(PASTE_MARKERS, '')
    .replaceAll(LINE_BREAKS, '\n')
    .replaceAll(SPACES, ' ')
    .replaceAll(INVISIBLE, '')
    .replaceAll(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replaceAll(DOUBLE_QUOTES, '"')
    .replaceAll(SINGLE_QUOTES, "'")
    .replaceAll(HYPHENS, '-');
}
