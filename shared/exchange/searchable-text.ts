/**
 * The text of an exchange as full-text search sees it, and whether it matches. It consists of words, not JSON: every string and
 * member name once, whichever message holds it, because most of what is sent upstream equals what the client sent.
 */

import type { Exchange, HttpMessage } from './record.ts';

/** Maximal length searched of one exchange, in characters. */
const MAX_LENGTH = 4 * 1024 * 1024;
/** Strings of this length without a space at their beginning are base64 files, not words. */
const LONG_WORD = 512;
const ENCODED = /^(?:data:[\w.+-]+\/[\w.+-]+;base64,)?[A-Za-z0-9+/_-]{200}/;
/** Scripts without spaces between words: each of their characters is a word. */
export const UNSPACED =
  /[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{2FA1F}]/gu;
/** The id that support asks for when a request is reported to Anthropic or to a gateway. */
const ID_HEADER = /request-id$/i;

export function exchangeText(exchange: Exchange): string {
  const texts = new Set<string>();
  for (const side of sidesOf(exchange)) addSide(texts, side);
  const parts: string[] = [];
  let length = 0;
  for (const text of texts) {
    if (length >= MAX_LENGTH) break;
    parts.push(text.length > MAX_LENGTH - length ? text.slice(0, MAX_LENGTH - length) : text);
    length += text.length;
  }
  return storableText(parts.join('\n'));
}

/**
 * @param wanted text to search for
 * @returns a test of an exchange's folded text: it holds the text as it stands, or its words one after the other
 */
export function createTextSearch(wanted: string): (folded: string) => boolean {
  const sought = foldText(storableText(wanted));
  const holdsChunk = createChunkedTextSearch(wanted);
  const words = wordsIn(sought);
  // The last word is a prefix, unless something follows it.
  const phrase = /[\p{L}\p{N}\p{Co}]$/u.test(sought) ? words.trimEnd() : words;
  const bare = words.trim();
  const hasPhrase = bare !== '' && (bare !== sought || bare.includes(' '));
  return (folded) => holdsChunk(folded) || (hasPhrase && wordsIn(folded).includes(phrase));
}

/** The same, only as it stands: for texts whose words were searched elsewhere. */
export function createChunkedTextSearch(wanted: string): (folded: string) => boolean {
  const sought = foldText(storableText(wanted));
  return (folded) => folded.includes(sought);
}

/** Removes case and accents. */
export function foldText(text: string): string {
  return text.replaceAll(/[^\0-\u007F]+/g, withoutAccents).toLowerCase();
}

/** The same for one exchange in memory. */
export function holdsText(exchange: Exchange, wanted: string): boolean {
  return createTextSearch(wanted)(foldText(exchangeText(exchange)));
}

/** Separates each character of a script without spaces as a word. */
export function spaced(text: string): string {
  UNSPACED.lastIndex = 0;
  return UNSPACED.test(text) ? text.replaceAll(UNSPACED, ' $& ') : text;
}

/** Removes what a database cannot store. */
export function storableText(text: string): string {
  return text.replaceAll('\0', ' ').toWellFormed();
}

/** Puts a space around each. */
function wordsIn(folded: string): string {
  return ` ${spaced(folded)} `.replaceAll(/[^\p{L}\p{N}\p{Co}]+/gu, ' ');
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]+/g, '')
    .normalize('NFC');
}

function sidesOf(exchange: Exchange): readonly HttpMessage[] {
  const { clientRequest, clientResponse, upstreamRequest, upstreamResponse } = exchange;
  return [clientRequest, clientResponse, upstreamRequest, upstreamResponse].filter((side) => side !== null);
}

function addSide(texts: Set<string>, side: HttpMessage): void {
  for (const [name, value] of Object.entries(side.headers)) if (ID_HEADER.test(name)) add(texts, value);
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
