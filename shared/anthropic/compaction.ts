/**
 * Compaction blocks of the Messages API: a summary that stands for the messages before it.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-on-demand (signed, the block replaces the messages)
 * https://platform.claude.com/docs/en/build-with-claude/compaction-threshold (unsigned, the block follows them)
 */

import type Anthropic from '@anthropic-ai/sdk';

export type CompactionBlock = Anthropic.Beta.Messages.BetaCompactionBlock;
export type CompactionBlockParam = Anthropic.Beta.Messages.BetaCompactionBlockParam;

/** The top-level field `compaction`, and the signed blocks it produces. */
export const ON_DEMAND_BETA = 'compact-2026-09-04';
/** The edit `compact_20260112` of `context_management`, and the unsigned blocks it produces. */
export const THRESHOLD_BETA = 'compact-2026-01-12';
export const THRESHOLD_EDIT = 'compact_20260112';
/** The API refuses a lower trigger. In input tokens. */
export const MIN_THRESHOLD = 50_000;

export function isCompactionBlock(block: { readonly type: string }): block is CompactionBlock {
  return block.type === 'compaction';
}

/** The beta that a request needs which sends the block back. */
export function betaOfBlock(block: object): string {
  return 'signature' in block && typeof block.signature === 'string' ? ON_DEMAND_BETA : THRESHOLD_BETA;
}

/**
 * Adds to a streamed block what a delta, or the event that ends the block, says of it. On-demand blocks arrive whole at their start;
 * those of a threshold arrive in one `compaction_delta`. Which event carries `signature` and `tool_changes` of a block in deltas is
 * not documented, so every event of the block may.
 *
 * @param block changed in place @param piece a delta, or a `content_block_stop` event
 */
export function addToCompaction(block: CompactionBlock, piece: object): void {
  const nested: unknown = Reflect.get(piece, 'content_block');
  const source = typeof nested === 'object' && nested !== null ? nested : piece;
  const content: unknown = Reflect.get(source, 'content');
  const isDelta = Reflect.get(source, 'type') === 'compaction_delta';
  if (typeof content === 'string') block.content = isDelta ? (block.content ?? '') + content : content;
  for (const field of ['encrypted_content', 'signature', 'tool_changes']) {
    const value: unknown = Reflect.get(source, field);
    if (value !== undefined && value !== null) Object.assign(block, { [field]: value });
  }
}
