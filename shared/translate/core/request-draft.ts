/** The upstream request during translation, and the only way to add a note. Each translation step fills its fields. */

import { RequestRefused } from '../../errors.ts';
import type { MessageRequest } from '../../anthropic/types.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';
import type { CompactionMode, OutputFormatPlan, TranslationContext } from './translation-interface.ts';
import type { Compacted } from './compacted.ts';
import { boundedNote, isLoss, type Note } from '../../notes.ts';

/** Built field by field; values of the client's body get here only through a rule. */
export type DraftBody = Partial<MessageRequest>;

export interface Draft {
  readonly request: ChatRequest;
  readonly context: TranslationContext;
  readonly body: DraftBody;
  readonly betas: Set<string>;
  /** Lines for the end of the leading system prompt: stable texts, in the order the steps add them. */
  readonly instructions: string[];
  /** Client tool name -> upstream tool name, for every name that had to change. */
  readonly renamedTools: Map<string, string>;
  /** Upstream tool name -> names of its parameters, client's -> upstream, for every one that had to change. */
  readonly parameterNames: Map<string, ReadonlyMap<string, string>>;
  readonly customTools: Set<string>;
  readonly wrappedTools: Set<string>;
  outputFormat: OutputFormatPlan;
  expectsToolCall: boolean;
  /** Set when a summary is requested instead of a response. */
  readonly compaction: CompactionMode | null;
  /** The newest compaction of the history: nothing before it is sent. */
  readonly compacted: Compacted | null;
  readonly notes: Note[];
  /** The codes of the notes. */
  readonly noted: Set<string>;
  /** Notes about a block that goes upstream: its final path is known only at the end. */
  readonly unplaced: Map<Note, InBlock>;
}

/** The block that a note is about; the note gets its path at the end. */
export interface InBlock {
  /** The field of the block; empty for the whole of it. */
  readonly key: string;
  /** The source of the block, where the note's own `from` is not inside it. */
  readonly madeOf?: string | null;
}

/** Records a note. Under `strict` a loss is refused instead, naming the client's field. */
export function addNote(draft: Draft, note: Note, block?: InBlock): void {
  if (draft.context.settings.strict) refuseLoss(note);
  const bounded = boundedNote(note);
  draft.notes.push(bounded);
  draft.noted.add(note.code);
  if (block !== undefined) draft.unplaced.set(bounded, block);
}

/** @throws RequestRefused for a note of a loss, which `strict` refuses */
export function refuseLoss(note: Note): void {
  if (!isLoss(note)) return;
  throw new RequestRefused({
    code: 'unsupported_value',
    param: note.from,
    message: note.reason,
    hint: 'Strict mode refuses what cannot be translated exactly. Turn it off in Settings to have it noted instead.',
  });
}
