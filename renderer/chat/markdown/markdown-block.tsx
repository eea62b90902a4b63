/** One block of a response. Its parts stand in one element, and each is rendered again only when it changes. */

import type { Element } from 'hast';
import type { Code, RootContent } from 'mdast';
import { createElement, memo, type ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';
import type { MarkdownBlock } from './growing-markdown.ts';
import { elementOf, rendered } from './markdown-element.tsx';

export const MarkdownBlockView = memo(function MarkdownBlockView({
  block: { parts },
}: {
  block: MarkdownBlock;
}): ReactNode {
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return null;
  switch (first.type) {
    case 'code':
      return (
        <CodeBlock
          language={languageOf(first)}
          texts={parts.flatMap((part) => (part.type === 'code' ? [part.value] : []))}
        />
      );
    case 'table':
      return (
        <table>
          <Part node={first} inside="thead" />
          <tbody>{partsOf(parts, 'tbody')}</tbody>
        </table>
      );
    case 'list':
      return createElement(first.ordered === true ? 'ol' : 'ul', listProperties(first.start), partsOf(parts, 'items'));
    case 'paragraph':
      // A line of signs beneath it makes a heading of it.
      return createElement(last.type === 'heading' ? `h${last.depth}` : 'p', null, partsOf(parts, 'text'));
    default:
      return <Part node={first} inside="whole" />;
  }
});

/** What of a node's element is rendered. */
type Inside = 'whole' | 'text' | 'items' | 'thead' | 'tbody';

function partsOf(parts: readonly RootContent[], inside: Inside): ReactNode {
  return parts.map((node, index) => (
    // A part has no other identity than its place.
    // oxlint-disable-next-line react/no-array-index-key
    <Part key={index} node={node} inside={inside} />
  ));
}

const Part = memo(function Part({ node, inside }: { node: RootContent; inside: Inside }): ReactNode {
  const element = elementOf(node);
  if (element === null) return null;
  if (inside === 'whole') return rendered([element]);
  if (inside === 'text') return rendered(element.children);
  const elements = elementsOf(element);
  if (inside === 'items') return rendered(elements);
  const found = elements.find(({ tagName }) => tagName === inside);
  if (found === undefined) return null;
  return rendered(inside === 'thead' ? [found] : elementsOf(found));
});

/** Without the line ends between them, which a table must not contain. */
function elementsOf(element: Element): Element[] {
  return element.children.filter((child) => child.type === 'element');
}

function listProperties(start: number | null | undefined): { start?: number } | null {
  return typeof start === 'number' && start !== 1 ? { start } : null;
}

/** As in `toHast`: the first word after the fence. */
function languageOf({ lang }: Code): string {
  return lang ?? 'text';
}
