/** Ensures that the first message is a user message. */

import { emitTurn, type MessageBuilder } from '../core/message-builder.ts';
import { addNote } from '../core/request-draft.ts';
import type { TextBlock } from '../core/built-message.ts';

export const CONTINUED_TEXT = '(continued)';

/** Adds a user message before an assistant turn at the start (trimmed history, a greeting). */
export function openWithUser(builder: MessageBuilder): void {
  if (builder.messages.length > 0) return;
  const block: TextBlock = { type: 'text', text: CONTINUED_TEXT };
  builder.draft.context.tracer?.add(block, 'text', 'The first message must be the user’s.');
  addNote(builder.draft, {
    verb: 'repaired',
    code: 'user-turn-put-first',
    from: null,
    to: 'messages[0]',
    reason:
      'The conversation begins with the assistant; a placeholder user message was added first, because the API requires it.',
  });
  emitTurn(builder, 'user', [{ block, from: null }]);
}
