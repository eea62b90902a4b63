/** Accumulates the streaming turn, so that it can be resumed or restored later; up to a size that no real turn has. */

import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';
import type { Message } from '#shared/anthropic/types.ts';
import { createMessageAccumulator } from '#shared/translate/stream/accumulate-message.ts';

/** In characters. Models stop at a few million; longer turns are forwarded but not kept. */
export const MAX_TURN_CHARACTERS = 16 * 1024 * 1024;

export interface TurnBuffer {
  /** `size`: characters of the raw event. */
  push(event: UpstreamEvent, size: number): void;
  /** The message so far; null before `message_start` and beyond the limit. */
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

/** Characters that the event adds to the turn; for deltas only their text, without the JSON around it. */
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
