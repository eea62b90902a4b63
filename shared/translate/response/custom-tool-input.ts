/**
 * Extracts the free text of a custom tool from `{"input": "…"}` while its JSON arrives: clients can show a patch as it is written,
 * and text that was cut off comes without the JSON around it.
 */

export interface CustomInputReader {
  /**
   * @param json the next chunk of the JSON, cut anywhere
   * @returns the text that it adds; an incomplete escape is held back
   */
  push(json: string): string;
  /** False until it is certain that the JSON begins as described. */
  readonly recognised: boolean;
}

const beginning = /^\s*\{\s*"input"\s*:\s*"/;
/**
 * In characters. JSON that has not matched by then has another form; reading on would scan the same text again with every chunk.
 */
const longestBeginning = 256;
const highSurrogate = /[\uD800-\uDBFF]$/;

export function createCustomInputReader(): CustomInputReader {
  let recognised = false;
  /** No more text follows: it is complete, or there is none to extract. */
  let ended = false;
  /** The unread rest: the beginning, or half an escape. */
  let waiting = '';

  /** Reads up to the closing quote or the end of the chunks. */
  function readString(json: string): string {
    let text = '';
    let at = 0;
    while (at < json.length) {
      const next = nextSpecial(json, at);
      text += json.slice(at, next);
      at = next;
      if (json[at] === '"') {
        ended = true;
        return text;
      }
      if (json[at] !== '\\') continue;
      const escape = escapeAt(json, at);
      if (escape === null) {
        waiting = json.slice(at);
        return text;
      }
      text += unescape(escape);
      at += escape.length;
    }
    return text;
  }

  return {
    push(json) {
      if (ended) return '';
      const all = waiting + json;
      waiting = '';
      if (recognised) return readString(all);
      const found = beginning.exec(all);
      if (found === null) {
        if (all.length < longestBeginning) waiting = all;
        else ended = true;
        return '';
      }
      recognised = true;
      return readString(all.slice(found[0].length));
    },
    get recognised() {
      return recognised;
    },
  };
}

/** The text inside JSON that was cut off, or null when it does not begin as an input. */
export function cutOffInput(json: string): string | null {
  const reader = createCustomInputReader();
  const text = reader.push(json);
  return reader.recognised ? text : null;
}

function nextSpecial(json: string, from: number): number {
  for (let at = from; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === 0x22 || code === 0x5c) return at;
  }
  return json.length;
}

/**
 * The escape at `at`; null while it is incomplete. Both halves of a surrogate pair together, because one half is not valid text.
 */
function escapeAt(json: string, at: number): string | null {
  if (json[at + 1] !== 'u') return at + 1 < json.length ? json.slice(at, at + 2) : null;
  if (at + 6 > json.length) return null;
  const first = json.slice(at, at + 6);
  if (!highSurrogate.test(unescape(first))) return first;
  const second = json.slice(at + 6, at + 12);
  if (!'\\u'.startsWith(second.slice(0, 2))) return first;
  return second.length < 6 ? null : first + second;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\"', '"'],
  ['\\\\', '\\'],
  ['\\/', '/'],
  ['\\b', '\b'],
  ['\\f', '\f'],
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\t', '\t'],
]);
const unicodeEscapes = /^(?:\\u[\da-f]{4})+$/i;

/** Decodes one escape, or those of a surrogate pair. An invalid one stays as it is; a parser would throw for each of them. */
function unescape(escape: string): string {
  if (!unicodeEscapes.test(escape)) return ESCAPES.get(escape) ?? escape;
  let text = '';
  for (let at = 2; at < escape.length; at += 6)
    text += String.fromCharCode(Number.parseInt(escape.slice(at, at + 4), 16));
  return text;
}
