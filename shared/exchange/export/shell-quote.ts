/** Text as one argument of a POSIX shell (sh, bash, zsh), whatever it holds. */

const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/;
/**
 * Control characters (ESC sequences, C1, the end of a bracketed paste) and bidi marks, which a terminal would interpret, so that it
 * displays something else than what runs. Line breaks and tabs stay.
 */
const ACTING = /(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u;

/**
 * Quotes with single quotes, inside which nothing is special. Text with control characters becomes `$'…'` with their bytes escaped,
 * which bash and zsh read. NUL cannot be part of an argument and is left out; a lone surrogate becomes U+FFFD, as in any UTF-8.
 */
export function shellQuote(text: string): string {
  const whole = text.replaceAll('\0', '').toWellFormed();
  if (PLAIN.test(whole)) return whole;
  if (!ACTING.test(whole)) return `'${whole.replaceAll("'", `'\\''`)}'`;
  let quoted = '';
  for (const character of whole) {
    if (character === '\\' || character === "'") quoted += `\\${character}`;
    else quoted += ACTING.test(character) ? utf8Escape(character) : character;
  }
  return `$'${quoted}'`;
}

/** Every byte as three octal digits: unlike `\x`, these cannot merge with the characters that follow. */
function utf8Escape(character: string): string {
  let escaped = '';
  for (const byte of utf8(character.codePointAt(0) ?? 0)) escaped += `\\${byte.toString(8).padStart(3, '0')}`;
  return escaped;
}

/** Expects characters that `ACTING` matches, all of them below U+10000. */
function utf8(code: number): readonly number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
}
