/** Compares secrets by digest in constant time, so that timing reveals neither content nor length. */

import { createHash, timingSafeEqual } from 'node:crypto';

/** 32 bytes; all that stays in memory to recognise a secret. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** In constant time. */
export function matchesDigest(given: string, digest: Buffer): boolean {
  return timingSafeEqual(digestOf(given), digest);
}
