/** The messages during translation: blocks with their client paths, cache marks, ids in use. */

import type { ContentBlockParam, ToolUnion } from '../../anthropic/types.ts';
import { type ArgumentBudget, startArgumentBudget } from './argument-budget.ts';
import { addNote, type Draft, type InBlock } from './request-draft.ts';
import type { PrefixChain } from './turn-fingerprint.ts';
import type { Note } from '../../notes.ts';
import { ToolIds } from './tool-call-ids.ts';
import type { TextBlock, CacheControl, BuiltMessage } from './built-message.ts';

/** A block and its path in the client's body; null for one that the translator added. */
export interface SourcedBlock<Block = ContentBlockParam> {
  readonly block: Block;
  readonly from: string | null;
}

/** A block after which the client wants the prefix cached. */
export interface CacheMark {
  readonly control: CacheControl;
  readonly from: string | null;
}

export interface MessageBuilder {
  readonly draft: Draft;
  readonly system: TextBlock[];
  readonly systemSources: (string | null)[];
  /** What the prefix hash covers besides messages: system blocks and tools as they stood when the messages were translated. */
  boundSystem: readonly TextBlock[];
  boundTools: readonly ToolUnion[];
  /** The running prefix hash; null until the messages are translated, and without a message store until it is requested. */
  chain: PrefixChain | null;
  readonly messages: BuiltMessage[];
  /** For each message, the client paths of its blocks. */
  readonly sources: (string | null)[][];
  /** Blocks and tools that the client marked, by identity. Inserted into the body at the very end. */
  readonly marks: Map<object, CacheMark>;
  readonly ids: ToolIds;
  readonly argumentBudget: ArgumentBudget;
}

export function createMessageBuilder(draft: Draft): MessageBuilder {
  return {
    draft,
    system: [],
    systemSources: [],
    boundSystem: [],
    boundTools: [],
    chain: null,
    messages: [],
    sources: [],
    marks: new Map(),
    ids: new ToolIds(),
    argumentBudget: startArgumentBudget(),
  };
}

/** Index of the next message in the upstream body. */
export function nextMessagePath(builder: MessageBuilder): string {
  return `messages[${builder.messages.length}]`;
}

/** Adds a turn. Consecutive turns of one role are merged block by block, because not every endpoint merges them itself. */
export function emitTurn(builder: MessageBuilder, role: 'user' | 'assistant', blocks: readonly SourcedBlock[]): void {
  const last = builder.messages.at(-1);
  if (last !== undefined && last.role === role) {
    const sources = builder.sources.at(-1);
    for (const { block, from } of blocks) {
      last.content.push(block);
      sources?.push(from);
    }
    return;
  }
  builder.messages.push({ role, content: blocks.map(({ block }) => block) });
  builder.sources.push(blocks.map(({ from }) => from));
}

export function emitSystemTurn(builder: MessageBuilder, blocks: readonly SourcedBlock<TextBlock>[]): void {
  builder.messages.push({ role: 'system', content: blocks.map(({ block }) => block) });
  builder.sources.push(blocks.map(({ from }) => from));
}

/** Adds a note that would repeat with every message only once. */
export function addNoteOnce(draft: Draft, note: Note, block?: InBlock): void {
  if (!draft.noted.has(note.code)) addNote(draft, note, block);
}
