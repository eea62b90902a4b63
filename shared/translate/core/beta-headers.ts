/** Values for the `anthropic-beta` header that a translated field needs. */

import { dropField } from './draft-field.ts';
import { refusedBetaReason } from './refused-field.ts';
import { addNote, type Draft } from './request-draft.ts';

/**
 * Adds a beta unless a refusal revealed that this API does not know it; then adds one note for each beta.
 *
 * @param from path of the field in which the client named the beta; null for one that another field needs
 */
export function addBeta(draft: Draft, beta: string, from: string | null = null): void {
  if (!draft.context.profile.refused.betas.includes(beta)) {
    draft.betas.add(beta);
    return;
  }
  const reason = refusedBetaReason(beta);
  if (from !== null) dropField(draft, from, 'refused-beta-dropped', reason);
  else if (!draft.notes.some((note) => note.reason === reason)) {
    addNote(draft, { verb: 'repaired', code: 'refused-beta-left-out', from: null, to: null, reason });
  }
}
