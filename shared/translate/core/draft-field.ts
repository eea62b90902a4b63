/** The common ends of a client's field: copied, left out with a note, or left out because it says nothing. Keeps notes and trail in step. */

import { addNote, type Draft, type InBlock } from './request-draft.ts';

/** The value stands in the upstream body as the client wrote it. */
export function traceCopy(draft: Draft, from: string, target: object, key: string | number): void {
  draft.context.tracer?.link(from, target, key, 'copied', 'The Messages API has the same field.');
}

/** What the client asked for is lost, and the client is told. */
export function dropField(draft: Draft, from: string, code: string, reason: string): void {
  addNote(draft, { verb: 'dropped', code, from, to: null, reason });
  draft.context.tracer?.drop(from, reason);
}

/** Once for all of them: halves of surrogate pairs and NUL, which no JSON parser of the API takes, went over as U+FFFD. */
export function addUnreadableNote(draft: Draft, from: string, block?: InBlock): void {
  const code = 'invalid-unicode-replaced';
  if (draft.noted.has(code)) return;
  const reason = 'Characters that are no valid Unicode were replaced by U+FFFD, because the API refuses them.';
  addNote(draft, { verb: 'repaired', code, from, to: null, reason }, block);
}

/** Nothing is lost by leaving the field out: a default, a null, or something the response side honours. */
export function ignoreField(draft: Draft, from: string, reason: string): void {
  draft.context.tracer?.drop(from, reason);
}

/** True for what stands in a JSON body but says nothing. */
export function isUnset(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
