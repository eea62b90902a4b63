/** Limits of a whole request that can be checked before it is sent. https://platform.claude.com/docs/en/build-with-claude/vision */

import { RequestRefused } from '../../errors.ts';
import type { MessageBuilder } from '../core/message-builder.ts';

const MAX_MESSAGES = 100_000;
const LONG_CONTEXT = 1_000_000;

export function checkRequestLimits(builder: MessageBuilder): void {
  if (builder.messages.length > MAX_MESSAGES) {
    throw new RequestRefused({
      code: 'too_many_messages',
      param: 'messages',
      message: `The conversation has ${builder.messages.length} turns; the limit is ${MAX_MESSAGES}.`,
      hint: 'Leave out or summarise the oldest messages.',
    });
  }
  const limit = builder.draft.context.profile.contextTokens < LONG_CONTEXT ? 100 : 600;
  const images = countImages(builder);
  if (images > limit) {
    throw new RequestRefused({
      code: 'too_many_images',
      param: 'messages',
      message: `The request holds ${images} images; this model takes ${limit}.`,
      hint: 'Leave out older images.',
    });
  }
}

function countImages(builder: MessageBuilder): number {
  let images = 0;
  for (const { content } of builder.messages) {
    for (const block of content) {
      if (block.type === 'image') images += 1;
      else if (block.type === 'tool_result' && Array.isArray(block.content)) {
        for (const inner of block.content) if (inner.type === 'image') images += 1;
      }
    }
  }
  return images;
}
