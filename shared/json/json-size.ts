/** How long a value is as JSON text, roughly and without writing it: for deciding what to do with large ones. Pure. */

import { ExactNumber } from './exact-number.ts';

/**
 * Adds up the lengths of strings and keys, and some characters for everything else; escapes are not counted, so the text may be
 * longer.
 *
 * @param value what came from `JSON.parse`, or is built like it
 * @param most where to stop: a larger value costs no more
 * @returns characters, or any number above `most`
 */
export function estimateJsonSize(value: unknown, most = Number.POSITIVE_INFINITY): number {
  let size = 0;
  const left: unknown[] = [value];
  while (left.length > 0 && size <= most) {
    const one = left.pop();
    if (typeof one === 'string') size += one.length + 3;
    else if (one instanceof ExactNumber) size += one.text.length;
    else if (Array.isArray(one)) {
      // Each item has two characters at least.
      size += 2;
      if (size + 2 * one.length > most) return size + 2 * one.length;
      for (const item of one) left.push(item);
    } else if (typeof one === 'object' && one !== null) {
      size += 2;
      for (const [key, member] of Object.entries(one)) {
        size += key.length + 3;
        left.push(member);
      }
    } else size += 5;
  }
  return size;
}
