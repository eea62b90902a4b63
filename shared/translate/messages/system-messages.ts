/** System and developer messages: the leading ones become the `system` field; later ones never change it (see `user-turn.ts`). */

import { isStepEnd, type Steps } from '../../steps.ts';
import type { ChatRequestMessage } from '../../openai/chat-request.ts';
import { contentPartsOf } from './message-parts.ts';
import { readMark } from '../read/read-cache-control.ts';
import { translatePart } from '../content/content-part.ts';
import { emitTurn, type MessageBuilder, type SourcedBlock } from '../core/message-builder.ts';
import { addNote } from '../core/request-draft.ts';
import type { TextBlock } from '../core/built-message.ts';

export function isInstruction(message: ChatRequestMessage): boolean {
  return message.role === 'system' || message.role === 'developer';
}

/** The visible text of one system message, one block per part. Images and files are refused. */
export function* instructionBlocks(
  builder: MessageBuilder,
  message: ChatRequestMessage,
  path: string,
): Steps<SourcedBlock<TextBlock>[]> {
  const blocks: SourcedBlock<TextBlock>[] = [];
  let index = 0;
  for (const [part, from] of contentPartsOf(message.content, `${path}.content`)) {
    if (isStepEnd((index += 1))) yield;
    const block = yield* translatePart(builder, part, from, 'system');
    if (block?.type === 'text') blocks.push({ block, from });
  }
  const mark = readMark(builder.draft, message, path);
  const last = blocks.at(-1);
  if (mark !== null && last !== undefined) builder.marks.set(last.block, mark);
  return blocks;
}

/**
 * Moves the leading system messages into `conversation.system`. Returns their number. A request with only system messages keeps all
 * but the last there: the API requires at least one user message.
 */
export function* translateLeadingSystem(builder: MessageBuilder): Steps<number> {
  const { draft } = builder;
  const { messages } = draft.request;
  const { tracer } = draft.context;
  const found = messages.findIndex((message) => !isInstruction(message));
  const count = found === -1 ? messages.length : found;
  const spoken: { readonly blocks: SourcedBlock<TextBlock>[]; readonly path: string }[] = [];
  for (const [index, message] of messages.slice(0, count).entries()) {
    const path = `messages[${index}]`;
    yield;
    const blocks = yield* instructionBlocks(builder, message, path);
    if (blocks.length > 0) spoken.push({ blocks, path });
    tracer?.link(`${path}.role`, draft.body, 'system', 'merged', 'System prompts have a field of their own.');
  }
  if (found === -1) {
    const last = spoken.pop();
    if (last !== undefined) {
      addNote(draft, {
        verb: 'approximated',
        code: 'system-message-as-user-message',
        from: last.path,
        to: 'messages[0]',
        reason: 'There is no user message, so the last system message was sent as one: the API demands it.',
      });
      tracer?.drop(`${last.path}.role`, 'Sent as the user message that the API demands.');
      emitTurn(builder, 'user', last.blocks);
    }
  }
  for (const { blocks } of spoken) {
    for (const { block, from } of blocks) {
      builder.system.push(block);
      builder.systemSources.push(from);
    }
  }
  return count;
}

/**
 * Appends the instructions of other steps to the end of the leading system prompt, where they change nothing before. Takes those
 * gathered since the last call.
 */
export function appendInstructions(builder: MessageBuilder): void {
  const { draft } = builder;
  for (const text of draft.instructions.splice(0)) {
    const block: TextBlock = { type: 'text', text };
    draft.context.tracer?.add(block, 'text', 'An instruction for something that the Messages API has no field for.');
    builder.system.push(block);
    builder.systemSources.push(null);
  }
}
