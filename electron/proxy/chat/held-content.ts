/** Counts the characters of a stream that its translation still holds: streams are unbounded, memory is not. */

import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';

export interface HeldContent {
  /** `size`: characters of the raw event. */
  push(event: UpstreamEvent, size: number): void;
  /** Size of the buffered content: its characters and an overhead per text delta. */
  readonly held: number;
}

/** Overhead of a text delta beside its characters: V8 keeps the parts of a concatenated string until it is flattened. */
const PIECE_OVERHEAD = 32;

/** Blocks that are not needed after their last delta was sent. */
const PASSING = /^(?:text|thinking|redacted_thinking|tool_use)$/;
/** Blocks of tools that run upstream; clients are sent nothing of their content. */
const RUN_UPSTREAM = /_tool_use$|_tool_result$/;

/**
 * @param keepsAll the last event repeats the whole content, or the text is validated at the end
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

  function passes(type: string): boolean {
    return RUN_UPSTREAM.test(type) || (!keepsAll && PASSING.test(type));
  }

  return {
    push(event, size) {
      if (event.type === 'message_start') started = true;
      switch (event.type) {
        case 'content_block_start': {
          endBlock(event.index);
          const { content_block: block } = event;
          if (passes(block.type) && !(block.type === 'text' && block.citations)) addToBlock(event.index, size);
          else kept += size;
          return;
        }
        case 'content_block_delta': {
          const content = contentLength(event.delta, keepsAll) ?? size;
          if (open.has(event.index) && event.delta.type !== 'citations_delta') addToBlock(event.index, content);
          else kept += content;
          return;
        }
        case 'content_block_stop':
          endBlock(event.index);
          return;
        case 'message_start':
        case 'message_delta':
          kept += size;
          return;
        default:
          // Before `message_start` nothing was sent to the client; only pings are expected.
          if (!started) kept += size;
      }
    },
    get held() {
      return kept + inOpenBlocks;
    },
  };
}

/** Of a text delta; null for other deltas. Text and thinking are kept only for an event that repeats them at the end. */
function contentLength(
  delta: Extract<UpstreamEvent, { type: 'content_block_delta' }>['delta'],
  keepsAll: boolean,
): number | null {
  switch (delta.type) {
    case 'text_delta':
      return keepsAll ? delta.text.length + PIECE_OVERHEAD : 0;
    case 'thinking_delta':
      return keepsAll ? delta.thinking.length + PIECE_OVERHEAD : 0;
    case 'input_json_delta':
      return delta.partial_json.length + PIECE_OVERHEAD;
    default:
      return null;
  }
}
