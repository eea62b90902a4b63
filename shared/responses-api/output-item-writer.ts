/**
 * Translates the blocks of a response to output items of the Responses API, each with its events. Consecutive text blocks are parts
 * of one message item; reasoning, calls and web searches are items of their own.
 * Source: `ResponseStreamEvent` and `ResponseOutputItem` of the `openai` package.
 */

import { collectCitations, emptyCitations } from '../translate/response/annotations.ts';
import type { Note } from '../notes.ts';
import type { Annotation } from '../openai/chat-completion.ts';
import type { BlockSink, ResponseTextBlock } from '../translate/response/content-block-reader.ts';
import { createExtrasCollector, type Extras, type ExtrasCollector } from '../translate/response/extra-blocks.ts';
import { needsWholeText } from '../translate/response/final-text.ts';
import { createCompactionItems } from './compaction/compaction-items.ts';
import { createReasoningItems } from './output-reasoning.ts';
import { createToolItems } from './output-tool-calls.ts';
import type { OutputItem, ResponsesContext, Emit, ItemList } from './response-object.ts';
import { createSearchItems } from './output-searches.ts';

type MessageItem = Extract<OutputItem, { type: 'message' }>;
type TextPart = Extract<MessageItem['content'][number], { type: 'output_text' }>;

export interface OutputItemWriter extends BlockSink {
  /** Ends the open message with this status; `adjust` first fixes text with a prescribed format. */
  finish(adjust: (text: string) => string, status: 'completed' | 'incomplete'): void;
  addContainer: ExtrasCollector['addContainer'];
  /** Adds the refusal as a separate part. */
  refuse(text: string): void;
  /** Adds an empty message to a response without text: clients expect one. */
  ensureMessage(): void;
  readonly output: readonly OutputItem[];
  readonly notes: readonly Note[];
  /** Texts so far, whether held back or not. */
  readonly written: string;
  /** Content without a counterpart in output items; offsets count over all text together. */
  readonly extras: Pick<Extras, 'document_citations' | 'anthropic_blocks'>;
}

/**
 * @param context of the request
 * @param messageId returns the bare upstream message id (known once the message has started)
 * @param emit receives the events
 */
