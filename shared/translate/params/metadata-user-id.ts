/** Translates `user` and `safety_identifier` to `metadata.user_id`, which must not identify a person. */

import { addNote, type Draft } from '../core/request-draft.ts';
import { ignoreField, isUnset } from '../core/draft-field.ts';
import { dropRefusedField, isRefusedField } from '../core/refused-field.ts';

const opaque = /^[A-Za-z0-9_.:-]{1,64}$/;
/** Seven or more of the characters in phone numbers. */
const phoneNumber = /^[\d.:-]{7,}$/;

/** `safety_identifier` wins over the older `user`. A value that may be an address or a number becomes its SHA-256. */
export function applyUser(draft: Draft): void {
  const { request, body, context } = draft;
  const newer = request.safety_identifier;
  const from = isUnset(newer) || newer === '' ? 'user' : 'safety_identifier';
  const id = request[from];
  for (const field of ['user', 'safety_identifier'] as const) {
    if (field !== from && !isUnset(request[field])) ignoreField(draft, field, 'The other field has the user id.');
  }
  if (isUnset(id)) return;
  if (id === '') return ignoreField(draft, from, 'It is empty.');
  if (isRefusedField(draft, 'metadata')) return dropRefusedField(draft, from, 'metadata');
  const metadata = { user_id: id };
  body.metadata = metadata;
  if (isOpaque(id)) {
    context.tracer?.link(from, metadata, 'user_id', 'renamed', 'The same user.');
    return;
  }
  const hasher = context.createHasher();
  hasher.update(id);
  metadata.user_id = hasher.digest();
  const reason = 'It may identify a person, so its SHA-256 was sent instead.';
  addNote(draft, { verb: 'emulated', code: 'user-hashed', from, to: 'metadata.user_id', reason });
  context.tracer?.link(from, metadata, 'user_id', 'renamed', reason);
}

function isOpaque(id: string): boolean {
  if (!opaque.test(id)) return false;
  return !phoneNumber.test(id);
}
