/**
 * Leaves a field that the API refused as unknown out of later requests, and notes it in every request that loses something by it:
 * otherwise the client could not tell why, for example, its MCP servers are never called.
 */

import { dropField } from './draft-field.ts';
import { addNote, type Draft } from './request-draft.ts';

const BECAUSE = 'in an earlier request, so it is left out until the learned rule ends or is cleared in Settings.';

/** Whether a refusal revealed that the API does not accept the field. `field`: path in the upstream body. */
export function isRefusedField({ context }: Draft, field: string): boolean {
  return context.profile.refused.fields.includes(field);
}

/** Leaves out a field of the client's. Under `strict` the request is refused instead. `from`: path in the client's body. */
export function dropRefusedField(draft: Draft, from: string, field: string): void {
  dropField(draft, from, 'refused-field-dropped', `The API refused the field ${field} ${BECAUSE}`);
}

/** The same for a field that the client did not send: only a service of the proxy is lost. */
export function addRefusedAdditionNote(draft: Draft, field: string): void {
  const reason = `The API refused the field ${field} ${BECAUSE}`;
  addNote(draft, { verb: 'repaired', code: 'refused-addition-left-out', from: null, to: null, reason });
}

/** The reason for leaving out a beta, as one sentence. */
export function refusedBetaReason(beta: string): string {
  return `The API does not know the beta ${beta}: it refused it ${BECAUSE}`;
}
