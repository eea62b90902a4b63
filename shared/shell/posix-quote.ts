/** Text for POSIX shells (sh, dash, bash, zsh), whatever it holds. */

const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/;
/**
 * Control characters (ESC sequences, C1, the end of a bracketed paste) and bidi marks, which a terminal would interpret, so that it
 * displays something else than what runs. Line breaks and tabs stay.
 */
const ACTING = /(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u;
const ACTING_RUNS = /((?:(?![\t\n])[\p{Cc}\p{Bidi_Control}])+)/u;

/**
 * One argument: in single quotes, inside which nothing is special. Control characters are made by `printf`, since `$'…'` is not
 * understood by every `sh`.
 * @throws {RangeError} for NUL, which no argument can contain
 */
export function shellQuote(text: string): string {
  const whole = text.toWellFormed();
  if (whole.includes('\0')) throw new RangeError('NUL cannot be part of an argument');
  if (PLAIN.test(whole)) return whole;
  if (whole === '') return "''";
  return whole
    .split(ACTING_RUNS)
    .filter((part) => part !== '')
    .map((part) => (ACTING.test(part) ? `"$(printf '${octal(part, '\\')}')"` : `'${part.replaceAll("'", `'\\''`)}'`))
    .join('');
}

/**
 * A command that writes the text to standard output, byte for byte and without a line end. `printf` is built into the shells, so
 * that no limit on the length of arguments applies.
 */
export function printCommand(text: string): string {
  const whole = text.toWellFormed();
  // `!` in a later line of a quoted text is a reference to the history in old versions of bash.
  if (!ACTING.test(whole) && !(whole.includes('!') && whole.includes('\n'))) return `printf '%s' ${shellQuote(whole)}`;
  const escaped = whole
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll("'", '\\0047')
    .split(ACTING_RUNS)
    .map((part) => (ACTING.test(part) ? octal(part, '\\0') : part))
    .join('');
  return `printf '%b' '${escaped}'`;
}

/** More commands within a command are hard to read. */
const MAX_RUNS = 20;

/** True when the text can be an argument; otherwise `printCommand` writes it. */
export function isArgument(text: string): boolean {
  return (
    !text.includes('\0') &&
    !(text.includes('!') && text.includes('\n')) &&
    text.split(ACTING_RUNS).length <= 2 * MAX_RUNS
  );
}

/** Every byte as three octal digits: unlike `\x`, these cannot merge with the characters that follow. */
function octal(text: string, prefix: string): string {
  return Array.from(text)
    .flatMap((character) => utf8(character.codePointAt(0) ?? 0))
    .map((byte) => prefix + byte.toString(8).padStart(3, '0'))
    .join('');
}

/** Expects characters that `ACTING` matches, all of them below U+10000. */
function utf8(code: number): readonly number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
}
