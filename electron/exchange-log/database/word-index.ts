/** How the full-text index of words is filled and asked. Words are found whole, the last one of a search by its beginning. */

import { spaced, storableText, UNSPACED } from '#shared/exchange/searchable-text.ts';

const WORD_CHARACTER = /[\p{L}\p{N}\p{Co}]/u;
const LAST_IS_WORD = /[\p{L}\p{N}\p{Co}]$/u;

/** In: the text of an exchange. Out: what the index of words is given. */
export function indexedWords(text: string): string {
  return spaced(text);
}

/**
 * The search for a text: its words, one after the other, the last of which may go on. Null when it has no word, so that the index
 * cannot know of it.
 */
export function matchExpression(text: string): string | null {
  if (!WORD_CHARACTER.test(text)) return null;
  const cleaned = spaced(storableText(text));
  const openEnded = LAST_IS_WORD.test(text);
  return `"${cleaned.replaceAll('"', '""')}"${openEnded ? ' *' : ''}`;
}

/** False for a text that may begin in the middle of a word, where the index of words does not know of it. */
export function beginsWord(text: string): boolean {
  const [first = ''] = text;
  UNSPACED.lastIndex = 0;
  return WORD_CHARACTER.test(text) && (!WORD_CHARACTER.test(first) || UNSPACED.test(first));
}
