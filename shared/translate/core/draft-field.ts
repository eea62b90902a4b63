/**
 * The common outcomes for a client's field: copied, left out with a note, or left out because it has no effect. Keeps notes and
 * trail consistent.
 */

import { addNote, type Draft, type InBlock } from './request-draft.ts';

/** The upstream body has the value as the client wrote it. */
export function traceCopy(draft: Draft, from: string, target: object, key: string | number): void {
  draft.context.tracer?.link(from, target, key, 'copied', 'The Messages API has the same field.');
}

/** The request loses a value, and a note reports it. */
export function dropField(draft: Draft, from: string, code: string, reason: string): void {
  addNote(draft, { verb: 'dropped', code, from, to: null, reason });
  draft.context.tracer?.drop(from, reason);
}

/** Once per request: lone surrogates and NUL, which the API's JSON parsers refuse, were replaced by U+FFFD. */
export function addUnreadableNote(draft: Draft, from: string, block?: InBlock): void {
  const code = 'invalid-unicode-replaced';
  if (draft.noted.has(code)) return;
  const reason = 'Characters that are no valid Unicode were replaced by U+FFFD, because the API refuses them.';
  addNote(draft, { verb: 'repaired', code, from, to: null, reason }, block);
}

/** Leaving the field out loses nothing: a default, a null, or something that the response translation honours. */
export function ignoreField(draft: Draft, from: string, reason: string): void {
  draft.context.tracer?.drop(from, reason);
}

/** True for values in a JSON body that have no effect. */
export function isUnset(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
