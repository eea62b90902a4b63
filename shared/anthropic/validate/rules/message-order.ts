/** Rules on the order of messages: count, first and last role, content that must not be empty, which role may hold which block. */

import type { ModelRule } from '../../../models/rule-data.ts';
import type { ValidationRefusal } from '../refusal.ts';
import { firstRefusal, invalid } from '../refusal.ts';
import type { Block, ShapedRequest, Turn } from '../shaped-request.ts';
import { blocksOf, isServerResult, resultBlocks } from '../shaped-request.ts';

const userOnly = new Set(['tool_result', 'image', 'search_result', 'container_upload']);
const assistantOnly = new Set(['tool_use', 'thinking', 'redacted_thinking', 'server_tool_use', 'mcp_tool_use']);

export function checkConversation(
  request: ShapedRequest,
  rule: ModelRule,
  apiVersion: string,
): ValidationRefusal | null {
  const { messages } = request;
  if (messages.length === 0) return invalid('messages: at least one message is required');
  if (messages.length > 100_000) return invalid('messages: List should have at most 100000 items');
  if (messages[0]?.role === 'assistant' && blocksOf(messages[0])[0]?.type !== 'compaction')
    return invalid('messages: first message must use the "user" role');
  return (
    checkSystemPrompt(request) ??
    firstRefusal(messages, (turn, index) => checkTurn(turn, index, messages.length, apiVersion)) ??
    checkPrefill(request, rule)
  );
}

function checkSystemPrompt({ system }: ShapedRequest): ValidationRefusal | null {
  if (typeof system !== 'object') return null;
  return firstRefusal(system, (block) => checkText(block, 'system'));
}

function checkTurn(turn: Turn, index: number, count: number, apiVersion: string): ValidationRefusal | null {
  if (turn.role === 'system') return null;
  const blocks = blocksOf(turn);
  if (turn.content === '' || blocks.length === 0) {
    if (turn.role === 'user') return invalid(`messages.${index}: user messages must have non-empty content`);
    if (index === count - 1) return null;
    return invalid(
      `messages.${index}: all messages must have non-empty content except for the optional final assistant message`,
    );
  }
  return firstRefusal(blocks, (block, position) => {
    const path = `messages.${index}.content.${position}`;
    return (
      checkText(block, 'messages') ??
      checkHolder(block, turn.role, path, apiVersion) ??
      firstRefusal(resultBlocks(block), (inner) => checkText(inner, 'messages'))
    );
  });
}

function checkText(block: Block, where: string): ValidationRefusal | null {
  if (block.type !== 'text' || block.text === undefined) return null;
  if (block.text === '') return invalid(`${where}: text content blocks must be non-empty`);
  return block.text.trim() === '' ? invalid(`${where}: text content blocks must contain non-whitespace text`) : null;
}

function checkHolder(block: Block, role: Turn['role'], path: string, apiVersion: string): ValidationRefusal | null {
  const server = isServerResult(block);
  if (role === 'assistant' && userOnly.has(block.type)) {
    return invalid(`${path}: \`${block.type}\` blocks can only be in \`user\` messages`);
  }
  if (role === 'user' && (assistantOnly.has(block.type) || server)) {
    return invalid(`${path}: \`${block.type}\` blocks can only be in \`assistant\` messages`);
  }
  if (apiVersion === '2023-06-01') return null;
  // Version 2026-10-21 refuses two cases that the first version accepted.
  if (role === 'assistant' && block.type === 'document') {
    return invalid(`${path}: \`document\` blocks can only be in \`user\` messages`);
  }
  if (role === 'user' && block.type === 'text' && Array.isArray(block.citations) && block.citations.length > 0) {
    return invalid(`${path}.text.citations: Extra inputs are not permitted`);
  }
  return null;
}

/** A last assistant message is a prefill, unless it is a paused turn sent back to be resumed. */
function checkPrefill(request: ShapedRequest, rule: ModelRule): ValidationRefusal | null {
  const last = request.messages.findLast((turn) => turn.role !== 'system');
  // A summary may be requested at any point.
  if (last?.role !== 'assistant' || request.compaction != null) return null;
  const end = blocksOf(last).at(-1);
  // An open tool call is left to the pairing rule, which names the missing result.
  if (end !== undefined && (isServerResult(end) || end.type === 'server_tool_use' || end.type === 'tool_use'))
    return null;
  if (!rule.prefill) {
    return invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
  if (request.thinking?.type === 'enabled') {
    return invalid('messages: assistant message prefill is not supported when thinking is enabled');
  }
  if (request.output_config?.format != null) {
    return invalid('output_config.format: assistant message prefill is not supported with structured outputs');
  }
  if (end?.text !== undefined && end.text !== end.text.trimEnd()) {
    return invalid('messages: final assistant content cannot end with trailing whitespace');
  }
  return null;
}
