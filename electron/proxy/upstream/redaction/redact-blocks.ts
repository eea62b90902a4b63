/** Redacts secrets split over the blocks of a whole message: clients join the texts of all blocks. */

import type { ContentBlock } from '#shared/anthropic/types.ts';
import type { KnownSecrets } from '#shared/known-secrets/known-secrets.ts';
import { SecretRedactor } from '#shared/known-secrets/secret-redactor.ts';

/** @param content blocks without whole secrets */
export function redactBlocks(content: readonly ContentBlock[], known: KnownSecrets): ContentBlock[] {
  const texts = new SecretRedactor(known);
  const thoughts = new SecretRedactor(known);
  return content.map((block) => {
    if (block.type === 'text') return { ...block, text: texts.push(block.text) + texts.release() };
    if (block.type !== 'thinking') return block;
    return { ...block, thinking: thoughts.push(block.thinking) + thoughts.release() };
  });
}
