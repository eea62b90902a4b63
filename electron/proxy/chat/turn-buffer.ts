/** The turn while it streams by, kept so that it can be taken up again or recognised later; up to a size no real turn has. */

import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';
import type { Message } from '#shared/anthropic/types.ts';
import { createAssembler } from '#shared/translate/stream/accumulate-message.ts';

/** In characters. Models end at a few million; whatever sends more is passed on, but not kept. */
const MAX_TURN_CHARACTERS = 16 * 1024 * 1024;

export interface TurnBuffer {
  push(event: UpstreamEvent): void;
  /** The message so far; null before its start, and when it became too long to keep. */
  message(): Message | null;
}

export function createTurnBuffer(longest = MAX_TURN_CHARACTERS): TurnBuffer {
  let assembler: ReturnType<typeof createAssembler> | null = createAssembler();
  let length = 0;
  return {
    push(event) {
      if (assembler === null) return;
      length += lengthOf(event);
      if (length > longest) assembler = null;
      else assembler.push(event);
    },
    message: () => assembler?.message() ?? null,
  };
}

/** Of the two kinds of pieces that long answers are made of. */
function lengthOf(event: UpstreamEvent): number {
  if (event.type !== 'content_block_delta') return 0;
  if (event.delta.type === 'text_delta') return event.delta.text.length;
  if (event.delta.type === 'thinking_delta') return event.delta.thinking.length;
  return event.delta.type === 'input_json_delta' ? event.delta.partial_json.length : 0;
}
