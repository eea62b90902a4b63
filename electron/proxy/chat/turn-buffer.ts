/** The turn while it streams by, kept so that it can be taken up again or recognised later; up to a size no real turn has. */

import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';
import type { Message } from '#shared/anthropic/types.ts';
import { createMessageAccumulator } from '#shared/translate/stream/accumulate-message.ts';

/** In characters. Models end at a few million; whatever sends more is passed on, but not kept. */
export const MAX_TURN_CHARACTERS = 16 * 1024 * 1024;

export interface TurnBuffer {
  /** `size`: characters of the event as it came. */
  push(event: UpstreamEvent, size: number): void;
  /** The message so far; null before its start, and when it became too long to keep. */
  message(): Message | null;
  /** Characters kept. */
  readonly length: number;
}

export function createTurnBuffer(longest = MAX_TURN_CHARACTERS): TurnBuffer {
  let assembler: ReturnType<typeof createMessageAccumulator> | null = createMessageAccumulator();
  let length = 0;
  return {
    push(event, size) {
      if (assembler === null) return;
      length += keptLength(event, size);
      if (length > longest) assembler = null;
      else assembler.push(event);
    },
    message: () => assembler?.message() ?? null,
    get length() {
      return assembler === null ? 0 : length;
    },
  };
}

/** What the event adds to the turn, in characters; of the pieces that long turns are made of only their text, without what is around it. */
function keptLength(event: UpstreamEvent, size: number): number {
  if (event.type === 'content_block_start') return size;
  if (event.type !== 'content_block_delta') return 0;
  switch (event.delta.type) {
    case 'text_delta':
      return event.delta.text.length;
    case 'thinking_delta':
      return event.delta.thinking.length;
    case 'input_json_delta':
      return event.delta.partial_json.length;
    default:
      return size;
  }
}
