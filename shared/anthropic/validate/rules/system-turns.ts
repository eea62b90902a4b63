/** Where a `system` message may stand within the conversation, and what it may hold. */

import type { ModelRule } from '../../../models/rule-data.ts';
import type { ValidationRefusal } from '../refusal.ts';
import { firstRefusal, invalid } from '../refusal.ts';
import type { ShapedRequest, Turn } from '../shaped-request.ts';
import { blocksOf, isServerResult } from '../shaped-request.ts';

const allowedBlocks = new Set(['text', 'tool_addition', 'tool_removal']);

export function checkSystemTurns(request: ShapedRequest, rule: ModelRule): ValidationRefusal | null {
  const { messages } = request;
  return firstRefusal(messages, (turn, index) => {
    if (turn.role !== 'system') return null;
    // Sonnet 5 lets such a message pass and ignores it; it is documented as unsupported, so it is refused here too.
    if (!rule.midConversationSystem) return invalid("role 'system' is not supported on this model");
    return checkContent(turn, index) ?? (isDirective(turn) ? null : checkPosition(messages, index));
  });
}

/** Only an effort change, no text: allowed at any position. */
const isDirective = (turn: Turn): boolean => blocksOf(turn).length === 0;

function checkContent(turn: Turn, index: number): ValidationRefusal | null {
  const path = `messages.${index}`;
  const blocks = turn.content === '' ? [] : blocksOf(turn);
  if (blocks.length === 0) {
    return turn.output_config?.effort == null
      ? invalid(`${path}: system content must contain at least one block`)
      : null;
  }
  return firstRefusal(blocks, (block) => {
    if (!allowedBlocks.has(block.type)) {
      return invalid(`${path}: role 'system' supports text, tool_addition, and tool_removal blocks only`);
    }
    if (block.type === 'text' && (block.text ?? '').trim() === '') {
      return invalid(`${path}: system text blocks must contain non-whitespace text`);
    }
    if (turn.clear_at === 'next_user_message' && (block.type !== 'text' || block.cache_control != null)) {
      return invalid(`${path}: a system message with clear_at holds text blocks without cache_control only`);
    }
    return null;
  });
}

function checkPosition(messages: readonly Turn[], index: number): ValidationRefusal | null {
  const before = messages.slice(0, index).findLast((turn) => !isDirectiveTurn(turn) && turn.role !== 'system');
  const after = messages.slice(index + 1).find((turn) => turn.role !== 'system');
  if (before === undefined) {
    return invalid(
      `messages.${index}: use the top-level 'system' parameter for the initial system prompt; the directive-only form (content: [] with output_config) is accepted at any position`,
    );
  }
  const end = blocksOf(before).at(-1);
  const followsWell = before.role === 'user' || (end !== undefined && isServerResult(end));
  if (followsWell && (after === undefined || after.role === 'assistant')) return null;
  return invalid(
    `messages.${lastOfRun(messages, index)}: role 'system' must precede an 'assistant' message or end the array; it must directly follow a 'user' message or an 'assistant' message that ends with a server tool result`,
  );
}

const isDirectiveTurn = (turn: Turn): boolean => turn.role === 'system' && isDirective(turn);

function lastOfRun(messages: readonly Turn[], index: number): number {
  let last = index;
  while (messages[last + 1]?.role === 'system') last += 1;
  return last;
}
