/**
 * What the blocks of an answer become in the Responses API: output items, each with its events. Text blocks that follow one another
 * are parts of one message item; reasoning, calls and web searches are items of their own.
 * Source: `ResponseStreamEvent` and `ResponseOutputItem` of the `openai` package.
 */

import type { ResponsesEvent } from '../openai/types.ts';
import { type Citations, collectCitations } from '../translate/citations.ts';
import type { Note } from '../translate/notes.ts';
import type { ReasoningBlock, RedactedBlock, ReplySink, ServerBlock, TextBlock } from '../translate/reply-blocks.ts';
import { needsWholeText } from '../translate/reply-text.ts';
import { createToolItems } from './item-tools.ts';
import { encodeThinking } from './reasoning-carrier.ts';
import type { OutputItem, ResponsesReply } from './reply.ts';
import { createSearchItems } from './item-searches.ts';

type MessageItem = Extract<OutputItem, { type: 'message' }>;
type TextPart = Extract<MessageItem['content'][number], { type: 'output_text' }>;

/** Adds the sequence number and sends it. */
export type Emit = (event: EventWithoutNumber<ResponsesEvent>) => void;
type EventWithoutNumber<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never;

export interface ItemSink extends ReplySink {
  /** Ends the message that is open; a prescribed form is put right here, by `adjust`. */
  finish(adjust: (text: string) => string): void;
  /** The refusal as a part of its own. */
  refuse(text: string): void;
  readonly output: readonly OutputItem[];
  readonly notes: readonly Note[];
  /** Texts so far, held back or not. */
  readonly written: string;
}

/** Where new items go, and how one is announced and closed. */
export interface ItemList {
  readonly items: OutputItem[];
  /** `prefix_<message id>_<n>`: derived, so that a stream and its whole twin agree. */
  nextId(prefix: string): string;
  open(item: OutputItem): number;
  close(item: OutputItem, index: number): void;
}

/** In: the request's context, the bare upstream message id (known once the message has started), and where events go. */
export function createItemSink(context: ResponsesReply, messageId: () => string, emit: Emit): ItemSink {
  const items: OutputItem[] = [];
  const notes: Note[] = [];
  const holdText = needsWholeText(context.reply.outputFormat);
  let held = '';
  let allText = '';
  let message: { item: MessageItem; index: number } | null = null;
  let part: { part: TextPart; index: number } | null = null;
  const reasoning = new Map<ReasoningBlock, { id: string; index: number; shown: boolean }>();

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
  const searches = createSearchItems(list, emit);

  function openMessage(): { item: MessageItem; index: number } {
    if (message !== null) return message;
    const id = list.nextId('msg');
    const index = list.open({ type: 'message', id, role: 'assistant', status: 'in_progress', content: [] });
    message = { item: { type: 'message', id, role: 'assistant', status: 'completed', content: [] }, index };
    return message;
  }

  function closeMessage(): void {
    if (message === null) return;
    closePart();
    const { item, index } = message;
    message = null;
    list.close(item, index);
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

  function annotate(block: TextBlock): void {
    if (block.citations.length === 0 || part === null || message === null) return;
    const found: Citations = { annotations: [], documents: [] };
    // Offsets are those of this part's own text, which is the whole of this block's.
    collectCitations({ start: 0, text: block.text, citations: block.citations }, found);
    const { item, index } = message;
    for (const { url_citation: citation } of found.annotations) {
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

  function startReasoning(block: ReasoningBlock | RedactedBlock): void {
    const id = list.nextId('rs');
    const index = list.open({ type: 'reasoning', id, summary: [] });
    if (block.kind === 'reasoning') reasoning.set(block, { id, index, shown: false });
    else
      list.close(
        { type: 'reasoning', id, summary: [], ...encrypted({ type: 'redacted_thinking', data: block.data }, null) },
        index,
      );
  }

  function encrypted(
    block: Parameters<typeof encodeThinking>[0],
    summary: string | null,
  ): { encrypted_content?: string } {
    const asked = context.request.include?.includes('reasoning.encrypted_content') === true;
    return asked && (block.type === 'redacted_thinking' || block.signature !== '')
      ? { encrypted_content: encodeThinking(block, summary) }
      : {};
  }

  function writeReasoning(delta: string, block: ReasoningBlock): void {
    const state = reasoning.get(block);
    if (state === undefined || !context.showSummary) return;
    const at = { item_id: state.id, output_index: state.index, summary_index: 0 };
    if (!state.shown) {
      state.shown = true;
      emit({ type: 'response.reasoning_summary_part.added', ...at, part: { type: 'summary_text', text: '' } });
    }
    emit({ type: 'response.reasoning_summary_text.delta', ...at, delta });
  }

  function endReasoning(block: ReasoningBlock): void {
    const state = reasoning.get(block);
    if (state === undefined) return;
    reasoning.delete(block);
    const { id, index, shown } = state;
    const summary = shown ? [{ type: 'summary_text' as const, text: block.text }] : [];
    if (shown) {
      const at = { item_id: id, output_index: index, summary_index: 0 };
      emit({ type: 'response.reasoning_summary_text.done', ...at, text: block.text });
      emit({ type: 'response.reasoning_summary_part.done', ...at, part: { type: 'summary_text', text: block.text } });
    }
    const carried = { type: 'thinking' as const, thinking: block.text, signature: block.signature };
    list.close({ type: 'reasoning', id, summary, ...encrypted(carried, shown ? block.text : null) }, index);
  }

  function hideServerBlock(block: ServerBlock): void {
    if (searches.start(block.content)) return;
    if (notes.some((note) => note.code === 'server-tools-hidden')) return;
    notes.push({
      verb: 'emulated',
      code: 'server-tools-hidden',
      from: 'content',
      to: null,
      reason: 'The model used tools on the upstream side; the client sees only what came of them.',
    });
  }

  return {
    output: items,
    notes,
    get written() {
      return allText;
    },
    start(block) {
      if (block.kind === 'reasoning' || block.kind === 'redacted') startReasoning(block);
      else if (block.kind === 'tool') tools.start(block);
      else if (block.kind === 'server') hideServerBlock(block);
    },
    text(delta) {
      allText += delta;
      if (holdText) held += delta;
      else writeText(delta);
    },
    reasoning: writeReasoning,
    argument: (delta, block) => tools.argument(delta, block),
    end(block) {
      if (block.kind === 'text') {
        annotate(block);
        closePart();
      } else if (block.kind === 'reasoning') endReasoning(block);
      else if (block.kind === 'tool') tools.end(block);
      else if (block.kind === 'server') searches.end(block.content);
    },
    finish(adjust) {
      const text = adjust(held);
      held = '';
      if (text !== '') writeText(text);
      closeMessage();
      searches.finish();
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
