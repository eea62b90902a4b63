/**
 * A history that was compacted: everything before the newest summary is left out, and the instructions of the operator before it
 * move to the system prompt, because a summary does not carry them.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-on-demand (Continue from the summary)
 */

import { isStepEnd, type Steps } from '../../steps.ts';
import type { ChatRequestMessage } from '../../openai/chat-request.ts';
import type { MessageBuilder } from '../core/message-builder.ts';
import { addNote } from '../core/request-draft.ts';
import { instructionBlocks, isInstruction } from './system-messages.ts';

/**
 * Moves the instructions between message `first` and the compaction to the system prompt, and accounts for what is left out.
 *
 * @param first index of the first message that is not part of the leading instructions
 */
export function* leaveOutCompacted(builder: MessageBuilder, first: number): Steps<void> {
  const { draft } = builder;
  const { compacted } = draft;
  if (compacted === null) return;
  const left: string[] = [];
  for (let index = first; index < compacted.index; index += 1) {
    const message = draft.request.messages[index];
    if (message === undefined) break;
    const path = `messages[${index}]`;
    if (isStepEnd(index)) yield;
    if (isInstruction(message)) yield* keepInstruction(builder, message, path);
    else {
      draft.context.tracer?.drop(path, 'The summary of the compaction stands for it.');
      left.push(path);
    }
  }
  const [from] = left;
  if (from === undefined) return;
  addNote(draft, {
    verb: 'merged',
    code: 'compacted-history-left-out',
    from,
    to: 'messages[0]',
    reason: `The conversation was compacted: its summary stands for ${left.length === 1 ? 'the message' : `the ${left.length} messages`} before it.`,
  });
}

function* keepInstruction(builder: MessageBuilder, message: ChatRequestMessage, path: string): Steps<void> {
  const { draft } = builder;
  const blocks = yield* instructionBlocks(builder, message, path);
  if (blocks.length === 0) return;
  for (const { block, from } of blocks) {
    builder.system.push(block);
    builder.systemSources.push(from);
  }
  draft.context.tracer?.link(
    `${path}.role`,
    draft.body,
    'system',
    'merged',
    'System prompts have a field of their own.',
  );
  addNote(draft, {
    verb: 'moved',
    code: 'instruction-before-summary-kept',
    from: path,
    to: 'system',
    reason: 'A summary does not carry the instructions before it, so they were moved to the system prompt.',
  });
}
