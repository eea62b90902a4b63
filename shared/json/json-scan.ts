/** Finds the ends of tokens in JSON text. Linear for any text, with lines of any length and cut anywhere. Pure. */

/** The index after the closing quote of the string that opens at `from`; the end of the text when none closes it. */
export function endOfString(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1);
  while (quote !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}

const BACKSLASH = 0x5c;

/** The index after a number or a literal. */
export function endOfAtom(text: string, from: number): number {
  let position = from;
  while (position < text.length && !',:[]{}" \n\r\t'.includes(text.charAt(position))) position += 1;
  return position;
}

/** The index of the first character from `from` on that is not white space. */
export function skipSpace(text: string, from: number): number {
  let position = from;
  while (position < text.length && ' \n\r\t'.includes(text.charAt(position))) position += 1;
  return position;
}
