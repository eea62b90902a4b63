/**
 * Indented JSON: highlighted by line and folded by indentation, without a syntax tree, because bodies have megabytes, may be truncated within a string, and only visible lines are needed.
 */

import { foldService, StreamLanguage, type StringStream } from '@codemirror/language';
import type { EditorState, Extension, Text } from '@codemirror/state';
import { endOfAtom, endOfString, skipSpace } from '#shared/json/json-scan.ts';

/** Reads one token of a line of JSON; null for white space. */
export function jsonToken(stream: StringStream): string | null {
  const { string, pos } = stream;
  if (stream.eatSpace()) return null;
  const first = string.charAt(pos);
  if (first === '"') {
    stream.pos = endOfString(string, pos);
    return string.charAt(skipSpace(string, stream.pos)) === ':' ? 'propertyName' : 'string';
  }
  if (stream.eat(/[[\]{},:]/) !== undefined) return 'punctuation';
  stream.pos = endOfAtom(string, pos);
  return /[-\d]/.test(first) ? 'number' : 'keyword';
}

interface Fold {
  readonly from: number;
  readonly to: number;
}

/** Cache of the fold ranges by text: the gutter asks again with each scroll step. */
const known = new WeakMap<Text, Map<number, Fold | null>>();

/** The range between a bracket at the end of a line and its closing bracket, which has the indentation of that line. */
export function foldAt({ doc }: Pick<EditorState, 'doc'>, lineStart: number, lineEnd: number): Fold | null {
  const opener = doc.sliceString(lineEnd - 1, lineEnd);
  if (opener !== '{' && opener !== '[') return null;
  const folds = known.get(doc) ?? new Map<number, Fold | null>();
  known.set(doc, folds);
  const found = folds.get(lineStart);
  if (found !== undefined) return found;
  const fold = findFold(doc, lineStart, lineEnd);
  folds.set(lineStart, fold);
  return fold;
}

function findFold(doc: Text, lineStart: number, lineEnd: number): Fold | null {
  const own = indentationOf(doc.sliceString(lineStart, lineEnd));
  let position = lineEnd + 1;
  for (const line of doc.iterLines(doc.lineAt(lineStart).number + 1)) {
    const indentation = indentationOf(line);
    if (indentation <= own && line !== '') {
      const closes = indentation === own && /[\]}]/.test(line.charAt(indentation));
      return closes ? { from: lineEnd, to: position + indentation } : null;
    }
    position += line.length + 1;
  }
  return null;
}

function indentationOf(line: string): number {
  let indentation = 0;
  while (line.charCodeAt(indentation) === SPACE) indentation += 1;
  return indentation;
}

const SPACE = 0x20;

export const jsonLines: Extension = [
  StreamLanguage.define({ name: 'json', token: jsonToken }),
  foldService.of((state, lineStart, lineEnd) => foldAt(state, lineStart, lineEnd)),
];
