/** JSON without characters that act in a terminal or an editor, or make it display something else. */

/**
 * Control and format characters (bidirectional, invisible) and the separators that editors treat as line ends. JSON itself escapes
 * only the first 32.
 */
const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * @param value anything that `JSON.stringify` accepts
 * @returns the same JSON on one line, with such characters escaped
 */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(ACTING, escaped);
}

/** Two escapes for a character outside the Basic Multilingual Plane. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
