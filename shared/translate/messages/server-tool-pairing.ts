/**
 * Pairs calls and results of tools that ran upstream inside the assistant turn: the API refuses a call without its result, and a
 * result without its call.
 */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import { addNoteOnce, type SourcedBlock } from '../core/message-builder.ts';
import type { Draft } from '../core/request-draft.ts';

/** Removes incomplete pairs. Returns the same list when nothing changes. */
export function pairedServerBlocks(draft: Draft, blocks: readonly SourcedBlock[]): SourcedBlock[] {
  const open = new Map<string, SourcedBlock>();
  const whole = new Set<SourcedBlock>();
  for (const sourced of blocks) {
    const { block } = sourced;
    if (isServerCall(block)) {
      if (!open.has(block.id)) open.set(block.id, sourced);
      continue;
    }
    const resolvedId = answeredCall(block);
    const call = resolvedId === null ? undefined : open.get(resolvedId);
    if (resolvedId === null || call === undefined) continue;
    whole.add(call).add(sourced);
    open.delete(resolvedId);
  }
  const isHalf = (sourced: SourcedBlock): boolean =>
    (isServerCall(sourced.block) || answeredCall(sourced.block) !== null) && !whole.has(sourced);
  const kept = blocks.filter((sourced) => !isHalf(sourced));
  if (kept.length < blocks.length) {
    addNoteOnce(draft, {
      verb: 'dropped',
      code: 'unpaired-server-tool-dropped',
      from: blocks.find(isHalf)?.from ?? null,
      to: null,
      reason:
        'The history had a server tool call without its result (or a result without its call), which the API refuses.',
    });
  }
  return kept;
}

function isServerCall(
  block: ContentBlockParam,
): block is Extract<ContentBlockParam, { server_name: string } | { type: 'server_tool_use' }> {
  return block.type === 'server_tool_use' || block.type === 'mcp_tool_use';
}

function answeredCall(block: ContentBlockParam): string | null {
  if (block.type === 'tool_result' || !('tool_use_id' in block)) return null;
  return block.tool_use_id;
}
