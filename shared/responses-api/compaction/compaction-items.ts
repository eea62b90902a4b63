/** Translates the blocks of automatic compaction (`context_management`), which precede the content of a response, to items. */

import type { Note } from '../../notes.ts';
import type { SummaryBlock } from '../../translate/response/content-block-reader.ts';
import type { Emit, ItemList } from '../response-object.ts';
import { encodeCompaction } from './compaction-carrier.ts';

export interface CompactionItems {
  start(block: SummaryBlock): void;
  end(block: SummaryBlock): void;
  readonly notes: readonly Note[];
}

export function createCompactionItems(list: ItemList, emit: Emit): CompactionItems {
  const open = new Map<SummaryBlock, { readonly id: string; readonly index: number }>();
  const notes: Note[] = [];

  /** An item cannot be taken back, so it begins only when there is a summary. */
  function begin(block: SummaryBlock): { readonly id: string; readonly index: number } {
    const begun = open.get(block);
    if (begun !== undefined) return begun;
    const id = list.nextId('cmp');
    const index = list.open({ type: 'compaction', id, encrypted_content: '' });
    emit({ type: 'response.compaction.compacting', item_id: id, output_index: index });
    open.set(block, { id, index });
    return { id, index };
  }

  return {
    start(block) {
      if (block.content.content !== null) begin(block);
    },
    end(block) {
      if (block.content.content === null) {
        notes.push(compactionFailed);
        return;
      }
      const { id, index } = begin(block);
      list.close({ type: 'compaction', id, encrypted_content: encodeCompaction(block.content) }, index);
    },
    notes,
  };
}

/** Nothing is lost: the conversation goes on uncompacted. */
const compactionFailed: Note = {
  verb: 'noticed',
  code: 'automatic-compaction-failed',
  from: 'content',
  to: null,
  reason: 'The API tried to compact the conversation and made no summary; the conversation goes on as it is.',
};
