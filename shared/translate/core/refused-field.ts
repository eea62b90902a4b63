/**
 * What the API refused as unknown in an earlier request is left out of later ones, and every request that loses something by it
 * says so: without a note the client could not tell why, for example, its tool servers are never called.
 */

import { dropField } from './draft-field.ts';
import { addNote, type Draft } from './request-draft.ts';

const BECAUSE = 'in an earlier request, so it is left out until the learned rule ends or is cleared in Settings.';

/** Whether a refusal has taught that the API does not take the field. `field`: path in the upstream body. */
export function isRefusedField({ context }: Draft, field: string): boolean {
  return context.profile.refused.fields.includes(field);
}

/** Leaves out a field of the client's. Under `strict` the request is refused instead. `from`: path in the client's body. */
export function dropRefusedField(draft: Draft, from: string, field: string): void {
  dropField(draft, from, 'refused-field-dropped', `The API refused the field ${field} ${BECAUSE}`);
}

/** The same for a field that the client did not ask for: what it does not get is only a service of the proxy. */
export function noteRefusedAddition(draft: Draft, field: string): void {
  const reason = `The API refused the field ${field} ${BECAUSE}`;
  addNote(draft, { verb: 'repaired', code: 'refused-addition-left-out', from: null, to: null, reason });
}

/** The reason for leaving out a beta, as one sentence. */
export function refusedBetaReason(beta: string): string {
  return `The API does not know the beta ${beta}: it refused it ${BECAUSE}`;
}
