/** Notes: what translation did not copy as it stood. The full field-by-field account is the trail (`trace.ts`). */

import { shortened } from '../../errors.ts';

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
  /** Nothing was done to the request; something was learned of it. */
  | 'noticed';

export interface Note {
  readonly verb: NoteVerb;
  /** Stable, kebab-case: `temperature-dropped`. */
  readonly code: string;
  /** JSON path in the source body (`messages[3].content`), null when nothing was there. */
  readonly from: string | null;
  /** JSON path in the target body, null when nothing came of it. */
  readonly to: string | null;
  /** One plain sentence for people, without the paths. */
  readonly reason: string;
}

/** Characters of a note's text or path: they may quote a key or a type that the client made up. */
const MAX_TEXT = 1_000;

/** The note itself, unless something in it is longer than a reader takes in. */
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

/** A loss is a departure that changes what the model is told: the client asked for something it does not get. */
export function isLoss(note: Note): boolean {
  return note.verb === 'dropped' || note.verb === 'clamped' || note.verb === 'approximated';
}
