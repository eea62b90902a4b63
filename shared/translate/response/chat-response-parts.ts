/** Shared by the whole and the streamed chat response. */

import type { ToolCall } from '../../openai/chat-completion.ts';
import type { Note } from '../../notes.ts';
import type { ToolBlock } from './content-block-reader.ts';

/** The same id for the streamed and the whole response: derived, never random. */
export function completionId(messageId: string): string {
  return `chatcmpl-${messageId.startsWith('msg_') ? messageId.slice(4) : messageId}`;
}

/** Specification of OpenAI's `tool_calls` entries. */
export function toolCall(block: ToolBlock): ToolCall {
  return block.form === 'custom'
    ? { id: block.id, type: 'custom', custom: { name: block.name, input: block.text } }
    : { id: block.id, type: 'function', function: { name: block.name, arguments: block.text } };
}

/** Separates two thinking blocks in the one string `reasoning_content`. */
export const reasoningSeparator = '\n\n';

/** After a refusal the API asks to discard everything before it: a partial response or tool call must not be used. */
export const refusedContentDropped: Note = {
  verb: 'dropped',
  code: 'refused-content-dropped',
  from: 'content',
  to: null,
  reason: 'The model began a response and then refused; its partial output must not be used.',
};

export const extraCallsDropped: Note = {
  verb: 'dropped',
  code: 'extra-function-calls-dropped',
  from: 'content',
  to: null,
  reason: 'The request used the legacy function_call, which holds one call; the further calls were left out.',
};
