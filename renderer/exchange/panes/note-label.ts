/** Notes as sentences: field, effect, reason, with hidden characters made visible. Losses first. Pure. */

import { isLoss, type Note, type NoteVerb } from '#shared/notes.ts';
import { visible } from '../../ui/visible-text.tsx';

export interface NoteLabel {
  /** The field the sentence is about; null when the note is about none. */
  readonly subject: string | null;
  readonly verb: string;
  /** The target, when the sentence names one. */
  readonly object: string | null;
  readonly reason: string;
  readonly loss: boolean;
}

const withTarget: Partial<Record<NoteVerb, string>> = {
  moved: 'moved to',
  renamed: 'became',
  merged: 'merged into',
  emulated: 'emulated by',
};

const alone: Record<NoteVerb, string> = {
  moved: 'moved',
  renamed: 'changed',
  merged: 'merged',
  defaulted: 'added',
  emulated: 'emulated',
  repaired: 'repaired',
  clamped: 'limited',
  approximated: 'approximated',
  dropped: 'dropped',
  noticed: 'changed',
};

export function noteLabel(note: Note): NoteLabel {
  const subject = note.from ?? note.to;
  const goesOn = note.from !== null && note.to !== null && note.to !== note.from ? withTarget[note.verb] : undefined;
  return {
    subject: subject === null ? null : visible(subject),
    verb: goesOn ?? alone[note.verb],
    object: goesOn === undefined || note.to === null ? null : visible(note.to),
    reason: visible(note.reason),
    loss: isLoss(note),
  };
}

/** Losses before everything else, otherwise in the order of translation. */
export function lossesFirst(notes: readonly Note[]): readonly Note[] {
  return notes.toSorted((a, b) => Number(isLoss(b)) - Number(isLoss(a)));
}
