/** Notes: what the translation did not copy unchanged. The full field-by-field account is the trail (`tracer.ts`). */

import { shortened } from './errors.ts';

export type NoteVerb =
  | 'moved'
  | 'renamed'
  | 'merged'
  | 'defaulted'
  | 'emulated'
  | 'repaired'
  | 'clamped'
  | 'approximated'
  | 'dropped'
  /** The request is unchanged; something was learned about it. */
  | 'noticed';

export interface Note {
  readonly verb: NoteVerb;
  /** Stable, kebab-case: `temperature-dropped`. */
  readonly code: string;
  /** JSON path in the source body (`messages[3].content`), null when the source has no such value. */
  readonly from: string | null;
  /** JSON path in the target body, null when the target has no such value. */
  readonly to: string | null;
  /** One plain sentence for people, without the paths. */
  readonly reason: string;
}

/** Characters of a note's text or path, which may quote a key or a type that the client chose. */
const MAX_TEXT = 1_000;

/** The note itself, with its texts cut to `MAX_TEXT`. */
export function boundedNote(note: Note): Note {
  const { from, to, reason } = note;
  if (reason.length <= MAX_TEXT && (from?.length ?? 0) <= MAX_TEXT && (to?.length ?? 0) <= MAX_TEXT) return note;
  return {
    ...note,
    from: shortened(from, MAX_TEXT),
    to: shortened(to, MAX_TEXT),
    reason: shortened(reason, MAX_TEXT),
  };
}

/** A loss changes what the model receives: the client requested something that it does not get. */
export function isLoss(note: Note): boolean {
  return note.verb === 'dropped' || note.verb === 'clamped' || note.verb === 'approximated';
}
