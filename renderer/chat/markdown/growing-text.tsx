/** Text that grows, as it is written; its beginning is rendered once. */

import { memo, type ReactNode } from 'react';
import { VisibleText } from '../../ui/visible-text.tsx';
import { textPieces } from './text-pieces.ts';

export function GrowingText({ text }: { text: string }): ReactNode {
  return textPieces(text).map((piece, index) => (
    // A piece has no other identity than its place.
    // oxlint-disable-next-line react/no-array-index-key
    <TextPiece key={index} text={piece} />
  ));
}

/** One piece, rendered again only when it changes. */
export const TextPiece = memo(function TextPiece({ text }: { text: string }): ReactNode {
  return <VisibleText>{text}</VisibleText>;
});
