/** Definitions for tools that the history mentions and the request no longer declares. */

import type { ToolUnion } from '../../anthropic/types.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';
import { partType } from '../content/content-part.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { upstreamToolName } from './tool-names.ts';

/**
 * The API requires definitions for tool calls in the history. Adds definitions with an open schema, in the order of first mention;
 * none when the request declares tools.
 */
export function toolsOfHistory(draft: Draft): readonly ToolUnion[] {
  if ((draft.body.tools ?? []).length > 0) return [];
  const names = new Set(
    [...calledNames(draft.request, draft.compacted?.index ?? 0)].map((name) => upstreamToolName(name)),
  );
  return [...names].map((name) => ({ name, input_schema: { type: 'object' } }));
}

/** They must not be called, since the client did not offer them. Call when all other fields of the body are final. */
export function declareToolsOfHistory(draft: Draft, tools: readonly ToolUnion[]): void {
  if (tools.length === 0) return;
  draft.body.tools = [...tools];
  draft.body.tool_choice = { type: 'none' };
  draft.expectsToolCall = false;
  addNote(draft, {
    verb: 'emulated',
    code: 'tools-declared-from-history',
    from: null,
    to: 'tools',
    reason:
      'The conversation mentions tools that the request does not declare; they were declared with tool_choice none.',
  });
}

/** @param first index of the first message that is sent */
function* calledNames(request: ChatRequest, first: number): Iterable<string> {
  for (const message of request.messages.slice(first)) {
    if (message.role !== 'assistant') continue;
    for (const part of typeof message.content === 'string' ? [] : (message.content ?? [])) {
      if (typeof part !== 'string' && partType(part) === 'tool_use' && typeof part.name === 'string') yield part.name;
    }
    for (const part of message.content_blocks ?? []) {
      if (partType(part) === 'tool_use' && typeof part.name === 'string') yield part.name;
    }
    for (const call of message.tool_calls ?? []) {
      const called = call.custom ?? call.function;
      if (called !== null && called !== undefined) yield called.name;
    }
    if (message.function_call !== null && message.function_call !== undefined) yield message.function_call.name;
  }
}
