/** Text for PowerShell (5.1 and 7) and for the prompt of cmd, whatever it holds. */

/** The characters that begin and end a literal string: PowerShell takes typographic quotes for straight ones. */
const SINGLE_QUOTES = /['\u2018\u2019\u201a\u201b]/g;
const ACTING = /[\p{Cc}\p{Bidi_Control}]/u;
const ASCII_LINE = /^[\x20-\x7e]*$/;

/**
 * A literal string of PowerShell (about_Quoting_Rules): nothing is special in it but the quotes, which are doubled.
 * @throws {RangeError} for control characters, which a terminal would interpret; `bytesOf` is for these
 */
export function powerShellQuote(text: string): string {
  const whole = text.toWellFormed();
  if (ACTING.test(whole)) throw new RangeError('Control characters cannot be part of a command line');
  return `'${whole.replaceAll(SINGLE_QUOTES, '$&$&')}'`;
}

/** True when the text can be quoted for PowerShell as it is. */
export function isPowerShellLine(text: string): boolean {
  return !ACTING.test(text);
}

/**
 * True when the text can be quoted for cmd whatever its variables are: programs there read arguments in the code page of the system,
 * and the caret before `%` does not help where a variable has a name that ends with a caret.
 */
export function isCmdLine(text: string): boolean {
  return ASCII_LINE.test(text) && !text.includes('%');
}

/**
 * One argument at the prompt of cmd. First for the program: quotes and the backslashes before them are escaped by backslashes (as
 * CommandLineToArgvW reads them). Then for cmd: a caret before everything it understands, quotes included, so that it never sees a
 * quoted part and `%NAME%` is no longer the name of a variable. In a batch file `%` would have to be doubled instead.
 * @throws {RangeError} for what is not one line of printable ASCII; `bytesOf` is for these
 */
export function cmdQuote(text: string): string {
  if (!ASCII_LINE.test(text)) throw new RangeError('Only one line of printable ASCII can be part of a command line');
  if (/^[A-Za-z0-9_./:\\@+-]+$/.test(text)) return text;
  const argument = `"${text.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, '$1$1')}"`;
  return argument.replaceAll(/[()%!^"<>&|]/g, '^$&');
}

/** Base64 of the UTF-8 bytes. */
export function bytesOf(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (let from = 0; from < bytes.length; from += 8192)
    binary += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(binary);
}
