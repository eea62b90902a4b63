/** Where a JSON path stands in a text, and which path stands at a place of it: from the editor's own grammar. */

import { parser } from '@lezer/json';
import { extendPath, parsePath } from '#shared/translate/path.ts';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** UTF-16 offsets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface JsonPlaces {
  /** The closest node around an offset: the whole property where a key or its value is meant. Null where there is none. */
  at(offset: number): (Span & { readonly path: string }) | null;
  /** Null when the text has no such path. The span of a property has its key in it. */
  find(path: string): Span | null;
}

/** Parses the text at once; linear. Works on text that is not quite JSON as far as it goes. */
export function jsonPlaces(text: string): JsonPlaces {
  const root = parser.parse(text).topNode;
  return {
    at(offset) {
      const meant = besideText(text, offset);
      const node = ([1, -1] as const)
        .map((side) => root.resolve(meant, side))
        .map(meantBy)
        .filter((candidate) => candidate !== null)
        // At the border of two nodes the smaller one is meant.
        .toSorted((one, other) => one.to - one.from - (other.to - other.from))[0];
      if (node === undefined) return null;
      return { path: pathOf(node, text), from: node.from, to: node.to };
    },
    find(path) {
      let value = valuesIn(root)[0] ?? null;
      let span: SyntaxNode | null = value;
      for (const key of parsePath(path)) {
        if (value === null) return null;
        span = typeof key === 'number' ? (valuesIn(value)[key] ?? null) : propertyOf(value, key, text);
        value = span === null ? null : span.name === 'Property' ? valueOf(span) : span;
      }
      return span === null ? null : { from: span.from, to: span.to };
    },
  };
}

/** Behind a comma, at the end of a line or in its indentation the reader means what stands on that line. */
function besideText(text: string, offset: number): number {
  let before = offset;
  while (before > 0 && ', \t\r'.includes(text.charAt(before - 1))) before -= 1;
  const startsLine = before === 0 || text.charAt(before - 1) === '\n';
  if (!startsLine) return before;
  let after = offset;
  while (after < text.length && ' \t'.includes(text.charAt(after))) after += 1;
  return after;
}

const valueNames: ReadonlySet<string> = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

function meantBy(start: SyntaxNode): SyntaxNode | null {
  for (let node: SyntaxNode | null = start; node !== null; node = node.parent) {
    if (node.name === 'Property') return node;
    if (valueNames.has(node.name)) return node.parent?.name === 'Property' ? node.parent : node;
  }
  return null;
}

function pathOf(node: SyntaxNode, text: string): string {
  const keys: (string | number)[] = [];
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (at.name === 'Property') keys.push(nameOf(at, text));
    else if (at.parent?.name === 'Array' && valueNames.has(at.name)) keys.push(indexOf(at));
  }
  return keys.toReversed().reduce<string>(extendPath, '');
}

/** How many values stand before it in its array. */
function indexOf(node: SyntaxNode): number {
  let index = 0;
  for (let before = node.prevSibling; before !== null; before = before.prevSibling) {
    if (valueNames.has(before.name)) index += 1;
  }
  return index;
}

function nameOf(property: SyntaxNode, text: string): string {
  const name = property.firstChild;
  if (name === null) return '';
  try {
    return String(JSON.parse(text.slice(name.from, name.to)));
  } catch {
    return '';
  }
}

function valuesIn(node: SyntaxNode): readonly SyntaxNode[] {
  const values: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (valueNames.has(child.name)) values.push(child);
  }
  return values;
}

function valueOf(property: SyntaxNode): SyntaxNode | null {
  return valuesIn(property)[0] ?? null;
}

/** Of keys that stand there twice the last counts, as for every parser of JSON. */
function propertyOf(object: SyntaxNode, key: string, text: string): SyntaxNode | null {
  for (let child = object.lastChild; child !== null; child = child.prevSibling) {
    if (child.name === 'Property' && nameOf(child, text) === key) return child;
  }
  return null;
}
