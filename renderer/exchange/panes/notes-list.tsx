/** "What changed": the notes of a translation as sentences, losses first, each linked to its node in the panes. */

import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Note } from '#shared/notes.ts';
import { plural } from '../../lib/format-values.ts';
import { cx } from '../../ui/class-names.ts';
import type { LinkState } from './use-pane-link.ts';
import { lossesFirst, noteLabel } from './note-label.ts';

export function NotesList({
  notes,
  translated,
  links,
}: {
  notes: readonly Note[];
  translated: boolean;
  links: LinkState;
}): ReactNode {
  const shown = links.link?.kind === 'note' ? links.link.note : null;
  const losses = notes.filter((note) => noteLabel(note).loss).length;
  return (
    <section aria-label="What changed" data-testid="notes" className="flex h-full min-h-0 flex-col bg-sunken">
      <div className="flex h-8 shrink-0 items-center gap-2 border-b px-3">
        <h3 className="font-medium">What changed</h3>
        <span className={cx('ml-auto text-mini', losses > 0 ? 'text-loss' : 'text-faint')}>
          {losses > 0 ? plural(losses, 'loss', 'losses') : notes.length > 0 ? 'nothing lost' : ''}
        </span>
      </div>
      {notes.length === 0 ? (
        <p className="p-3 text-faint">
          {translated ? 'Nothing: every field was copied unchanged.' : 'Nothing was sent upstream.'}
        </p>
      ) : (
        <ol className="min-h-0 flex-1 overflow-y-auto">
          {lossesFirst(notes).map((note, index) => (
            // Notes have no ids and never change, so the index is a stable key.
            // oxlint-disable-next-line react/no-array-index-key
            <NoteSentence key={`${note.code} ${index}`} note={note} shown={note === shown} onShow={links.showNote} />
          ))}
        </ol>
      )}
    </section>
  );
}

function NoteSentence({
  note,
  shown,
  onShow,
}: {
  note: Note;
  shown: boolean;
  onShow: (note: Note) => void;
}): ReactNode {
  const { subject, verb, object, reason, loss } = noteLabel(note);
  return (
    <li data-loss={loss} className="border-b">
      <button
        type="button"
        title={`${note.code}: show where`}
        aria-pressed={shown}
        onClick={() => onShow(note)}
        className={cx('block w-full px-3 py-1.5 text-left select-text hover:bg-hover', shown && 'bg-selected')}
      >
        <span className="flex items-baseline gap-1.5">
          {loss ? (
            <TriangleAlert size={12} aria-label="Loss:" className="shrink-0 translate-y-px text-loss" />
          ) : (
            <span aria-hidden className="w-3 shrink-0 text-center text-faint">
              ·
            </span>
          )}
          <span className="min-w-0 break-words">
            {subject === null ? null : <code className="break-all">{subject} </code>}
            <span className={loss ? 'font-medium text-loss' : 'text-muted'}>{verb}</span>
            {object === null ? null : <code className="break-all"> {object}</code>}
          </span>
        </span>
        <span className="block pl-[18px] text-muted">{reason}</span>
      </button>
    </li>
  );
}
