/** Maps JSON paths to text positions, and text positions to JSON paths. */

import { extendPath, parsePath } from '#shared/json/json-path.ts';
import { endOfAtom, endOfString } from '#shared/json/json-scan.ts';

/** UTF-16 offsets. */
export interface JsonRange {
  readonly from: number;
  readonly to: number;
}

export interface JsonPositions {
  /** The closest node around an offset: the whole property where a key or its value is meant. Null where there is none. */
  at(offset: number): (JsonRange & { readonly path: string }) | null;
  /** Null when the text has no such path. The span of a property has its key in it. */
  find(path: string): JsonRange | null;
}

/** A property with its key, an element of an array, or the value that is the whole text. */
interface Node {
  readonly from: number;
  to: number;
  readonly parent: Node | null;
  /** Where its key ends; null where it has none. */
  readonly keyTo: number | null;
  readonly holds: 'members' | 'elements' | null;
  readonly children: Node[];
  /** Among the children of its parent. */
  readonly index: number;
}

/** Reads the text in one pass, in linear time. Invalid or truncated JSON is parsed up to its error. */
export function jsonPositions(text: string): JsonPositions {
  const root = readNodes(text);
  return {
    at(offset) {
      const meant = besideText(text, offset);
      const node = [innermost(root, meant, meant + 1), innermost(root, meant - 1, meant)]
        .filter((candidate) => candidate !== null)
        // At the border of two nodes the smaller one is meant.
        .toSorted((one, other) => one.to - one.from - (other.to - other.from))[0];
      return node === undefined ? null : { path: pathOf(node, text), from: node.from, to: node.to };
    },
    find(path) {
      let node = root;
      for (const key of parsePath(path)) node = node === null ? null : childOf(node, key, text);
      return node === null ? null : { from: node.from, to: node.to };
    },
  };
}

/** The first value of the text with all that is in it. */
function readNodes(text: string): Node | null {
  const outside: Node = {
    from: 0,
    to: text.length,
    parent: null,
    keyTo: null,
    holds: 'elements',
    children: [],
    index: 0,
  };
  /** The innermost container that is not closed yet. */
  let open = outside;
  /** A key whose value has not been read yet. */
  let key: JsonRange | null = null;
  const add = (from: number, to: number, holds: Node['holds']): Node => {
    const { children } = open;
    const keyTo = key?.to ?? null;
    const node = { from: key?.from ?? from, to, parent: open, keyTo, holds, children: [], index: children.length };
    children.push(node);
    key = null;
    return node;
  };
  const endMember = (): void => {
    if (key !== null) add(key.from, key.to, null);
  };
  for (let position = 0; position < text.length;) {
    const character = text.charAt(position);
    let end = position + 1;
    switch (character) {
      case '{':
      case '[':
        open = add(position, text.length, character === '{' ? 'members' : 'elements');
        break;
      case '}':
      case ']':
        endMember();
        open.to = end;
        open = open.parent ?? outside;
        break;
      case ',':
        endMember();
        break;
      case '"':
        end = endOfString(text, position);
        if (key === null && open.holds === 'members') key = { from: position, to: end };
        else add(position, end, null);
        break;
      case ':':
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        break;
      default:
        end = endOfAtom(text, position);
        add(position, end, null);
    }
    position = end;
  }
  endMember();
  return outside.children[0] ?? null;
}

/** The smallest node around a stretch of text. */
function innermost(root: Node | null, from: number, to: number): Node | null {
  const around = (node: Node): boolean => node.from <= from && to <= node.to;
  let found: Node | null = null;
  for (let next = root; next !== null && around(next); next = found.children.find(around) ?? null) found = next;
  return found;
}

/** After a comma, at the end of a line or in its indentation the node of that line is meant. */
function besideText(text: string, offset: number): number {
  let before = offset;
  while (before > 0 && ', \t\r'.includes(text.charAt(before - 1))) before -= 1;
  const startsLine = before === 0 || text.charAt(before - 1) === '\n';
  if (!startsLine) return before;
  let after = offset;
  while (after < text.length && ' \t'.includes(text.charAt(after))) after += 1;
  return after;
}

function pathOf(node: Node, text: string): string {
  const keys: (string | number)[] = [];
  // Text outside the root value has no path.
  for (let at = node, above = node.parent; above?.parent; at = above, above = at.parent) {
    keys.push(above.holds === 'members' ? nameOf(at, text) : at.index);
  }
  return keys.toReversed().reduce<string>(extendPath, '');
}

/** Of duplicate keys the last counts, as in JSON.parse. */
function childOf(node: Node, key: string | number, text: string): Node | null {
  if (typeof key === 'number') return node.holds === 'elements' ? (node.children[key] ?? null) : null;
  if (node.holds !== 'members') return null;
  return node.children.findLast((child) => nameOf(child, text) === key) ?? null;
}

function nameOf({ from, keyTo }: Node, text: string): string {
  if (keyTo === null) return '';
  const quoted = text.slice(from, keyTo);
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return '';
  }
}
