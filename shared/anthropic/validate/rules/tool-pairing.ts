/** Every tool call has exactly one result at the start of the next user turn, and every result has its call. */

import type { ValidationRefusal } from '../refusal.ts';
import { firstRefusal, invalid } from '../refusal.ts';
import type { MergedTurn, ShapedRequest } from '../shaped-request.ts';
import { isServerResult, mergeTurns } from '../shaped-request.ts';

export function checkToolPairing(request: ShapedRequest): ValidationRefusal | null {
  const turns = mergeTurns(request.messages);
  return (
    checkUniqueIds(turns) ??
    firstRefusal(turns, (turn, index) => {
      if (turn.role === 'assistant') {
        return checkCalls(turn, turns[index + 1]) ?? checkServerCalls(turn, index === turns.length - 1);
      }
      return turn.role === 'user' ? checkResults(turn, turns[index - 1]) : null;
    }) ??
    checkToolsDeclared(request, turns)
  );
}

function checkUniqueIds(turns: readonly MergedTurn[]): ValidationRefusal | null {
  const seen = new Set<string>();
  for (const turn of turns) {
    for (const { block } of turn.blocks) {
      if (block.type !== 'tool_use' || block.id === undefined) continue;
      if (seen.has(block.id)) return invalid('messages: `tool_use` ids must be unique');
      seen.add(block.id);
    }
  }
  return null;
}

function checkCalls(turn: MergedTurn, next: MergedTurn | undefined): ValidationRefusal | null {
  const calls = turn.blocks.filter(({ block }) => block.type === 'tool_use');
  const last = calls.at(-1);
  if (last === undefined) return null;
  const results = next?.role === 'user' ? leadingResults(next) : new Set<string>();
  const missing = calls.map(({ block }) => block.id ?? '').filter((id) => !results.has(id));
  const trailing = turn.blocks.slice(turn.blocks.indexOf(last) + 1).some(({ block }) => block.type === 'text');
  const open = trailing ? [last.block.id ?? ''] : missing;
  if (open.length === 0) return null;
  return invalid(
    `messages.${last.message}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  );
}

/** The ids answered before the first block that is not a result. */
function leadingResults(turn: MergedTurn): ReadonlySet<string> {
  const end = turn.blocks.findIndex(({ block }) => block.type !== 'tool_result');
  const results = end === -1 ? turn.blocks : turn.blocks.slice(0, end);
  return new Set(results.map(({ block }) => block.tool_use_id ?? ''));
}

function checkResults(turn: MergedTurn, previous: MergedTurn | undefined): ValidationRefusal | null {
  const calls = new Set(
    previous?.role === 'assistant'
      ? previous.blocks.filter(({ block }) => block.type === 'tool_use').map(({ block }) => block.id)
      : [],
  );
  const resolved = new Set<string>();
  return firstRefusal(turn.blocks, ({ block, message, position }) => {
    if (block.type !== 'tool_result' || block.tool_use_id === undefined) return null;
    const id = block.tool_use_id;
    const path = `messages.${message}.content.${position}`;
    if (!calls.has(id)) {
      return invalid(
        `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
    }
    if (resolved.has(id)) {
      return invalid(
        `${path}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`,
      );
    }
    resolved.add(id);
    return null;
  });
}

/** Results of server tools stand in the same assistant turn; only a paused last turn may lack them. */
function checkServerCalls(turn: MergedTurn, isLast: boolean): ValidationRefusal | null {
  const open = new Map<string, string>();
  for (const { block, message, position } of turn.blocks) {
    if (block.type === 'server_tool_use') open.set(block.id ?? '', block.name ?? '');
    if (!isServerResult(block) || block.type === 'mcp_tool_result' || block.type === 'advisor_tool_result') continue;
    if (!open.delete(block.tool_use_id ?? '')) {
      return invalid(
        `messages.${message}.content.${position}: unexpected \`tool_use_id\` found in \`${block.type}\` blocks: ${block.tool_use_id ?? ''}. Each \`${block.type}\` block must have a corresponding \`server_tool_use\` block before it.`,
      );
    }
  }
  const [first] = open;
  if (first === undefined || isLast) return null;
  const [id, name] = first;
  return invalid(
    `messages.${turn.start}: \`${name}\` tool use with id \`${id}\` was found without a corresponding \`${name}_tool_result\` block`,
  );
}

/**
 * Stricter than what is proven for Anthropic's own service (documented for other hosts of the same models): a history
 * with tool blocks is sent together with tool definitions.
 */
function checkToolsDeclared(request: ShapedRequest, turns: readonly MergedTurn[]): ValidationRefusal | null {
  if ((request.tools?.length ?? 0) > 0) return null;
  const used = turns.some((turn) => turn.blocks.some(({ block }) => block.type === 'tool_use'));
  return used ? invalid('Requests which include `tool_use` or `tool_result` blocks must define tools') : null;
}
