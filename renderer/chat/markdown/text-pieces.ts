/** In UTF-16 units. */
const PIECE = 4096;

/** The text in pieces that do not change when it grows. No character of two units is cut. */
export function textPieces(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = from + PIECE;
    const last = text.charCodeAt(end - 1);
    const to = last >= 0xd8_00 && last <= 0xdb_ff ? end + 1 : end;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}
