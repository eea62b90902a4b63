/** What is put in front of the rest of a block, so that it is parsed as the rest of that block. */

import type { Paragraph, RootContent } from 'mdast';

export interface BlockContext {
  /** Whole lines: the head of a table, the opening fence of a code block. */
  readonly lines: string;
  /** A letter in place of the line's beginning, or nothing. It is taken away again from what was parsed. */
  readonly letter: '' | 'x';
}

export const NO_CONTEXT: BlockContext = { lines: '', letter: '' };

/** The characters put in front. */
export function contextText({ lines, letter }: BlockContext): string {
  return lines + letter;
}

/** The blocks without the letter of the context. Those that had nothing else are left out. */
export function withoutContext({ letter }: BlockContext, blocks: readonly RootContent[]): readonly RootContent[] {
  const first = blocks[0];
  if (letter === '' || first === undefined) return blocks;
  if (first.type === 'code') return [{ ...first, value: first.value.slice(1) }, ...blocks.slice(1)];
  if (first.type !== 'paragraph' && first.type !== 'heading') return blocks;
  return [{ ...first, children: withoutLetter(first.children) }, ...blocks.slice(1)];
}

function withoutLetter(children: Paragraph['children']): Paragraph['children'] {
  const first = children[0];
  if (first?.type !== 'text') return children;
  return [{ ...first, value: first.value.slice(1) }, ...children.slice(1)];
}
