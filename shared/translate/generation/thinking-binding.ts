/**
 * Chooses what the API does with replayed thinking whose conversation has changed since: refuse the request, its default, or drop
 * the block. https://platform.claude.com/docs/en/build-with-claude/preserved-thinking
 */

import type { MessageParam } from '../../anthropic/types.ts';
import type { Draft } from '../core/request-draft.ts';
import type { Note } from '../../notes.ts';
import type { RequestedReasoning } from '../read/read-reasoning.ts';

/** Beta that enables `thinking.block_binding`. */
export const BINDING_BETA = 'thinking-binding-controls-2026-08-01';

/**
 * The client's own value; else `drop_block` where thinking is replayed and the API is known to check it: then a turn that the store
 * has lost, or a changed tool, costs the thinking and not the response. Never sent otherwise, because sending it enables the check.
 */
export function bindingFor(draft: Draft, requested: RequestedReasoning): RequestedReasoning['binding'] {
  const { refused, thinking } = draft.context.profile;
  if (refused.fields.includes('thinking.block_binding') || refused.betas.includes(BINDING_BETA)) return null;
  if (requested.binding !== null) return requested.binding;
  return thinking.prefixCheck && (draft.body.messages ?? []).some(replaysThinking) ? 'drop_block' : null;
}

export function bindingNote(binding: RequestedReasoning['binding'], requested: RequestedReasoning): readonly Note[] {
  if (binding === null || requested.binding !== null) return [];
  return [
    {
      verb: 'defaulted',
      code: 'thinking-mismatch-left-out',
      from: null,
      to: 'thinking.block_binding',
      reason:
        'The API drops earlier thinking that no longer matches the conversation, instead of refusing the request.',
    },
  ];
}

function replaysThinking({ role, content }: MessageParam): boolean {
  if (role !== 'assistant' || typeof content === 'string' || content === undefined) return false;
  return content.some(({ type }) => type === 'thinking' || type === 'redacted_thinking');
}
