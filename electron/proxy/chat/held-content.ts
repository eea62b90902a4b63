/** How much of a stream its translation still has in memory: a stream may be of any length, but what is kept of it may not. */

import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';

export interface HeldContent {
  /** `size`: characters of the event as it came. */
  push(event: UpstreamEvent, size: number): void;
  /** Characters of the events whose content is still kept: an upper bound, for it counts what is around each piece as well. */
  readonly held: number;
}

/** Blocks that are of no use once their last piece was sent on. */
const PASSING = new Set(['text', 'thinking', 'redacted_thinking', 'tool_use']);

/**
 * @param keepsAll the client is sent something that repeats the whole: a finished response, or text whose form is checked
 */
export function createHeldContent(keepsAll: boolean): HeldContent {
  const open = new Map<number, number>();
  let started = false;
  let kept = 0;
  let inOpenBlocks = 0;

  function addToBlock(index: number, size: number): void {
    open.set(index, (open.get(index) ?? 0) + size);
    inOpenBlocks += size;
  }

  function endBlock(index: number): void {
    inOpenBlocks -= open.get(index) ?? 0;
    open.delete(index);
  }

  return {
    push(event, size) {
      if (event.type === 'message_start') started = true;
      // Before the message begins the client has been sent nothing, and nothing but some pings should come.
      if (!started || keepsAll) {
        kept += size;
        return;
      }
      switch (event.type) {
        case 'content_block_start': {
          endBlock(event.index);
          const { content_block: block } = event;
          const passes = PASSING.has(block.type) && !(block.type === 'text' && block.citations);
          if (passes) addToBlock(event.index, size);
          else kept += size;
          return;
        }
        case 'content_block_delta':
          if (event.delta.type === 'citations_delta') kept += size;
          else addToBlock(event.index, size);
          return;
        case 'content_block_stop':
          endBlock(event.index);
          return;
        case 'message_start':
        case 'message_delta':
          kept += size;
          return;
        default:
          return;
      }
    },
    get held() {
      return kept + inOpenBlocks;
    },
  };
}
