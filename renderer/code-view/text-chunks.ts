/** A very long text in parts, each as long as an editor can lay out even when it is one line. Pure. */

/** In UTF-16 units. */
export const PART = 10_000_000;

export interface TextPart {
  readonly from: number;
  readonly to: number;
}

/** How many parts a text of that length has; one at least. */
export function partCount(length: number): number {
  return Math.max(1, Math.ceil(length / PART));
}

/** Where a part begins and ends: never between the halves of one character. */
export function partAt(text: string, index: number): TextPart {
  return { from: border(text, index * PART), to: border(text, (index + 1) * PART) };
}

function border(text: string, position: number): number {
  if (position >= text.length) return text.length;
  const half = text.charCodeAt(position);
  return position > 0 && half >= 0xdc00 && half <= 0xdfff ? position - 1 : position;
}

/** A range of the whole text within the part; null when they do not overlap. */
export function within<Span extends TextPart>(span: Span, { from, to }: TextPart): Span | null {
  if (span.to <= from || span.from >= to) return null;
  return { ...span, from: Math.max(span.from, from) - from, to: Math.min(span.to, to) - from };
}
