/** Notes the fields of a chat request, at any depth, that no step of the translation reads. */

import { collectUnreadFields } from '../../unread-fields/unread-fields.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { chatRequestFields } from './chat-fields.ts';

/**
 * Call after all other steps: what one of them has noted is not noted again.
 *
 * @throws RequestRefused in strict mode, for the first field that asks for something
 */
export function addUnreadFieldNotes(draft: Draft): void {
  const unread = collectUnreadFields();
  chatRequestFields(draft.request, null, unread);
  for (const note of unread.notes(draft.notes)) {
    addNote(draft, note);
    if (note.from !== null) draft.context.tracer?.drop(note.from, note.reason);
  }
}
