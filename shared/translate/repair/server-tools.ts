/** Tools that ran upstream are answered inside the assistant turn: a call without its result, or a result without its call, is refused. */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import { noteOnce, type Placed } from '../conversation.ts';
import type { Draft } from '../draft.ts';

/** Leaves out the halves of pairs that are not whole. Gives back the same list when there is nothing to leave out. */
export function pairedServerBlocks(draft: Draft, blocks: readonly Placed[]): Placed[] {
  const calls = new Set<string>();
  const results = new Set<string>();
  for (const { block } of blocks) {
    if (block.type === 'server_tool_use' || block.type === 'mcp_tool_use') calls.add(block.id);
    const answered = answeredCall(block);
    // A result counts only when its call stands before it, and once.
    if (answered !== null && calls.has(answered)) results.add(answered);
  }
  const answeredHere = new Set<string>();
  const kept = blocks.filter(({ block }) => {
    if (block.type === 'server_tool_use' || block.type === 'mcp_tool_use') return results.has(block.id);
    const answered = answeredCall(block);
    if (answered === null) return true;
    if (!results.has(answered) || answeredHere.has(answered)) return false;
    answeredHere.add(answered);
    return true;
  });
  if (kept.length < blocks.length) {
    noteOnce(draft, {
      verb: 'dropped',
      code: 'unpaired-server-tool-dropped',
      from: blocks.find((placed) => !kept.includes(placed))?.from ?? null,
      to: null,
      reason: 'A tool that ran upstream was there without its result (or the other way round), which the API refuses.',
    });
  }
  return kept;
}

function answeredCall(block: ContentBlockParam): string | null {
  if (block.type === 'tool_result' || !('tool_use_id' in block)) return null;
  return block.tool_use_id;
}
