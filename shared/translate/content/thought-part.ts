/**
 * Thinking as a content part of a history, in the shapes that clients and other providers' libraries give it. Only thinking with
 * Anthropic's signature may go back to Claude; any other is left out and never becomes text.
 */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import type { ChatRequestPart } from '../../openai/chat-request.ts';
import { addNoteOnce } from '../core/message-builder.ts';
import type { Draft } from '../core/request-draft.ts';

type ThinkingBlock = Extract<ContentBlockParam, { type: 'thinking' | 'redacted_thinking' }>;

/**
 * Types of parts: Anthropic's own; `reasoning` of the Vercel AI SDK and of LangChain's standard blocks; `reasoning_content` of
 * LangChain on Bedrock; `reasoning_text` and `summary_text` of OpenAI's Responses API; `reasoning.*` of OpenRouter; `thought`.
 */
const thoughtTypes: ReadonlySet<string> = new Set([
  'thinking',
  'redacted_thinking',
  'reasoning',
  'redacted-reasoning',
  'redacted_reasoning',
  'reasoning_content',
  'reasoning_text',
  'summary_text',
  'reasoning.text',
  'reasoning.summary',
  'reasoning.encrypted',
  'thought',
]);

/** Whether a part holds thinking, signed or not. */
export function isThoughtPart(part: ChatRequestPart): boolean {
  return typeof part.type === 'string' && thoughtTypes.has(part.type);
}

/**
 * @param part a part for which `isThoughtPart` holds
 * @returns the block to send, with the text and the signature as they are; null for thinking without a usable signature
 */
export function signedThought(part: ChatRequestPart): ThinkingBlock | null {
  if (part.type === 'redacted_thinking') {
    return isFilled(part['data']) ? { type: 'redacted_thinking', data: part['data'] } : null;
  }
  for (const holder of holders(part)) {
    const { signature } = holder;
    if (!isFilled(signature)) continue;
    const thinking = [part.thinking, part['reasoning'], holder['text'], part.text].find(
      (value) => typeof value === 'string',
    );
    return typeof thinking === 'string' ? { type: 'thinking', thinking, signature } : null;
  }
  return null;
}

/** The objects that may hold the signature: the part itself, LangChain's `extras`, Bedrock's nested content. */
function holders(part: ChatRequestPart): Record<string, unknown>[] {
  const nested = part['reasoning_content'];
  const inner = isRecord(nested) && isRecord(nested['reasoningText']) ? nested['reasoningText'] : nested;
  return [part, part['extras'], inner, part['reasoningText']].filter(isRecord);
}

/** Notes reasoning that neither its signature nor the store could restore. */
export function addUnsignedNote(draft: Draft, from: string): void {
  draft.context.tracer?.drop(from, 'Only reasoning with its signature may be sent back to Claude.');
  addNoteOnce(draft, {
    verb: 'dropped',
    code: 'unsigned-reasoning-dropped',
    from,
    to: null,
    reason: 'Reasoning without its signature cannot be sent back to Claude, so the model does not see it again.',
  });
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
