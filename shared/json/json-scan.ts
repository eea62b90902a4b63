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
const QUOTE = 0x22;

/**
 * This many characters of a string are read one by one: shorter strings end sooner than a call of `indexOf` costs, and no longer
 * key is dangerous (`constructor` with every letter as a `\uXXXX` escape has 66).
 */
export const NEAR = 68;

/** Whether a string goes on at an unescaped position in it. */
export function isInsideString(text: string, at: number): boolean {
  return at < text.length && text.charCodeAt(at) !== QUOTE;
}

/**
 * The position of the quote that ends a string, or the end of the text, or else, from `until` on, an unescaped position inside: for
 * strings of megabytes that are read in steps. `from` is such a position too.
 */
export function endOfStringWithin(text: string, from: number, until: number): number {
  const { length } = text;
  const end = Math.min(length, until);
  let index = from;
  while (index < end) {
    // The engine's search is faster than a loop, unless every other character is escaped. Without the slice it would read on to the end.
    const found = text.slice(index, end).indexOf('"');
    const stop = found === -1 ? end : index + found;
    let slashes = stop;
    while (slashes > index && text.charCodeAt(slashes - 1) === BACKSLASH) slashes -= 1;
    const escaped = (stop - slashes) % 2 === 1;
    if (found === -1) return Math.min(length, escaped ? stop + 1 : stop);
    if (!escaped) return stop;
    index = stop + 1;
    const near = Math.min(length, index + NEAR);
    while (index < near) {
      const character = text.charCodeAt(index);
      if (character === QUOTE) return index;
      index += character === BACKSLASH ? 2 : 1;
    }
  }
  return Math.min(length, index);
}

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
