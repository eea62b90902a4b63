/**
 * A conversation that ends with an assistant message is a prefill. Models up to 4.5 continue it; the others refuse it.
 * https://platform.claude.com/docs/en/build-with-claude/prompt-engineering/prefill-claudes-response
 */

import { emitTurn, type MessageBuilder } from '../core/message-builder.ts';
import { addNote } from '../core/request-draft.ts';
import { CONTINUE_SUMMARY_TEXT } from '../compaction/opening-block.ts';
import { EMPTY_USER_TEXT } from './user-turn.ts';
import type { TextBlock } from '../core/built-message.ts';

export const CONTINUE_TEXT =
  'Continue exactly from where the previous assistant message stopped, without repeating it.';

export function finishLastTurn(builder: MessageBuilder): void {
  const { draft } = builder;
  const last = builder.messages.at(-1);
  if (last === undefined) {
    const block: TextBlock = { type: 'text', text: EMPTY_USER_TEXT };
    draft.context.tracer?.add(block, 'text', 'The API demands at least one message.');
    addNote(draft, {
      verb: 'repaired',
      code: 'empty-user-turn-filled',
      from: 'messages',
      to: 'messages[0]',
      reason: 'There is no message with content; a placeholder was sent, because the API demands one.',
    });
    emitTurn(builder, 'user', [{ block, from: null }]);
    return;
  }
  if (last.role !== 'assistant') return;
  const from = builder.sources.at(-1)?.at(-1) ?? null;
  if (mayPrefill(builder)) {
    trimEnd(builder, from);
    return;
  }
  if (last.content.at(-1)?.type === 'compaction') return continueSummary(builder, from);
  const block: TextBlock = { type: 'text', text: CONTINUE_TEXT };
  draft.context.tracer?.add(block, 'text', 'This model takes no conversation that ends with the assistant.');
  addNote(draft, {
    verb: 'emulated',
    code: 'prefill-as-instruction',
    from,
    to: `messages[${builder.messages.length}]`,
    reason: 'This request cannot end with an assistant message, so the model is asked to continue that message.',
  });
  emitTurn(builder, 'user', [{ block, from: null }]);
}

/** A client that compacts in the middle of a turn sends nothing after the summary. */
function continueSummary(builder: MessageBuilder, from: string | null): void {
  const { draft } = builder;
  const block: TextBlock = { type: 'text', text: CONTINUE_SUMMARY_TEXT };
  const reason = 'Nothing follows the summary of a compaction, so the model is asked to continue from it.';
  draft.context.tracer?.add(block, 'text', reason);
  const to = `messages[${builder.messages.length}]`;
  addNote(draft, { verb: 'emulated', code: 'summary-continued', from, to, reason });
  emitTurn(builder, 'user', [{ block, from: null }]);
}

function mayPrefill(builder: MessageBuilder): boolean {
  const { body, context } = builder.draft;
  const thinks = body.thinking !== undefined && body.thinking.type !== 'disabled';
  const formatted = body.output_config?.format !== undefined && body.output_config.format !== null;
  return context.profile.prefill && !thinks && !formatted && builder.messages.at(-1)?.content.at(-1)?.type === 'text';
}

/** A prefill must not end in blanks; its start stays as the client sent it. */
function trimEnd(builder: MessageBuilder, from: string | null): void {
  const { draft } = builder;
  const content = builder.messages.at(-1)?.content;
  const block = content?.at(-1);
  if (content === undefined || block?.type !== 'text') return;
  const text = block.text.trimEnd();
  if (text === block.text) return;
  const trimmed = { ...block, text };
  content.splice(-1, 1, trimmed);
  const mark = builder.marks.get(block);
  if (mark !== undefined) builder.marks.set(trimmed, mark);
  draft.context.tracer?.replace(block, trimmed);
  addNote(draft, {
    verb: 'repaired',
    code: 'prefill-end-trimmed',
    from,
    to: `messages[${builder.messages.length - 1}]`,
    reason: 'Blanks at the end of the last assistant message were cut off, because the API refuses them there.',
  });
}
