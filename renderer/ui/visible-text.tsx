/** Text from elsewhere, as text: characters that hide, turn or control it are shown by their codes. */

import type { ReactNode } from 'react';

/**
 * Controls but for tab and line break, formats (bidirectional, invisible), and the separators that editors take for line ends;
 * not the joiner between the parts of one emoji, which hides nothing.
 */
const hidden =
  /(?![\t\n])(?!(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic}))[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/** The text with such characters as escapes; line breaks and tabs stay. */
export function visible(text: string): string {
  return text.replaceAll(hidden, codeOf);
}

/** The same with the escapes marked, for running text. */
export function VisibleText({ children: text }: { children: string }): ReactNode {
  const pieces: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    pieces.push(
      text.slice(from, match.index),
      <span key={match.index} className="rounded-small bg-error-tint text-error">
        {codeOf(match[0])}
      </span>,
    );
    from = match.index + match[0].length;
  }
  return pieces.length === 0 ? text : [...pieces, text.slice(from)];
}
