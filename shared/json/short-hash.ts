/** A short, stable hash for names and ids that had to change. Not for security: FNV-1a over UTF-16 units, two lanes of 32 bits. */

/** 12 characters of `[0-9a-f]`, the same for the same text on every machine. */
export function shortHash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + index), 0x01000193);
  }
  return (hex(low) + hex(high)).slice(0, 12);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
