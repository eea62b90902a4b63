/** Comparing secrets: by their digests, so that neither content nor length shows in the time it takes. */

import { createHash, timingSafeEqual } from 'node:crypto';

/** 32 bytes; all that has to stay in memory to recognise a secret. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** In constant time. */
export function matchesDigest(given: string, digest: Buffer): boolean {
  return timingSafeEqual(digestOf(given), digest);
}
