/** Which blocks, and which parts of a block, do not change any more when the text goes on. */

import type { Code, List, Paragraph, RootContent, Table } from 'mdast';
import type { BlockContext } from './context.ts';
import { findCuts } from './cut-paragraph.ts';

export interface BlockSplit {
  /** Where the rest begins, in UTF-16 units of the source. */
  readonly at: number;
  /** What is to be put in front of the rest. */
  readonly context: BlockContext;
}

/** A shorter beginning of a paragraph is not split off. */
const MIN_PART = 128;
/** A line of code that is longer is split within. */
const LONG_LINE = 512;

export function startOf(node: RootContent | List['children'][number] | Table['children'][number]): number {
  return node.position?.start.offset ?? 0;
}

/** Where the line begins in which `at` lies. */
export function lineStart(source: string, at: number): number {
  return at === 0 ? 0 : source.lastIndexOf('\n', at - 1) + 1;
}

/**
 * How many of the nodes are settled: all before the last one. If that begins in a line that is not complete, it may turn out to
 * be a part of the one before it (`#` in `#tag`, `1` in `1.5`), unless an empty line stands between them.
 * @param source as far as it was not completed artificially
 */
export function countSettled(
  nodes: readonly (RootContent | List['children'][number] | Table['children'][number])[],
  source: string,
): number {
  const last = nodes.at(-1);
  if (last === undefined) return 0;
  const begin = lineStart(source, startOf(last));
  const certain = source.includes('\n', begin) || /\n[ \t]*\r?\n$/.test(source.slice(Math.max(0, begin - 64), begin));
  const count = Math.max(0, nodes.length - (certain ? 1 : 2));
  return nodes.slice(0, count).filter((node) => (node.position?.end.offset ?? 0) <= source.length).length;
}

/**
 * Where a block that grows can be split, or null.
 * @param source as far as it was not completed artificially; begins with the context
 * @param forced at the next best place, when no construct is known to be finished
 */
export function splitBlock(
  block: RootContent,
  source: string,
  context: BlockContext,
  forced: boolean,
): BlockSplit | null {
  switch (block.type) {
    case 'list':
      return splitList(block, source);
    case 'table':
      return splitTable(block, source, context);
    case 'code':
      return splitCode(block, source, context);
    case 'paragraph':
      return splitParagraph(block, source, context, forced);
    default:
      return null;
  }
}

function splitList(list: List, source: string): BlockSplit | null {
  const next = list.children[countSettled(list.children, source)];
  const at = next === undefined ? 0 : lineStart(source, startOf(next));
  return at > 0 ? { at, context: { lines: '', letter: '' } } : null;
}

function splitTable(table: Table, source: string, context: BlockContext): BlockSplit | null {
  const [, firstRow] = table.children;
  const count = countSettled(table.children, source);
  const next = table.children[count];
  if (firstRow === undefined || next === undefined || count < 2) return null;
  const lines = context.lines === '' ? source.slice(0, lineStart(source, startOf(firstRow))) : context.lines;
  return { at: lineStart(source, startOf(next)), context: { lines, letter: '' } };
}

function splitCode(code: Code, source: string, context: BlockContext): BlockSplit | null {
  const begin = context.lines === '' ? startOf(code) : 0;
  const fence = /^ {0,3}(`{3,}|~{3,}).*\n/.exec(source.slice(lineStart(source, begin)))?.[0];
  if (fence === undefined || isClosed(fence, source)) return null;
  const lines = context.lines === '' ? fence : context.lines;
  const at = source.lastIndexOf('\n') + 1;
  if (source.length - at > LONG_LINE) return { at: betweenCharacters(source), context: { lines, letter: 'x' } };
  return at > lines.length + lineStart(source, begin) + context.letter.length
    ? { at, context: { lines, letter: '' } }
    : null;
}

/** True when the last line that is not empty is the closing fence. */
function isClosed(fence: string, source: string): boolean {
  const marks = fence.trim().replace(/[^`~].*/s, '');
  const last = source.trimEnd();
  const line = last.slice(last.lastIndexOf('\n') + 1).trim();
  return last.length > fence.trimEnd().length && line.startsWith(marks) && line.replaceAll(marks[0] ?? '', '') === '';
}

/** The end, or a character before it: the second half of a surrogate pair may follow. */
function betweenCharacters(source: string): number {
  const last = source.charCodeAt(source.length - 1);
  return last >= 0xd8_00 && last <= 0xdb_ff ? source.length - 1 : source.length;
}

function splitParagraph(
  paragraph: Paragraph,
  source: string,
  context: BlockContext,
  forced: boolean,
): BlockSplit | null {
  const from = context.letter === '' ? startOf(paragraph) : 0;
  const cuts = findCuts(paragraph, source, from);
  const at = forced && cuts.safe - from < MIN_PART ? cuts.forced : cuts.safe;
  return at - from < MIN_PART ? null : { at, context: { lines: '', letter: 'x' } };
}
