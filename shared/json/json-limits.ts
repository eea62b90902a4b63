/**
 * Counts the JSON values in a text before it is parsed, in one pass over any characters. These counts, not the length of the text,
 * bound what it costs later: 20 MB of prose are one value, 20 MB of `[],[],…` are seven million.
 */

export interface JsonLimits {
  /** Values of any type, containers and their contents. */
  readonly values: number;
  /** Levels of arrays and objects. */
  readonly depth: number;
  /** Members of one object. */
  readonly keys: number;
}

/**
 * Limits for the body of one request and all JSON texts inside it (arguments of tool calls) together. Measured on real clients: a
 * session of 10,000 messages with tools has 70,000 values, 500 tools have 23,000; they nest a dozen levels, schemas of tools
 * perhaps forty; OpenAI accepts schemas of 5,000 properties.
 */
export const REQUEST_JSON_LIMITS: JsonLimits = { values: 250_000, depth: 200, keys: 10_000 };

export interface JsonBreach {
  readonly limit: keyof JsonLimits;
  readonly most: number;
}

export interface JsonMeasure {
  /** The first limit that the text exceeds; the rest is not read. */
  readonly breach: JsonBreach | null;
  /** Values up to there, or up to the end. An empty container counts as two, and text that is not JSON counts as if it were. */
  readonly values: number;
  /** False: no key is `__proto__` or `constructor`, however it is escaped. */
  readonly mayPoison: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * This many characters of a string are read one by one: shorter strings end sooner than a call of `indexOf` costs, and no longer
 * key is dangerous (`constructor` with every letter as a `\uXXXX` escape has 66).
 */
const NEAR = 68;

/**
 * Never throws. Linear in the length.
 *
 * @param text JSON, or anything else that a client sends
 */
export function measureJson(text: string, limits: JsonLimits): JsonMeasure {
  const { length } = text;
  /** Commas so far in each open object; -1 marks an array. */
  const commas = new Int32Array(limits.depth + 1);
  let depth = 0;
  let values = 1;
  let mayPoison = false;
  const breach = (limit: keyof JsonLimits): JsonMeasure => ({
    breach: { limit, most: limits[limit] },
    values,
    mayPoison,
  });

  for (let index = 0; index < length; index += 1) {
    const character = text.charCodeAt(index);
    // White space and characters that do not count.
    if (character < QUOTE) continue;
    switch (character) {
      case QUOTE: {
        const start = index + 1;
        const near = Math.min(length, start + NEAR);
        let escaped = false;
        let inside = text.charCodeAt((index = start));
        while (index < near && inside !== QUOTE) {
          if (inside === BACKSLASH) {
            escaped = true;
            index += 1;
          }
          inside = text.charCodeAt((index += 1));
        }
        if (index >= near) index = endOfString(text, index);
        else if (escaped || index - start === 9 || index - start === 11) mayPoison ||= isPoison(text, start, index);
        break;
      }
      case COMMA: {
        values += 1;
        if (values > limits.values) return breach('values');
        const before = commas[depth] ?? -1;
        if (before === -1) break;
        commas[depth] = before + 1;
        if (before + 2 > limits.keys && depth > 0) return breach('keys');
        break;
      }
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        depth += 1;
        if (depth > limits.depth) return breach('depth');
        values += 1;
        if (values > limits.values) return breach('values');
        commas[depth] = character === OPEN_OBJECT ? 0 : -1;
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        // Below zero the text is not JSON, and the parser will report it.
        if (depth > 0) depth -= 1;
        break;
      default:
        break;
    }
  }
  return { breach: null, values, mayPoison };
}

/** The position of the quote that ends a long string, or the end of the text. `from` is an unescaped position inside the string. */
function endOfString(text: string, from: number): number {
  const { length } = text;
  let index = from;
  while (index < length) {
    // The engine's search is faster than a loop, unless every other character is escaped.
    const quote = text.indexOf('"', index);
    if (quote === -1) return length;
    let slashes = quote;
    while (slashes > index && text.charCodeAt(slashes - 1) === BACKSLASH) slashes -= 1;
    if ((quote - slashes) % 2 === 0) return quote;
    index = quote + 1;
    const near = Math.min(length, index + NEAR);
    while (index < near) {
      const character = text.charCodeAt(index);
      if (character === QUOTE) return index;
      index += character === BACKSLASH ? 2 : 1;
    }
  }
  return length;
}

/** Whether the string from `start` to `end` is a key that may unescape to `__proto__` or `constructor`. */
function isPoison(text: string, start: number, end: number): boolean {
  const said = text.slice(start, end);
  if (said !== '__proto__' && said !== 'constructor' && !said.includes('\\u')) return false;
  let next = end + 1;
  while (next < text.length && text.charCodeAt(next) <= 0x20) next += 1;
  return text.charCodeAt(next) === COLON;
}
