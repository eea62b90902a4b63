/** What a response contains besides text and tool calls: citations, blocks without an OpenAI counterpart, and the notes on them. */

import type { MessageExtensions, ReasoningDetail, Annotation } from '../../openai/chat-completion.ts';
import { reasoningFormat } from '../../openai/chat-completion.ts';
import { collectCitations, emptyCitations } from './annotations.ts';
import type { Note } from '../../notes.ts';
import type { Message } from '../../anthropic/types.ts';
import type { ReasoningBlock, RedactedBlock, ResponseBlock } from './content-block-reader.ts';

export type Extras = Pick<MessageExtensions, 'document_citations' | 'anthropic_blocks'> & {
  annotations?: Annotation[];
};

export interface ExtrasCollector {
  /** Adds a finished block. */
  add(block: ResponseBlock): void;
  /** Adds the container in which code ran, after all blocks: its id continues it, and names where files are. */
  addContainer(container: Message['container'] | undefined): void;
  /** Only the fields that are not empty. */
  fields(): Extras;
  readonly notes: readonly Note[];
}

/** @param blocksAt client path of the blocks without an OpenAI counterpart */
export function createExtrasCollector(blocksAt: string): ExtrasCollector {
  const citations = emptyCitations();
  const foreign: unknown[] = [];
  const notes: Note[] = [];

  function addNoteOnce(note: Note): void {
    if (!notes.some((known) => known.code === note.code)) notes.push(note);
  }

  return {
    add(block) {
      if (block.kind === 'text') {
        if (block.citations.length > 0) collectCitations(block, citations);
      } else if (block.kind === 'server') {
        foreign.push(block.content);
        addNoteOnce({
          verb: 'emulated',
          code: 'server-tools-hidden',
          from: 'content',
          to: blocksAt,
          reason:
            'The model used tools that run upstream; the client does not run them, and an extension field holds their calls and results.',
        });
      } else if (block.kind === 'compaction') {
        foreign.push(block.content);
        addNoteOnce({
          verb: 'moved',
          code: 'compaction-carried',
          from: 'content',
          to: blocksAt,
          reason:
            'The conversation was compacted. OpenAI has no counterpart for the summary, so an extension field holds it, to be sent back.',
        });
      } else if (block.kind === 'other') {
        foreign.push(block.content);
        addNoteOnce({
          verb: 'moved',
          code: 'unknown-block',
          from: 'content',
          to: blocksAt,
          reason: 'OpenAI has no counterpart for this type of content, so an extension field holds it unchanged.',
        });
      }
    },
    addContainer(container) {
      if (container) foreign.push({ type: 'container', ...container });
    },
    fields() {
      const fields: Extras = {};
      if (citations.annotations.length > 0) fields.annotations = citations.annotations;
      if (citations.documents.length > 0) fields.document_citations = citations.documents;
      if (foreign.length > 0) fields.anthropic_blocks = foreign;
      return fields;
    },
    notes,
  };
}

/** A thinking block as one entry of `reasoning_details`, with the signature that lets clients return it. */
export function reasoningDetail(block: ReasoningBlock | RedactedBlock): ReasoningDetail {
  if (block.kind === 'redacted') {
    return { type: 'reasoning.encrypted', data: block.data, format: reasoningFormat, index: block.ordinal };
  }
  const entry = { type: 'reasoning.text', text: block.text, format: reasoningFormat, index: block.ordinal } as const;
  return block.signature === '' ? entry : { ...entry, signature: block.signature };
}
