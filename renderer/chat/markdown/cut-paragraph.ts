/** Where a paragraph can be cut so that its beginning does not change, whatever follows. */

import type { Paragraph } from 'mdast';

/** Within a paragraph's source, in UTF-16 units. */
interface Cuts {
  /** The last cut before which every construct is finished, or -1. */
  readonly safe: number;
  /** The last cut outside of a finished construct, or -1. A construct that is open there is shown as text. */
  readonly forced: number;
}

/**
 * @param source what was parsed, up to where its end was not completed artificially
 * @param from where the paragraph's own text begins in it
 */
export function findCuts(paragraph: Paragraph, source: string, from: number): Cuts {
  let safe = -1;
  let forced = -1;
  let open = false;
  let brackets = 0;
  // The last line may become the head of a table, which has to be whole.
  const lastLine = source.lastIndexOf('\n');
  const lastLineHasCells = source.includes('|', lastLine + 1);
  for (const child of paragraph.children) {
    const start = child.position?.start.offset ?? 0;
    const end = Math.min(child.position?.end.offset ?? 0, source.length);
    if (child.type !== 'text') {
      // What reaches the end was perhaps only finished artificially.
      if ((child.position?.end.offset ?? 0) >= source.length) break;
      continue;
    }
    // Where the text differs from what is written (escapes, entities), the characters still stand for themselves.
    for (let at = Math.max(start, from); at < end; at += 1) {
      if (at > from && isBetween(source, at)) {
        forced = at;
        if (!open && brackets === 0 && !(at > lastLine && lastLineHasCells)) safe = at;
      }
      const character = source[at] ?? '';
      if (character === '\\') at += 1;
      else if (character === '[') brackets += 1;
      else if (character === ']') brackets = Math.max(0, brackets - 1);
      else if (character === '`' || ('*_~'.includes(character) && mayOpen(source, at))) open = true;
    }
  }
  return { safe, forced };
}

const SPACE = /\s/;
/** Letters of scripts that put no spaces between words. */
const UNSPACED =
  /^(?!\p{M})[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]$/u;

/** Before a single space or line end between words, or between two letters of a script without spaces. */
function isBetween(source: string, at: number): boolean {
  const before = source[at - 1] ?? ' ';
  const here = source[at] ?? ' ';
  const after = source[at + 1] ?? ' ';
  if (here === ' ' || here === '\n') return !SPACE.test(before) && before !== '\\' && !SPACE.test(after);
  return UNSPACED.test(here) && UNSPACED.test(before);
}

/** A left-flanking run of delimiters (CommonMark 0.31, 6.2); for `_` not within a word. */
function mayOpen(source: string, at: number): boolean {
  const mark = source[at];
  let from = at;
  while (source[from - 1] === mark) from -= 1;
  let to = at;
  while (source[to + 1] === mark) to += 1;
  const before = source[from - 1] ?? ' ';
  const after = source[to + 1];
  if (after !== undefined && SPACE.test(after)) return false;
  return mark !== '_' || !/[\p{L}\p{N}]/u.test(before);
}
