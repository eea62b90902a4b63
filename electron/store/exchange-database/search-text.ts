/**
 * What the full-text index gets of an exchange, and how a search is put to it. The index holds words, not JSON: every string and
 * every name of a member once, whichever side it stands on, because most of what is sent upstream is what the client sent.
 */

import type { Exchange, Side } from '#shared/exchange/record.ts';

/** What is indexed of one exchange, in characters. */
const LONGEST_INDEXED = 4 * 1024 * 1024;
/** Strings of this length without a space in their beginning are files in base64, not words. */
const LONG_WORD = 512;
const ENCODED = /^(?:data:[\w.+-]+\/[\w.+-]+;base64,)?[A-Za-z0-9+/_-]{200}/;
/** Scripts that put no spaces between words: their characters are indexed one by one, and a search is for them in a row. */
const UNSPACED =
  /[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{2FA1F}]/gu;
const WORD_CHARACTER = /[\p{L}\p{N}\p{Co}]/u;
const LAST_IS_WORD = /[\p{L}\p{N}\p{Co}]$/u;

export function searchText(exchange: Exchange): string {
  const texts = new Set<string>();
  for (const side of [
    exchange.clientRequest,
    exchange.clientResponse,
    exchange.upstreamRequest,
    exchange.upstreamResponse,
  ]) {
    if (side !== null) addSide(texts, side);
  }
  const parts: string[] = [];
  let length = 0;
  for (const text of texts) {
    if (length >= LONGEST_INDEXED) break;
    parts.push(text.length > LONGEST_INDEXED - length ? text.slice(0, LONGEST_INDEXED - length) : text);
    length += text.length;
  }
  return spaced(parts.join('\n').replaceAll('\0', ' ').toWellFormed());
}

/**
 * The search for a text: its words, one after the other, the last of which may go on. Null when it has no word, so that the index
 * cannot know of it.
 */
export function matchExpression(text: string): string | null {
  if (!WORD_CHARACTER.test(text)) return null;
  const cleaned = spaced(text.replaceAll('\0', ' ').toWellFormed());
  const openEnded = LAST_IS_WORD.test(text);
  return `"${cleaned.replaceAll('"', '""')}"${openEnded ? ' *' : ''}`;
}

function spaced(text: string): string {
  UNSPACED.lastIndex = 0;
  return UNSPACED.test(text) ? text.replaceAll(UNSPACED, ' $& ') : text;
}

function addSide(texts: Set<string>, side: Side): void {
  const text = side.assembled ?? side.body;
  if (text === '') return;
  const value = parse(text);
  if (value === undefined) add(texts, text);
  else addValue(texts, value, 0);
}

function addValue(texts: Set<string>, value: unknown, depth: number): void {
  if (typeof value === 'string') {
    const inner = depth < 100 && /^\s*[[{]/.test(value) ? parse(value) : undefined;
    if (typeof inner === 'object' && inner !== null) addValue(texts, inner, depth + 50);
    else add(texts, value);
  } else if (Array.isArray(value)) {
    if (depth < 200) for (const item of value) addValue(texts, item, depth + 1);
  } else if (typeof value === 'object' && value !== null && depth < 200) {
    for (const [name, member] of Object.entries(value)) {
      add(texts, name);
      addValue(texts, member, depth + 1);
    }
  }
}

function add(texts: Set<string>, text: string): void {
  if (text === '' || (text.length >= LONG_WORD && ENCODED.test(text))) return;
  texts.add(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
