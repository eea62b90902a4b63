/**
 * Markdown as GitHub writes it, without what needs the rest of the document or would hide text: markup of HTML, definitions of
 * links and footnotes are text as they are written. So the tree of a block depends on that block alone.
 */

import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

const NOT_UNDERSTOOD = [
  'htmlFlow',
  'htmlText',
  'definition',
  'gfmFootnoteDefinition',
  'gfmFootnoteCall',
  'gfmPotentialFootnoteCall',
];

const options = {
  extensions: [gfm({ singleTilde: false }), { disable: { null: NOT_UNDERSTOOD } }],
  mdastExtensions: [gfmFromMarkdown()],
};

/** @returns the tree, with positions in characters of `text` */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, options);
}
