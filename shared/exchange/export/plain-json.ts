/** JSON that is safe to look at: a file that is opened in a terminal or an editor must not act on it, or show something else. */

/** Controls, formats (bidirectional, invisible), and the separators that editors take for line ends. JSON itself escapes only the first 32. */
const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** In: what `JSON.stringify` takes. Out: the same JSON on one line, with such characters as escapes. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(ACTING, escaped);
}

/** Two escapes for a character beyond the first plane. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
