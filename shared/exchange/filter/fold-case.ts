/**
 * Case folding for the text fields of the filter, one character at a time (Unicode's simple case folding). SQLite's `lower()` knows
 * A to Z only, so nothing but A to Z may fold to an ASCII letter: then a store can compare ASCII text by `lower()` and everything
 * else by the variants of each character, and finds what this function finds.
 */

/** @returns `text` with the case folded: equal for texts that differ only in case; the length may change */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** Folds by the capital letter, so that two small forms of one letter (σ and ς) are equal. */
function foldCharacter(character: string): string {
  if (isAscii(character)) return character.toLowerCase();
  const upper = character.toUpperCase();
  const folded = (isSingle(upper) ? upper : character).toLowerCase();
  return isSingle(folded) && !isAscii(folded) ? folded : character;
}

function isSingle(text: string): boolean {
  return String.fromCodePoint(text.codePointAt(0) ?? 0) === text;
}

let variants: ReadonlyMap<string, readonly string[]> | null = null;

/** All characters that fold to `folded`, a character beyond ASCII, itself included. The first call takes some 20 ms. */
export function caseVariants(folded: string): readonly string[] {
  variants ??= collectVariants();
  return variants.get(folded) ?? [folded];
}

/** The last block with letters of two cases ends below U+1F000. */
const END_OF_CASED_LETTERS = 0x1_f0_00;

function collectVariants(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (let codePoint = 0x80; codePoint < END_OF_CASED_LETTERS; codePoint += 1) {
    if (codePoint === 0xd8_00) codePoint = 0xe0_00;
    const character = String.fromCodePoint(codePoint);
    const folded = foldCharacter(character);
    if (folded === character) continue;
    found.set(folded, [...(found.get(folded) ?? [folded]), character]);
  }
  return found;
}
