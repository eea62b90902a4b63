/**
 * Nodes of Markdown as elements. Model text is untrusted: images are never loaded, links are never followed (their
 * address is shown instead), and characters that hide or turn text are spelled out.
 */

import type { Element, ElementContent, RootContent as HtmlContent } from 'hast';
import { type Components, toJsxRuntime } from 'hast-util-to-jsx-runtime';
import type { RootContent } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import type { ReactNode } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import { visible } from '../../ui/visible-text.tsx';
import { CodeBlock, codeOf } from './code-block.tsx';

const components: Partial<Components> = {
  a: ({ href, children }) => <DeadLink href={href} label={children} />,
  img: ({ src, alt }) => <DeadImage source={src} alternative={alt} />,
  pre: ({ node }) => <CodeBlock {...codeOf(node)} />,
};

/** The node as an element of HTML with hidden characters spelled out; null for what has none. */
export function elementOf(node: RootContent): Element | null {
  const tree = toHast(node);
  if (tree.type !== 'element') return null;
  spellOut(tree);
  return tree;
}

/** Elements of HTML as React's. */
export function rendered(nodes: readonly (ElementContent | HtmlContent)[]): ReactNode {
  return toJsxRuntime({ type: 'root', children: [...nodes] }, { Fragment, jsx, jsxs, components });
}

/** Not in code blocks: those are copied unchanged and show hidden characters themselves. */
function spellOut(node: ElementContent): void {
  if (node.type === 'text') node.value = visible(node.value);
  if (node.type !== 'element' || node.tagName === 'pre') return;
  for (const name of ['href', 'src', 'alt', 'title']) {
    const value = node.properties[name];
    if (typeof value === 'string') node.properties[name] = visible(value);
  }
  node.children.forEach(spellOut);
}

function DeadLink({ href, label }: { href: string | undefined; label: ReactNode }): ReactNode {
  const address = href ?? '';
  return (
    <span>
      <span className="underline decoration-faint decoration-dotted underline-offset-2">{label}</span>
      {address === '' || label === address ? null : <span className="text-faint"> ({address})</span>}
    </span>
  );
}

function DeadImage({ source, alternative }: { source: unknown; alternative: string | undefined }): ReactNode {
  return (
    <span className="text-faint">
      [image{alternative ? `: ${alternative}` : ''}
      {typeof source === 'string' ? `, not loaded: ${source}` : ''}]
    </span>
  );
}
