/** Restores the upstream's own content of an earlier message in place of the client's copy of it. */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import type { AssistantTurn } from './assistant-message.ts';
import { addNoteOnce, type MessageBuilder, type SourcedBlock } from '../core/message-builder.ts';
import { PrefixChain } from '../core/turn-fingerprint.ts';
import { findRecordedTurn } from './thinking-blocks.ts';

export function startChain(builder: MessageBuilder): PrefixChain {
  return new PrefixChain(builder.draft.context.createHasher, builder.boundSystem, builder.boundTools);
}

/** The stored blocks, each with the path of the client's block that it replaces; null when no verified content is known. */
export function restoreAssistantTurn(builder: MessageBuilder, turn: AssistantTurn): SourcedBlock[] | null {
  const { draft, chain } = builder;
  if (chain === null) return null;
  const prefixHash = chain.over(builder.messages);
  const restored = findRecordedTurn(
    draft,
    { blocks: turn.blocks, ids: turn.calls.map(({ clientId }) => clientId) },
    prefixHash,
  );
  if (restored === null) return null;
  addNoteOnce(draft, {
    verb: 'repaired',
    code: 'thinking-restored',
    from: null,
    to: null,
    reason: 'The client dropped the thinking of an earlier turn; its exact content was restored from the local store.',
  });
  return restored.map((block) => ({ block, from: replaceOriginal(builder, turn, block) }));
}

/** Moves marks and trail of the client's block to the stored one. */
function replaceOriginal(builder: MessageBuilder, turn: AssistantTurn, remembered: ContentBlockParam): string | null {
  const original = turn.blocks.find(({ block }) =>
    remembered.type === 'tool_use'
      ? block.type === 'tool_use' && block.id === remembered.id
      : block.type === remembered.type && remembered.type !== 'thinking',
  );
  if (original === undefined) return null;
  const mark = builder.marks.get(original.block);
  if (mark !== undefined) builder.marks.set(remembered, mark);
  builder.draft.context.tracer?.replace(original.block, remembered);
  return original.from;
}