export function createOutputItemWriter(
  context: ResponsesContext,
  messageId: () => string,
  emit: Emit,
): OutputItemWriter {
  const items: OutputItem[] = [];
  const extras = createExtrasCollector('anthropic_blocks');
  const holdText = needsWholeText(context.responseContext.outputFormat);
  let held = '';
  let allText = '';
  /** Held text was changed, so the offsets no longer apply. */
  let changed = false;
  let message: { item: MessageItem; index: number } | null = null;
  let part: { part: TextPart; index: number } | null = null;

  const list: ItemList = {
    items,
    nextId: (prefix) => `${prefix}_${messageId()}_${items.length}`,
    open(item) {
      closeMessage();
      items.push(item);
      emit({ type: 'response.output_item.added', output_index: items.length - 1, item });
      return items.length - 1;
    },
    close(item, index) {
      items[index] = item;
      emit({ type: 'response.output_item.done', output_index: index, item });
    },
  };
  const tools = createToolItems(context.kinds, list, emit);
  const withSources = context.request.include?.includes('web_search_call.action.sources') === true;
  const compactions = createCompactionItems(list, emit);
  const searches = createSearchItems(list, emit, withSources);
  const reasoning = createReasoningItems(context, list, emit);

  function openMessage(): { item: MessageItem; index: number } {
    if (message !== null) return message;
    const id = list.nextId('msg');
    const index = list.open({ type: 'message', id, role: 'assistant', status: 'in_progress', content: [] });
    message = { item: { type: 'message', id, role: 'assistant', status: 'completed', content: [] }, index };
    return message;
  }

  function closeMessage(status: 'completed' | 'incomplete' = 'completed'): void {
    if (message === null) return;
    closePart();
    const { item, index } = message;
    message = null;
    list.close({ ...item, status }, index);
  }

  function openPart(): { part: TextPart; index: number } {
    if (part !== null) return part;
    const { item, index } = openMessage();
    const fresh: TextPart = { type: 'output_text', text: '', annotations: [], logprobs: [] };
    emit({
      type: 'response.content_part.added',
      item_id: item.id,
      output_index: index,
      content_index: item.content.length,
      part: { ...fresh },
    });
    part = { part: fresh, index: item.content.length };
    item.content.push(fresh);
    return part;
  }

  function closePart(): void {
    if (part === null || message === null) return;
    const at = { item_id: message.item.id, output_index: message.index, content_index: part.index };
    emit({ type: 'response.output_text.done', ...at, text: part.part.text, logprobs: [] });
    emit({ type: 'response.content_part.done', ...at, part: part.part });
    part = null;
  }

  function writeText(delta: string): void {
    const open = openPart();
    open.part.text += delta;
    const { item, index } = openMessage();
    const at = { item_id: item.id, output_index: index, content_index: open.index };
    emit({ type: 'response.output_text.delta', ...at, delta, logprobs: [] });
  }

  function annotateBlock(block: ResponseTextBlock): void {
    if (block.citations.length === 0) return;
    const found = emptyCitations();
    // Offsets are relative to this part's own text, which is the text of one block.
    collectCitations({ start: 0, length: block.length, citations: block.citations }, found);
    annotate(found.annotations);
  }

  function annotate(annotations: readonly Annotation[]): void {
    if (part === null || message === null) return;
    const { item, index } = message;
    for (const { url_citation: citation } of annotations) {
      const annotation = { type: 'url_citation' as const, ...citation };
      emit({
        type: 'response.output_text.annotation.added',
        item_id: item.id,
        output_index: index,
        content_index: part.index,
        annotation_index: part.part.annotations.length,
        annotation,
      });
      part.part.annotations.push(annotation);
    }
  }

  return {
    keepsText: true,
    parsesArguments: true,
    output: items,
    get notes() {
      return [...extras.notes, ...compactions.notes];
    },
    get written() {
      return allText;
    },
    get extras() {
      const { document_citations: documents, anthropic_blocks: blocks } = extras.fields();
      return {
        ...(documents === undefined || changed ? {} : { document_citations: documents }),
        ...(blocks === undefined ? {} : { anthropic_blocks: blocks }),
      };
    },
    start(block) {
      if (block.kind === 'reasoning' || block.kind === 'redacted') reasoning.start(block);
      else if (block.kind === 'tool') tools.start(block);
      else if (block.kind === 'compaction') compactions.start(block);
      else if (block.kind === 'server') searches.start(block.content);
    },
    text(delta) {
      allText += delta;
      if (holdText) held += delta;
      else writeText(delta);
    },
    reasoning: (delta, block) => reasoning.text(delta, block),
    argument: (delta, block) => tools.argument(delta, block),
    end(block) {
      if (block.kind === 'text') {
        annotateBlock(block);
        closePart();
        extras.add(block);
      } else if (block.kind === 'reasoning') reasoning.end(block);
      else if (block.kind === 'tool') tools.end(block);
      else if (block.kind === 'compaction') compactions.end(block);
      else if (block.kind === 'server') {
        searches.end(block.content);
        extras.add(block);
      } else if (block.kind === 'other') extras.add(block);
    },
    finish(adjust, status) {
      const text = adjust(held);
      changed = text !== held;
      if (text !== '') writeText(text);
      if (held !== '' && !changed) annotate(extras.fields().annotations ?? []);
      held = '';
      closeMessage(status);
      searches.finish();
    },
    addContainer: (container) => extras.addContainer(container),
    ensureMessage() {
      if (items.some(({ type }) => type === 'message')) return;
      openPart();
      closeMessage();
    },
    refuse(refusal) {
      closePart();
      const { item, index } = openMessage();
      const at = { item_id: item.id, output_index: index, content_index: item.content.length };
      emit({ type: 'response.content_part.added', ...at, part: { type: 'refusal', refusal: '' } });
      emit({ type: 'response.refusal.delta', ...at, delta: refusal });
      emit({ type: 'response.refusal.done', ...at, refusal });
      emit({ type: 'response.content_part.done', ...at, part: { type: 'refusal', refusal } });
      item.content.push({ type: 'refusal', refusal });
      closeMessage();
    },
  };
}
