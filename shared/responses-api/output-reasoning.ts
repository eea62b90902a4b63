/**
 * Translates thinking to `reasoning` items: the text as a summary where the client requested one, the signature where it requested
 * that.
 */

import type { ReasoningBlock, RedactedBlock } from '../translate/response/content-block-reader.ts';

import { encodeThinking } from './reasoning/reasoning-carrier.ts';
import type { ResponsesContext, Emit, ItemList } from './response-object.ts';

export interface ReasoningItems {
  start(block: ReasoningBlock | RedactedBlock): void;
  text(delta: string, block: ReasoningBlock): void;
  end(block: ReasoningBlock): void;
}

export function createReasoningItems(context: ResponsesContext, list: ItemList, emit: Emit): ReasoningItems {
  const open = new Map<ReasoningBlock, { id: string; index: number; shown: boolean }>();
  const signed = context.request.include?.includes('reasoning.encrypted_content') === true;

  function encrypted(
    block: Parameters<typeof encodeThinking>[0],
    summary: string | null,
  ): { encrypted_content?: string } {
    return signed && (block.type === 'redacted_thinking' || block.signature !== '')
      ? { encrypted_content: encodeThinking(block, summary) }
      : {};
  }

  return {
    start(block) {
      const id = list.nextId('rs');
      const index = list.open({ type: 'reasoning', id, summary: [] });
      if (block.kind === 'reasoning') {
        open.set(block, { id, index, shown: false });
        return;
      }
      const carried = { type: 'redacted_thinking' as const, data: block.data };
      list.close({ type: 'reasoning', id, summary: [], ...encrypted(carried, null) }, index);
    },
    text(delta, block) {
      const state = open.get(block);
      if (state === undefined || !context.showSummary) return;
      const at = { item_id: state.id, output_index: state.index, summary_index: 0 };
      if (!state.shown) {
        state.shown = true;
        emit({ type: 'response.reasoning_summary_part.added', ...at, part: { type: 'summary_text', text: '' } });
      }
      emit({ type: 'response.reasoning_summary_text.delta', ...at, delta });
    },
    end(block) {
      const state = open.get(block);
      if (state === undefined) return;
      open.delete(block);
      const { id, index, shown } = state;
      const { text, signature } = block;
      const summary = shown ? [{ type: 'summary_text' as const, text }] : [];
      if (shown) {
        const at = { item_id: id, output_index: index, summary_index: 0 };
        emit({ type: 'response.reasoning_summary_text.done', ...at, text });
        emit({ type: 'response.reasoning_summary_part.done', ...at, part: { type: 'summary_text', text } });
      }
      const carried = { type: 'thinking' as const, thinking: text, signature };
      list.close({ type: 'reasoning', id, summary, ...encrypted(carried, shown ? text : null) }, index);
    },
  };
}
