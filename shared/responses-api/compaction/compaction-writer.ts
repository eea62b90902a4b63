/**
 * The output of a request for a summary: exactly one `compaction` item, or a failure.
 * Source: `ResponseCompactionItem` and `ResponseCompactionCompactingEvent` of the `openai` package.
 */

import type { CompactionBlock } from '../../anthropic/compaction.ts';
import type { ErrorResponse } from '../../openai/errors.ts';
import type { CompactionMode } from '../../translate/core/translation-interface.ts';
import { compactionFailure } from '../../translate/errors/compaction-failure.ts';
import type { BlockSink } from '../../translate/response/content-block-reader.ts';
import type { Stop } from '../../translate/response/finish-reason.ts';
import type { Emit, OutputItem } from '../response-object.ts';
import { encodeCompaction, encodeSummary } from './compaction-carrier.ts';

export interface CompactionWriter extends BlockSink {
  /** Ends the item. @returns why there is no summary; null when there is one */
  finish(stop: Stop): ErrorResponse | null;
  readonly output: readonly OutputItem[];
}

/** @param messageId returns the bare upstream message id (known once the message has started) */
export function createCompactionWriter(mode: CompactionMode, messageId: () => string, emit: Emit): CompactionWriter {
  const output: OutputItem[] = [];
  let id: string | null = null;
  let block: CompactionBlock | null = null;
  let text = '';
  let calls = 0;

  /** Announces the item once. */
  function begin(): string {
    if (id !== null) return id;
    id = `cmp_${messageId()}_0`;
    emit({
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'compaction', id, encrypted_content: '' },
    });
    return id;
  }

  function compacting(): void {
    emit({ type: 'response.compaction.compacting', item_id: begin(), output_index: 0 });
  }

  function summary({ reason }: Stop): string | null {
    if (mode === 'native') return block === null ? null : encodeCompaction(block);
    const isWhole = reason === 'end_turn' || reason === 'stop_sequence';
    return isWhole && calls === 0 && text.trim() !== '' ? encodeSummary(text.trim()) : null;
  }

  return {
    keepsText: false,
    parsesArguments: false,
    output,
    start(started) {
      if (started.kind === 'compaction' && started.content.content !== null) compacting();
    },
    text(delta) {
      text += delta;
      // A long summary shows that it proceeds, or clients take the silence for a broken connection.
      if (mode === 'summary') compacting();
    },
    reasoning() {},
    argument() {},
    end(ended) {
      if (ended.kind === 'tool') calls += 1;
      if (ended.kind === 'compaction' && ended.content.content !== null) block = ended.content;
    },
    finish(stop) {
      const encrypted = summary(stop);
      if (encrypted === null) return compactionFailure(stop, { mode, answered: text.trim() !== '' || calls > 0 });
      if (id === null) compacting();
      const item = { type: 'compaction' as const, id: begin(), encrypted_content: encrypted };
      output.push(item);
      emit({ type: 'response.output_item.done', output_index: 0, item });
      return null;
    },
  };
}
