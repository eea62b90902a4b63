/** Notes the fields of a chat request, at any depth, that no step of the translation reads. */

import type { FieldReader } from '../../unread-fields/field-reader.ts';
import { unreadNotes } from '../../unread-fields/unread-fields.ts';
import { addNote, type Draft } from '../core/request-draft.ts';

/**
 * Call after all other steps: what one of them has noted is not noted again.
 *
 * @throws RequestRefused in strict mode, for the first field that asks for something
 */
export function addUnreadFieldNotes(draft: Draft, fields: FieldReader): void {
  for (const note of unreadNotes(fields, draft.request, draft.notes)) {
    addNote(draft, note);
    if (note.from !== null) draft.context.tracer?.drop(note.from, note.reason);
  }
}
