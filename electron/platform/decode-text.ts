/**
 * Decodes text files of other programs: UTF-8, UTF-16 (PowerShell's redirection, old editors) with and without a byte order mark, and
 * Latin-1 where the bytes are no UTF-8. The mark is not part of the text.
 */

import { createReadStream } from 'node:fs';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Bytes that the decision needs. */
const PREFIX_BYTES = 4;

/**
 * The mark decides. Without one, JSON begins with an ASCII character, which has a zero byte beside it in UTF-16.
 * Source: RFC 4627, section 3.
 */
function detectEncoding([first = 1, second = 1, third = 1, fourth = 1]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be';
  return 'utf-8';
}

/** @returns the text, without a byte order mark */
export function decodeText(bytes: Uint8Array): string {
  const encoding = detectEncoding(bytes);
  if (encoding !== 'utf-8') return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

/** The text of a file in chunks, without a byte order mark. UTF-8 that is not valid becomes U+FFFD. @throws the system's error */
export async function* readTextChunks(file: string): AsyncIterable<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let prefix = Buffer.alloc(0);
  for await (const piece of createReadStream(file)) {
    let bytes = Buffer.from(piece);
    if (decoder === null) {
      prefix = Buffer.concat([prefix, bytes]);
      if (prefix.length < PREFIX_BYTES) continue;
      decoder = new TextDecoder(detectEncoding(prefix));
      bytes = prefix;
    }
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder === null ? decodeText(prefix) : decoder.decode();
}
