/** The upstream request while it is being built, and the one way to note a departure. Each piece of the translator fills its part. */

import { RequestRefused } from '../../errors.ts';
import type { MessageRequest } from '../../anthropic/types.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';
import type { OutputFormatPlan, TranslationContext } from './context.ts';
import { boundedNote, isLoss, type Note } from './notes.ts';

/** Built field by field; nothing of the client's body gets here except through a rule. */
export type DraftBody = Partial<MessageRequest>;

export interface Draft {
  readonly request: ChatRequest;
  readonly context: TranslationContext;
  readonly body: DraftBody;
  readonly betas: Set<string>;
  /** Lines for the end of the leading system prompt: stable texts, in the order the pieces add them. */
  readonly instructions: string[];
  /** Client tool name -> upstream tool name, for every name that had to change. */
  readonly renamedTools: Map<string, string>;
  readonly customTools: Set<string>;
  readonly wrappedTools: Set<string>;
  outputFormat: OutputFormatPlan;
  expectsToolCall: boolean;
  readonly notes: Note[];
  /** The codes of the notes. */
  readonly noted: Set<string>;
  /** Notes about a block that goes upstream: where it stands is known at the end. */
  readonly unplaced: Map<Note, InBlock>;
}

/** The block that a note is about; the note gets its place in the end. */
export interface InBlock {
  /** The field of the block; empty for the whole of it. */
  readonly key: string;
  /** What the block was made of, where the note's own `from` does not lie in it. */
  readonly madeOf?: string | null;
}

/** Records a note. Under `strict` a loss is refused instead, naming the client's field. */
export function addNote(draft: Draft, note: Note, block?: InBlock): void {
  if (draft.context.settings.strict && isLoss(note)) {
    throw new RequestRefused({
      code: 'unsupported_value',
      param: note.from,
      message: note.reason,
      hint: 'Strict mode refuses what cannot be translated exactly. Turn it off in Settings to have it noted instead.',
    });
  }
  const bounded = boundedNote(note);
  draft.notes.push(bounded);
  draft.noted.add(note.code);
  if (block !== undefined) draft.unplaced.set(bounded, block);
}
