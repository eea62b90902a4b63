/**
 * A text that grows, as Markdown. What can no longer change is parsed once and kept: whole blocks, and the finished rows, items,
 * lines and words of the block that still grows. Only the rest is parsed again as it grows, so that the work is in proportion
 * to the length of the text. Pure; the parts that are settled are the same objects in every later state.
 */

import type { Code, RootContent } from 'mdast';
import remend, { type RemendOptions } from 'remend';
import { contextText, NO_CONTEXT, withoutContext, type BlockContext } from './context.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { countSettled, lineStart, splitBlock, startOf } from './split-block.ts';

export interface MarkdownBlock {
  /** Where it begins in the text, in UTF-16 units. */
  readonly at: number;
  /** One after the other they are the block; all but the last have their final form. */
  readonly parts: readonly RootContent[];
}

export interface GrowingMarkdown {
  /** How much of the text this is, in UTF-16 units. */
  readonly length: number;
  /** True when nothing follows. */
  readonly ended: boolean;
  readonly settled: readonly MarkdownBlock[];
  /** The blocks after the settled ones, in the form they have now. */
  readonly growing: readonly MarkdownBlock[];
  /** Parts of the first growing block that have their final form. */
  readonly kept: readonly RootContent[];
  /** Where the first growing block begins in the text. */
  readonly at: number;
  readonly context: BlockContext;
  /** Where the text begins that is parsed again. */
  readonly start: number;
  /** How much of the text is in the blocks; what follows is shown as it is written. */
  readonly parsedTo: number;
}

export const NO_MARKDOWN: GrowingMarkdown = {
  length: 0,
  ended: false,
  settled: [],
  growing: [],
  kept: [],
  at: 0,
  context: NO_CONTEXT,
  start: 0,
  parsedTo: 0,
};

/** Up to this many characters are parsed again whenever the text grows. */
const WINDOW = 2048;
/** More are parsed again when they have grown by this factor: the sum over all times is still in proportion. */
const GROWTH = 1.25;
/** Below this no block is split. */
const SPLIT = 256;

/** Closes what is half written at the end. Without what changes the text elsewhere. */
const completion: RemendOptions = {
  linkMode: 'text-only',
  images: false,
  comparisonOperators: false,
  htmlTags: false,
  katex: false,
  singleTilde: false,
};

/**
 * The text after it has grown.
 * @param before the state of a beginning of `text`; of another text, NO_MARKDOWN
 * @param ended true when nothing follows
 * @param parse counted by tests
 */
export function growMarkdown(
  before: GrowingMarkdown,
  text: string,
  ended: boolean,
  parse: typeof parseMarkdown = parseMarkdown,
): GrowingMarkdown {
  let state = before;
  let last = false;
  while (!last) {
    const parsed = state.parsedTo - state.start;
    const limit = state.start + Math.max(WINDOW, Math.ceil(parsed * GROWTH));
    if (!ended && limit > text.length && text.length - state.start > WINDOW) break;
    const to = Math.min(text.length, limit);
    last = to === text.length;
    state = step(state, text, to, ended && last, parse);
  }
  return { ...state, length: text.length, ended };
}

/** Parses the rest of the text up to `to`, and keeps what is settled of it. */
function step(
  state: GrowingMarkdown,
  text: string,
  to: number,
  ended: boolean,
  parse: typeof parseMarkdown,
): GrowingMarkdown {
  const { start, context } = state;
  const prefix = contextText(context);
  const source = prefix + text.slice(start, to);
  const completed = ended || context.lines !== '' ? source : remend(source, completion);
  const stable = source.slice(0, commonLength(source, completed));
  const tree = parse(completed).children;
  const offset = start - prefix.length;
  const now = { ...state, growing: blocksOf(state, withoutContext(context, tree), offset), parsedTo: to };
  if (ended) return now;

  const settled = tree.slice(0, countSettled(tree, stable));
  const next = tree[settled.length];
  if (settled.length > 0 && next !== undefined) {
    const at = offset + lineStart(source, startOf(next));
    const blocks = blocksOf(state, withoutContext(context, settled), offset);
    const rest = { ...state, settled: [...state.settled, ...blocks], kept: [], at, context: NO_CONTEXT, start: at };
    return step(rest, text, to, ended, parse);
  }
  const [only] = tree;
  if (only === undefined || tree.length > 1 || to - start < SPLIT) return now;
  const split = splitBlock(only, stable, context, to - start > WINDOW);
  if (split === null) return now;
  const [part, ...others] = withoutContext(context, parse(source.slice(0, split.at)).children);
  if (part?.type !== only.type || others.length > 0) return now;
  const kept = [...state.kept, part.type === 'code' ? withLineEnd(part, source, split.at) : part];
  return step({ ...state, kept, context: split.context, start: offset + split.at }, text, to, ended, parse);
}

/** The parser leaves out the last line end of a code block, which here is followed by more lines. */
function withLineEnd(code: Code, source: string, at: number): Code {
  return source[at - 1] === '\n' ? { ...code, value: `${code.value}\n` } : code;
}

/** The nodes as blocks; the first may be the rest of a block of which parts were kept. */
function blocksOf({ kept, at }: GrowingMarkdown, nodes: readonly RootContent[], offset: number): MarkdownBlock[] {
  const blocks = nodes.map((node) => ({ at: offset + startOf(node), parts: [node] }));
  const [first, ...others] = blocks;
  const [node] = nodes;
  const last = kept.at(-1);
  if (first === undefined || node === undefined) return last === undefined ? [] : [{ at, parts: kept }];
  if (last === undefined) return [{ ...first, at }, ...others];
  return isSameBlock(last, node) ? [{ at, parts: [...kept, node] }, ...others] : [{ at, parts: kept }, ...blocks];
}

/** A line of signs beneath a paragraph makes a heading of it, also when its beginning was kept. */
function isSameBlock(kept: RootContent, node: RootContent): boolean {
  return node.type === kept.type || (kept.type === 'paragraph' && node.type === 'heading');
}

/** How much of the two strings is the same, in UTF-16 units. */
function commonLength(left: string, right: string): number {
  if (right.startsWith(left)) return left.length;
  let length = 0;
  while (length < right.length && left[length] === right[length]) length += 1;
  return length;
}
