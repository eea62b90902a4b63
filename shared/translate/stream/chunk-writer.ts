/** Translates the blocks of a response to deltas of a chat stream, in the order in which OpenAI's clients accumulate them. */

import type { Message } from '../../anthropic/types.ts';
import type { ResponseDelta, ToolCallDelta } from '../../openai/chat-completion.ts';
import { reasoningFormat } from '../../openai/chat-completion.ts';
import { extraCallsDropped, reasoningSeparator, refusedContentDropped } from '../response/chat-response-parts.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import type { Ending } from '../response/finish-reason.ts';
import type { Note } from '../../notes.ts';
import type { Steps } from '../../steps.ts';
import type { ResponseBlock, BlockSink, ToolBlock } from '../response/content-block-reader.ts';
import { createExtrasCollector } from '../response/extra-blocks.ts';
import { finalText, needsWholeText } from '../response/final-text.ts';

export interface ChunkWriter extends BlockSink {
  /** Emits held-back text unchanged, because the response broke off. */
  flush(): void;
  /** Emits everything that requires the complete response; the finish chunk comes after it. `container`: where code ran. */
  finish(ending: Ending, container: Message['container']): Steps<void>;
  readonly notes: readonly Note[];
}

/** @param emit receives each delta */
export function createChunkWriter(responseContext: ResponseContext, emit: (delta: ResponseDelta) => void): ChunkWriter {
  const extras = createExtrasCollector('choices[0].message.anthropic_blocks');
  const notes: Note[] = [];
  const holdText = needsWholeText(responseContext.outputFormat);
  // All text of a response with a prescribed format; other responses do not need the whole text.
  let whole = '';
  let sentText = false;
  let sentReasoning = false;
  let separate = false;
  let calls = 0;

  function emitCall(call: ToolCallDelta): void {
    emit({ tool_calls: [call] });
  }

  function startTool(block: ToolBlock): void {
    calls += 1;
    if (responseContext.legacyFunctions) {
      if (block.ordinal === 0) emit({ function_call: { name: block.name, arguments: '' } });
    } else if (block.form === 'custom') {
      emitCall({ index: block.ordinal, id: block.id, type: 'custom', custom: { name: block.name, input: '' } });
    } else {
      emitCall({
        index: block.ordinal,
        id: block.id,
        type: 'function',
        function: { name: block.name, arguments: '' },
      });
    }
  }

  function endReasoning(block: Extract<ResponseBlock, { kind: 'reasoning' | 'redacted' }>): void {
    if (responseContext.hideReasoning) return;
    if (block.kind === 'redacted') {
      const { data, ordinal: index } = block;
      emit({ reasoning_details: [{ type: 'reasoning.encrypted', data, format: reasoningFormat, index }] });
    } else if (block.signature !== '' || block.length === 0) {
      const { signature, ordinal: index } = block;
      // Clients concatenate entries of one index, so this one holds the signature and no text.
      const detail = { type: 'reasoning.text', text: '', format: reasoningFormat, index } as const;
      emit({ reasoning_details: [signature === '' ? detail : { ...detail, signature }] });
    }
  }

  return {
    keepsText: false,
    parsesArguments: false,
    start(block) {
      if (block.kind === 'tool') startTool(block);
      else if (block.kind === 'reasoning') separate = sentReasoning;
    },
    text(delta) {
      if (responseContext.outputFormat.kind !== 'text') whole += delta;
      if (holdText) return;
      sentText = true;
      emit({ content: delta });
    },
    reasoning(delta, block) {
      if (responseContext.hideReasoning) return;
      const content = separate ? reasoningSeparator + delta : delta;
      separate = false;
      sentReasoning = true;
      emit({
        reasoning_content: content,
        reasoning_details: [{ type: 'reasoning.text', text: delta, format: reasoningFormat, index: block.ordinal }],
      });
    },
    argument(delta, block) {
      if (responseContext.legacyFunctions) {
        if (block.ordinal === 0) emit({ function_call: { arguments: delta } });
      } else if (block.form === 'custom') {
        emitCall({ index: block.ordinal, custom: { input: delta } });
      } else {
        emitCall({ index: block.ordinal, function: { arguments: delta } });
      }
    },
    end(block) {
      if (block.kind === 'reasoning' || block.kind === 'redacted') endReasoning(block);
      else extras.add(block);
    },
    flush() {
      if (holdText && whole !== '') emit({ content: whole });
    },
    *finish(ending, container) {
      notes.push(...extras.notes);
      if (ending.refusal !== null) {
        if (whole !== '' || sentText || calls > 0) notes.push(refusedContentDropped);
        emit({ refusal: ending.refusal });
        return;
      }
      extras.addContainer(container);
      const { annotations, document_citations: documents, anthropic_blocks: blocks } = extras.fields();
      const text = yield* finalText(whole, responseContext.outputFormat, ending.finishReason);
      notes.push(...text.notes);
      if (holdText && text.text !== '') emit({ content: text.text });
      const last: ResponseDelta = {};
      if (text.text === whole) {
        if (annotations) last.annotations = annotations;
        if (documents) last.document_citations = documents;
      }
      if (blocks) last.anthropic_blocks = blocks;
      if (Object.keys(last).length > 0) emit(last);
      if (responseContext.legacyFunctions && calls > 1) notes.push(extraCallsDropped);
    },
    notes,
  };
}
