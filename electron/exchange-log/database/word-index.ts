/** Content and queries of the word index. Matches whole words, and the last word of a search as a prefix. */

import { spaced, storableText, UNSPACED } from '#shared/exchange/searchable-text.ts';

const WORD_CHARACTER = /[\p{L}\p{N}\p{Co}]/u;
const LAST_IS_WORD = /[\p{L}\p{N}\p{Co}]$/u;

/** @param text of an exchange @returns its content for the word index */
export function indexedWords(text: string): string {
  return spaced(text);
}

/**
 * The index query for a text: a phrase of its words, the last as a prefix. Null without words.
 */
export function matchExpression(text: string): string | null {
  if (!WORD_CHARACTER.test(text)) return null;
  const cleaned = spaced(storableText(text));
  const openEnded = LAST_IS_WORD.test(text);
  return `"${cleaned.replaceAll('"', '""')}"${openEnded ? ' *' : ''}`;
}

/** False for a text that may begin inside a word, which the word index cannot find. */
export function beginsWord(text: string): boolean {
  const [first = ''] = text;
  UNSPACED.lastIndex = 0;
  return WORD_CHARACTER.test(text) && (!WORD_CHARACTER.test(first) || UNSPACED.test(first));
}
