/** A link as a sentence: field, verb, target, reason, with hidden characters made visible. Pure. */

import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import type { TrailVerb } from '#shared/translate/core/trail-recorder.ts';
import { visible } from '../../ui/visible-text.tsx';
import { noteLabel } from './note-label.ts';
import type { Link } from './use-pane-link.ts';

export interface LinkLabel {
  readonly subject: string;
  /** The pane that shows the subject. */
  readonly owner: 'client' | 'upstream';
  readonly verb: string;
  readonly object: string | null;
  readonly reason: string;
  readonly loss: boolean;
}

const onward: Record<TrailVerb, string> = {
  copied: 'copied to',
  moved: 'moved to',
  renamed: 'became',
  clamped: 'limited to',
  defaulted: 'became',
  merged: 'merged into',
  dropped: 'dropped',
};

const back: Record<TrailVerb, string> = {
  copied: 'copied from',
  moved: 'moved from',
  renamed: 'was',
  clamped: 'limited from',
  defaulted: 'added',
  merged: 'merged from',
  dropped: 'dropped',
};

export function linkLabel(link: Link): LinkLabel {
  if (link.kind === 'note') {
    const { subject, verb, object, reason, loss } = noteLabel(link.note);
    const pane = (link.locatedNote.from ?? link.locatedNote.to)?.pane ?? 'clientRequest';
    return { subject: subject ?? 'the request', owner: ownerOf(pane), verb, object, reason, loss };
  }
  const { origin, targets } = link.followed;
  const subject = origin.path === '' ? 'the whole body' : visible(origin.path);
  const owner = ownerOf(origin.pane);
  const target = targets[link.at];
  if (target === undefined) {
    return { subject, owner, verb: '', object: null, reason: 'No related value is known.', loss: false };
  }
  const forward = origin.pane === 'clientRequest' || origin.pane === 'upstreamResponse';
  const { verb, path } = target;
  const reason = visible(target.reason);
  if (path === null)
    return { subject, owner, verb: forward ? 'dropped' : 'added', object: null, reason, loss: forward };
  const words = forward ? onward[verb] : back[verb];
  return {
    subject,
    owner,
    verb: words,
    object: path === '' ? 'the whole body' : visible(path),
    reason,
    loss: verb === 'clamped',
  };
}

function ownerOf(pane: Pane): LinkLabel['owner'] {
  return pane === 'clientRequest' || pane === 'clientResponse' ? 'client' : 'upstream';
}
