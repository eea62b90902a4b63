/**
 * A response as markdown while it streams. Model text is untrusted: markup in it is shown as text, images are never
 * loaded, links are never followed (their address is shown instead), and characters that hide or turn text are spelled out.
 */

import { isValidElement, type ReactNode } from 'react';
import { Streamdown, type Components } from 'streamdown';
import { CopyIcon } from '../ui/copy.tsx';
import { visible, VisibleText } from '../ui/visible-text.tsx';

/** The fields used of a node in the Markdown tree. */
interface MarkdownNode {
  readonly type: string;
  readonly tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  readonly children?: readonly MarkdownNode[];
}

/** Not in code blocks: those are copied unchanged and show hidden characters themselves. */
function spellOut(node: MarkdownNode): void {
  if (node.tagName === 'pre') return;
  if (node.value !== undefined) node.value = visible(node.value);
  for (const name of ['href', 'src', 'alt', 'title']) {
    const value = node.properties?.[name];
    if (node.properties !== undefined && typeof value === 'string') node.properties[name] = visible(value);
  }
  node.children?.forEach(spellOut);
}

const plugins = [() => spellOut];

const components: Components = {
  a: ({ href, children }) => <DeadLink href={href} label={children} />,
  img: ({ src, alt }) => <DeadImage source={src} alternative={alt} />,
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  code: ({ children }) => <code>{children}</code>,
  inlineCode: ({ children }) => <code>{children}</code>,
  table: ({ children }) => <table>{children}</table>,
};

export function Markdown({ text, streaming }: { text: string; streaming: boolean }): ReactNode {
  return (
    <Streamdown
      className="markdown"
      mode={streaming ? 'streaming' : 'static'}
      parseIncompleteMarkdown={streaming}
      // Without the plugin that parses HTML, Streamdown renders all HTML as text.
      rehypePlugins={plugins}
      components={components}
      controls={false}
      linkSafety={{ enabled: false }}
    >
      {text}
    </Streamdown>
  );
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

function CodeBlock({ children }: { children: ReactNode }): ReactNode {
  const { language, text } = codeIn(children);
  return (
    <div className="overflow-hidden rounded-ui border bg-sunken">
      <div className="flex h-7 items-center border-b pl-3 text-mini text-faint">
        {visible(language)}
        <CopyIcon text={text} what="the code" className="ml-auto size-6" />
      </div>
      <pre tabIndex={0} className="overflow-x-auto p-3">
        <code>
          <VisibleText>{text}</VisibleText>
        </code>
      </pre>
    </div>
  );
}

/** The language and the text of the code element inside a `pre`. */
function codeIn(children: ReactNode): { language: string; text: string } {
  if (!isValidElement<{ className?: unknown; children?: unknown }>(children)) {
    return { language: 'text', text: typeof children === 'string' ? children : '' };
  }
  const { className, children: inner } = children.props;
  const language = typeof className === 'string' ? (/language-(\S+)/.exec(className)?.[1] ?? 'text') : 'text';
  return { language, text: typeof inner === 'string' ? inner.replace(/\n$/, '') : '' };
}
