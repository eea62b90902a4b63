/** SHA-256 of Node, as the translator needs it for turn fingerprints. */

import { createHash } from 'node:crypto';
import type { TranslationContext } from '#shared/translate/core/translation-interface.ts';

export function createHasher(): ReturnType<TranslationContext['createHasher']> {
  const hash = createHash('sha256');
  return {
    update(text) {
      hash.update(text);
    },
    digest: () => hash.digest('hex'),
  };
}
