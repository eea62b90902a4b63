/** Private keys in PEM and OpenPGP blocks, whole or cut off, with line breaks or with the escapes of a JSON string. */

import { MARK } from './hide-secret.ts';
import type { Edit, Rule } from './text-runs.ts';

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** The content of a block: base64, and header lines such as `Proc-Type: 4,ENCRYPTED`. */
const BASE64_LINE = /[A-Za-z0-9+/=]{20}/;
/** Longer than a key of 16,384 bits. */
const MAX_LENGTH = 16_384;

export const privateKeyPatterns: readonly RegExp[] = [BEGIN, BASE64_LINE];

export const findPrivateKeys: Rule = (text, steps) => {
  const edits: Edit[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(BEGIN)) {
    if (index < from) continue;
    const start = index + found.length;
    const end = endOfBlock(text, start);
    steps.count += end - start;
    from = end;
    if (BASE64_LINE.test(text.slice(start, end))) edits.push({ start, end, text: MARK });
  }
  return edits;
};

/**
 * The end of the block: before its last line, before the quote that ends its string, or where it was cut off; never within an
 * escape.
 */
function endOfBlock(text: string, start: number): number {
  const block = text.slice(start, start + MAX_LENGTH);
  const end = block.search(/-----|["'`<]/);
  const length = end === -1 ? block.length : end;
  const trailing = /\\[^\\]{0,5}$|\\+$/.exec(block.slice(Math.max(0, length - 6), length));
  const isQuote = end !== -1 && block[end] !== '-';
  return start + length - (isQuote || end === -1 ? (trailing?.[0].length ?? 0) : 0);
}
