/** Untrusted text: control, bidirectional and invisible characters are shown by their codes. */

import type { ReactNode } from 'react';
import { escapeOf, hiddenCharacters, visible } from '#shared/json/visible-characters.ts';

export { hiddenCharacters, visible };

/** The same with the escapes marked, for running text. */
export function VisibleText({ children: text }: { children: string }): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(hiddenCharacters)) {
    parts.push(
      text.slice(from, match.index),
      <span key={match.index} className="rounded-small bg-error-tint text-error">
        {escapeOf(match[0])}
      </span>,
    );
    from = match.index + match[0].length;
  }
  return parts.length === 0 ? text : [...parts, text.slice(from)];
}
