/**
 * Gives the client its own names of parameters back, in the JSON text of a tool call that arrives cut anywhere. Only keys of the
 * root object are read; everything else passes as it is written, so numbers keep their digits and nothing is parsed.
 */

export interface ArgumentNameReader {
  /** @returns the text so far for the client; a key is held back until its closing quote */
  push(json: string): string;
  /** @returns what is left of text that was cut off within a key */
  end(): string;
}

/** Upstream names have 64 characters at most; each takes at most six when escaped, and a key two quotes. */
const longestKey = 64 * 6 + 2;

/** @param names upstream name -> the client's */
export function createArgumentNameReader(names: ReadonlyMap<string, string>): ArgumentNameReader {
  const clientNames = new Set(names.values());
  /** The client's names that stand in the text already: a parser would keep only the last of two equal keys. */
  const used = new Set<string>();
  let depth = 0;
  /** Where the next string at the root is a key: after `{` and after each comma. */
  let expectsKey = false;
  let inString = false;
  let escaped = false;
  /** The key that is being read, with its opening quote; null outside of one. */
  let key: string | null = null;

  /** Reads to the end of a string or of the text. */
  function endOfString(json: string, from: number): number {
    for (let at = from; at < json.length; at += 1) {
      if (escaped) escaped = false;
      else if (json[at] === '\\') escaped = true;
      else if (json[at] === '"') {
        inString = false;
        return at + 1;
      }
    }
    return json.length;
  }

  function outside(character: string | undefined): void {
    if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      expectsKey = depth === 1 && character === '{';
      if (expectsKey) used.clear();
    } else if (character === '}' || character === ']') depth -= 1;
    else if (character === ',' && depth === 1) expectsKey = true;
  }

  function clientKey(written: string): string {
    const upstream = parseKey(written);
    if (upstream === null) return written;
    const name = names.get(upstream) ?? upstream;
    if (!clientNames.has(name)) return written;
    if (!used.has(name)) {
      used.add(name);
      return name === upstream ? written : JSON.stringify(name);
    }
    // Both names of one parameter: the second one keeps, or gets, the upstream's.
    const other = name === upstream ? [...names].find(([, client]) => client === name)?.[0] : upstream;
    return other === undefined ? written : JSON.stringify(other);
  }

  return {
    push(json) {
      let text = '';
      let at = 0;
      while (at < json.length) {
        if (inString) {
          const end = endOfString(json, at);
          if (key === null) text += json.slice(at, end);
          else key += json.slice(at, end);
          at = end;
          if (key !== null && (!inString || key.length > longestKey)) {
            text += inString ? key : clientKey(key);
            key = null;
          }
          continue;
        }
        const character = json[at];
        outside(character);
        if (inString && expectsKey && depth === 1) {
          key = '"';
          expectsKey = false;
        } else text += character;
        at += 1;
      }
      return text;
    },
    end() {
      const rest = key ?? '';
      key = null;
      return rest;
    },
  };
}

function parseKey(written: string): string | null {
  try {
    return String(JSON.parse(written));
  } catch {
    return null;
  }
}
