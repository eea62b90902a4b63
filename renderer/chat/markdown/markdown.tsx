/** A response as Markdown while it streams. */

import { useState, type ReactNode } from 'react';
import { growMarkdown, NO_MARKDOWN } from './growing-markdown.ts';
import { GrowingText } from './growing-text.tsx';
import { MarkdownBlockView } from './markdown-block.tsx';

/** `text` only grows while `streaming`; another response needs another key. */
export function Markdown({ text, streaming }: { text: string; streaming: boolean }): ReactNode {
  const [state, setState] = useState(() => growMarkdown(NO_MARKDOWN, text, !streaming));
  const current =
    state.length === text.length && state.ended === !streaming ? state : growMarkdown(state, text, !streaming);
  // React then renders once more with the new state before anything is shown.
  if (current !== state) setState(current);
  return (
    <div className="markdown">
      {[...current.settled, ...current.growing].map((block) => (
        <MarkdownBlockView key={block.at} block={block} />
      ))}
      {current.parsedTo === text.length ? null : (
        <p className="whitespace-pre-wrap">
          <GrowingText text={text.slice(current.parsedTo)} />
        </p>
      )}
    </div>
  );
}
