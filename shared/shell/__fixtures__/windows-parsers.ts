/** Models of how Windows' shells read a line, written from their documentation: neither can be installed where the tests run. */

/** about_Quoting_Rules, and IsSingleQuote of PowerShell's tokenizer: any of these ends a literal string, two of them are the first. */
const SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b";

/** @returns the value of the literal string at the beginning of the line, and what follows it; null when it has no end */
export function readPowerShellLiteral(line: string): { readonly value: string; readonly rest: string } | null {
  if (!SINGLE_QUOTES.includes(line.charAt(0)) || line === '') return null;
  let value = '';
  for (let at = 1; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (!SINGLE_QUOTES.includes(character)) value += character;
    else if (at + 1 < line.length && SINGLE_QUOTES.includes(line.charAt(at + 1))) {
      value += character;
      at += 1;
    } else return { value, rest: line.slice(at + 1) };
  }
  return null;
}

/**
 * The prompt of cmd: `%NAME%` of a variable that exists is replaced, everywhere; then outside of quotes a caret makes the next
 * character ordinary, and `& | < > ( )` end or redirect the command.
 * @returns the line the program receives, and the characters that acted
 */
export function readCmdLine(line: string, variables: Readonly<Record<string, string>>): { readonly line: string; readonly acting: string } {
  const expanded = line.replaceAll(/%([^%]+)%/g, (found, name: string) => variables[name.toUpperCase()] ?? found);
  let quoted = false;
  let result = '';
  let acting = '';
  for (let at = 0; at < expanded.length; at += 1) {
    const character = expanded.charAt(at);
    if (character === '^' && !quoted) {
      at += 1;
      result += expanded.charAt(at);
      continue;
    }
    if (character === '"') quoted = !quoted;
    else if (!quoted && '&|<>()'.includes(character)) acting += character;
    result += character;
  }
  return { line: result, acting };
}

/** CommandLineToArgvW: backslashes escape a quote, and are doubled in front of one. */
export function splitArguments(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
    const next = line.charAt(at + slashes);
    if (slashes > 0) {
      word = (word ?? '') + '\\'.repeat(next === '"' ? Math.floor(slashes / 2) : slashes);
      at += slashes - 1;
      if (next === '"' && slashes % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (next === '"') {
      quoted = !quoted;
      word ??= '';
    } else if ((next === ' ' || next === '\t') && !quoted) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + next;
  }
  return word === null ? words : [...words, word];
}
