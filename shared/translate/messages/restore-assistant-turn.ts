/** Puts the upstream's own content of an earlier answer in the place of what the client sent back of it. */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import type { AssistantTurn } from './assistant-message.ts';
import { noteOnce, type Conversation, type Placed } from '../core/message-builder.ts';
import { PrefixChain } from '../core/turn-fingerprint.ts';
import { recallTurn } from './thinking-blocks.ts';

export function startChain(conversation: Conversation): PrefixChain {
  return new PrefixChain(conversation.draft.context.createHasher, conversation.boundSystem, conversation.boundTools);
}

/** The remembered blocks, each with the path of the client's block that it stands for; null when nothing verified is known. */
export function recallInto(conversation: Conversation, turn: AssistantTurn): Placed[] | null {
  const { draft, chain } = conversation;
  if (chain === null) return null;
  const prefixHash = chain.over(conversation.messages);
  const recalled = recallTurn(
    draft,
    { blocks: turn.blocks, ids: turn.calls.map(({ clientId }) => clientId) },
    prefixHash,
  );
  if (recalled === null) return null;
  noteOnce(draft, {
    verb: 'repaired',
    code: 'thinking-restored',
    from: null,
    to: null,
    reason:
      'Clients lose the thinking of earlier turns; the exact content of the answer was put back from the local store.',
  });
  return recalled.map((block) => ({ block, from: standIn(conversation, turn, block) }));
}

/** Hands marks and trail of the client's block on to the remembered one. */
function standIn(conversation: Conversation, turn: AssistantTurn, remembered: ContentBlockParam): string | null {
  const original = turn.blocks.find(({ block }) =>
    remembered.type === 'tool_use'
      ? block.type === 'tool_use' && block.id === remembered.id
      : block.type === remembered.type && remembered.type !== 'thinking',
  );
  if (original === undefined) return null;
  const mark = conversation.marks.get(original.block);
  if (mark !== undefined) conversation.marks.set(remembered, mark);
  conversation.draft.context.tracer?.replace(original.block, remembered);
  return original.from;
}
