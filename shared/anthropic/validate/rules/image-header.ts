/** Type and size of an image, read from its first bytes. */

export interface ImageHeader {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  /** Zero when the given head ends before the size. */
  readonly width: number;
  readonly height: number;
}

/** Null for bytes of no image type that the API accepts. */
export function readImage(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ascii = (start: number, end: number): string => String.fromCodePoint(...bytes.subarray(start, end));

  if (ascii(1, 4) === 'PNG') {
    return {
      mediaType: 'image/png',
      ...(bytes.length >= 24 ? size(view.getUint32(16), view.getUint32(20)) : size(0, 0)),
    };
  }
  if (ascii(0, 4) === 'GIF8') {
    const known = bytes.length >= 10;
    return { mediaType: 'image/gif', ...(known ? size(view.getUint16(6, true), view.getUint16(8, true)) : size(0, 0)) };
  }
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP')
    return { mediaType: 'image/webp', ...readWebp(view, ascii(12, 16)) };
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? { mediaType: 'image/jpeg', ...readJpeg(view) } : null;
}

const size = (width: number, height: number): Pick<ImageHeader, 'width' | 'height'> => ({ width, height });

function readWebp(view: DataView, kind: string): { width: number; height: number } {
  if (view.byteLength < 30) return { width: 0, height: 0 };
  if (kind === 'VP8X') {
    const width = view.getUint16(24, true) | (view.getUint8(26) << 16);
    const height = view.getUint16(27, true) | (view.getUint8(29) << 16);
    return { width: width + 1, height: height + 1 };
  }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** Reads the segments up to the frame header, which holds the size. */
function readJpeg(view: DataView): { width: number; height: number } {
  let offset = 2;
  while (offset + 9 < view.byteLength && view.getUint8(offset) === 0xff) {
    const marker = view.getUint8(offset + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(offset + 5), width: view.getUint16(offset + 7) };
    offset += 2 + view.getUint16(offset + 2);
  }
  return { width: 0, height: 0 };
}
