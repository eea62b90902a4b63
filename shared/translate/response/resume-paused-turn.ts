/**
 * Resumes a paused turn. The API ends a long turn of server tools with `pause_turn`; sending its content back unchanged continues
 * it. The caller bounds the number of times.
 * https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons#pause-turn
 */

import type { ContentBlockParam, Message, MessageParam } from '../../anthropic/types.ts';
import { addUsage } from './usage.ts';

export function isPaused(message: Message): boolean {
  return message.stop_reason === 'pause_turn';
}

/**
 * @param body the request body that was sent
 * @param message the paused message
 * @returns the body that resumes it, otherwise unchanged; when the body already ends with an earlier part of the same turn, the new
 * part is appended to it
 */
export function continueAfterPause<Body extends { messages: readonly MessageParam[] }>(
  body: Body,
  message: Message,
): Body {
  const part: ContentBlockParam[] = [...message.content];
  const earlier = body.messages.at(-1);
  if (earlier?.role === 'assistant' && typeof earlier.content !== 'string') {
    const content = [...earlier.content, ...part];
    return { ...body, messages: [...body.messages.slice(0, -1), { ...earlier, content }] };
  }
  return { ...body, messages: [...body.messages, { role: 'assistant', content: part }] };
}

/** Merges the messages of one turn: content in order, usage added up, the stop reason of the last. */
export function mergeMessages(first: Message, rest: readonly Message[]): Message {
  return rest.reduce(
    (whole, part) => ({
      ...part,
      id: whole.id,
      container: part.container ?? whole.container,
      diagnostics: whole.diagnostics ?? part.diagnostics,
      content: [...whole.content, ...part.content],
      usage: addUsage(whole.usage, part.usage),
    }),
    first,
  );
}
