/**
 * Distinguishes secrets from names and words. It uses neither a dictionary nor entropy: what people write splits into words,
 * numbers or both, and generated values do not.
 */

const SEPARATORS = /[-_./:\s+,;|]+/;
/** Longer than any English word; compound names have separators. */
const MAX_WORD = 20;
const MAX_NUMBER = 13;

/** True when the text consists of words, numbers and short mixtures (`v2`, `sha256`), joined by separators or in camel case. */
export function isOrdinary(text: string): boolean {
  return text.split(SEPARATORS).every(isOrdinaryPart);
}

/** A generated value, at least `length` characters long. */
export function looksRandom(text: string, length: number): boolean {
  return text.length >= length && new Set(text).size >= 5 && !isOrdinary(text);
}

function isOrdinaryPart(part: string): boolean {
  if (part.length <= 2) return true;
  if (/^\d+$/.test(part)) return part.length <= MAX_NUMBER;
  // `4o`, `8x7b`, `2fa`
  if (part.length <= 4 && /^[a-z0-9]+$/.test(part)) return true;
  const letters = /^([A-Za-z]+)\d{0,3}$/.exec(part)?.[1];
  if (letters === undefined) return false;
  const words = wordsIn(letters);
  // Random letters of both cases split into many short parts, half of them capitals.
  const capitals = letters.replaceAll(/[^A-Z]/g, '').length;
  const isMixed = words.length > 3 && (letters.length / words.length < 3 || capitals / letters.length > 0.35);
  return !isMixed && words.every(isWord);
}

/** `parseJSONText`: `parse`, `JSON`, `Text`. */
function wordsIn(letters: string): readonly string[] {
  return letters.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
}

/** One case, or a capital first; short enough; pronounceable. */
function isWord(word: string): boolean {
  if (!/^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(word) || word.length > MAX_WORD) return false;
  // Single letters between humps are typical of random mixed case.
  if (word.length === 1) return /^[a-zAI]$/.test(word);
  if (word.length <= 3) return true;
  const lower = word.toLowerCase();
  if (/[bcdfghjklmnpqrstvwxz]{5}|[aeiou]{5}/.test(lower)) return false;
  const vowels = lower.length - lower.replaceAll(/[aeiouy]/g, '').length;
  return word.length <= 5 || (vowels / word.length >= 0.15 && vowels / word.length <= 0.8);
}

const REFERENCE = /^(?:\$[\w-]+$|\$?\$[({]|%\w+%$|#\{|\{\{|<[^>]*>?$|\[[^\]]*\]?$|@\w+@$|&[a-z*])/i;
const NO_VALUE =
  /^(?:null|none|nil|undefined|true|false|yes|no|on|off|required|optional|empty|unset|unused|disabled|n\/a)$/i;
const PLACEHOLDER =
  /[$#]\{|\{\{|your|example|placeholder|change-?_?me|replace|insert|dummy|redacted|removed|secret_?here|goes.?here|paste|x{5}|\*{3}|\.{3}|…|^(?:test|todo|foo|bar)$/i;

/** A placeholder for a value that is elsewhere (`$TOKEN`, `${{ secrets.X }}`, `<your key>`), or for none. */
export function isPlaceholder(value: string): boolean {
  return REFERENCE.test(value) || NO_VALUE.test(value) || PLACEHOLDER.test(value);
}

/** A program expression: `process.env.KEY`, `config['key']`, `getToken()`, `Optional[str]`. */
export function isExpression(value: string): boolean {
  return /[()[\]{}<>]|^[A-Za-z_$][\w$]{0,60}(?:(?:\??\.#?|::|->)[A-Za-z_$][\w$]{0,60}){1,10}[?!]?$/.test(value);
}
