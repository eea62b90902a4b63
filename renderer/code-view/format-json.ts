/**
 * Lays JSON text out in lines without touching a single token: numbers, escapes, duplicate keys and the order of
 * keys stay exactly as they were on the wire, which parsing and printing again would not promise.
 */

import { endOfAtom, endOfString, skipSpace } from '#shared/json/json-scan.ts';

const INDENT = '  ';

/** True when the text can be laid out: it is one JSON value. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The same JSON in lines, or null when the text is no JSON value. */
export function formatJson(text: string): string | null {
  return isJson(text) ? layOut(text) : null;
}

/** `text` must be valid JSON. */
function layOut(text: string): string {
  const parts: string[] = [];
  let depth = 0;
  let position = 0;
  const line = (): void => {
    parts.push('\n', INDENT.repeat(depth));
  };
  while (position < text.length) {
    const character = text.charAt(position);
    if (character === '"') {
      const end = endOfString(text, position);
      parts.push(text.slice(position, end));
      position = end;
      continue;
    }
    position += 1;
    switch (character) {
      case '{':
      case '[': {
        const next = skipSpace(text, position);
        const closing = text.charAt(next);
        parts.push(character);
        if (closing === '}' || closing === ']') {
          parts.push(closing);
          position = next + 1;
        } else {
          depth += 1;
          line();
        }
        break;
      }
      case '}':
      case ']':
        depth -= 1;
        line();
        parts.push(character);
        break;
      case ',':
        parts.push(character);
        line();
        break;
      case ':':
        parts.push(': ');
        break;
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        break;
      default: {
        const end = endOfAtom(text, position);
        parts.push(text.slice(position - 1, end));
        position = end;
      }
    }
  }
  return parts.join('');
}
