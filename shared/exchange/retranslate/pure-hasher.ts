/** SHA-256 without Node, for translations that run in the window. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Hasher } from '../../translate/core/translation-interface.ts';

export function createPureHasher(): Hasher {
  const hash = sha256.create();
  return {
    update(text) {
      hash.update(utf8ToBytes(text));
    },
    digest: () => bytesToHex(hash.digest()),
  };
}
