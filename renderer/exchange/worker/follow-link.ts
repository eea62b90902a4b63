/** From a place in one pane to the places that it is linked with, as spans of the texts that the panes show. Pure. */

import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import { parentOf } from '#shared/json/json-path.ts';
import type { Note } from '#shared/translate/core/notes.ts';
import type { TrailVerb } from '#shared/translate/core/tracer.ts';
import type { FormName } from '../panes/body-formats.ts';
import type { Span } from './json-positions.ts';
import type { Piece } from './exchange-worker.ts';

/** A span in a pane that shows a form. */
export interface Spot extends Span {
  readonly pane: Pane;
  readonly form: FormName;
  readonly path: string;
}

export interface FollowedPlace {
  readonly verb: TrailVerb;
  readonly reason: string;
  readonly pane: Pane;
  /** Null: it went nowhere, or came from nowhere. */
  readonly path: string | null;
  /** Null where the pane shows no such node. */
  readonly spot: Spot | null;
}

export interface Followed {
  readonly origin: Spot;
  readonly places: readonly FollowedPlace[];
  readonly caveat: string | null;
}

export interface PlacedNote {
  readonly from: Spot | null;
  readonly to: Spot | null;
}

/** More places than anyone steps through are not looked up in the text. */
const MOST_PLACES = 200;

/** The node at an offset of the text that a pane shows. Null where no node is. */
export function followNode(piece: Piece, pane: Pane, form: FormName, offset: number): Followed | null {
  const document = piece.document(pane, form);
  const node = document?.places.at(offset) ?? null;
  return document === null || node === null ? null : follow(piece, { pane, form: document.form, ...node });
}

/** The node at a path, or the nearest one around it. */
export function followPath(piece: Piece, pane: Pane, path: string): Followed | null {
  const origin = spotAt(piece, pane, path, true);
  return origin === null ? null : follow(piece, origin);
}

function follow(piece: Piece, origin: Spot): Followed {
  const links = piece.links();
  const places = links
    .find(origin.pane, origin.path)
    .slice(0, MOST_PLACES)
    .map(({ pane, path, verb, reason }): FollowedPlace => {
      const spot = path === null ? null : spotAt(piece, pane, path, false);
      return { pane, path, verb, reason, spot };
    });
  return { origin, places, caveat: links.caveat };
}

/**
 * A note does not say which way it belongs to. Its source path stands in the request that was translated, else in the answer;
 * a node that the note names but the body lacks is shown as the nearest one around it.
 */
export function placeNote(piece: Piece, note: Note): PlacedNote {
  const answered = find(piece, 'upstreamResponse', 'clientResponse', note, true);
  const asked = find(piece, 'clientRequest', 'upstreamRequest', note, true);
  if (score(asked) >= score(answered) && score(asked) > 0) return asked;
  if (score(answered) > 0) return answered;
  return find(piece, 'clientRequest', 'upstreamRequest', note, false);
}

function find(piece: Piece, source: Pane, target: Pane, note: Note, exact: boolean): PlacedNote {
  return {
    from: note.from === null ? null : spotAt(piece, source, note.from, !exact),
    to: note.to === null ? null : spotAt(piece, target, note.to, !exact),
  };
}

function score({ from, to }: PlacedNote): number {
  return (from === null ? 0 : 1) + (to === null ? 0 : 1);
}

function spotAt(piece: Piece, pane: Pane, path: string, orAround: boolean): Spot | null {
  const document = piece.document(pane);
  if (document === null) return null;
  for (let at: string | null = path; at !== null; at = orAround ? parentOf(at) : null) {
    const span = document.places.find(at);
    if (span !== null) return { pane, form: document.form, path: at, ...span };
  }
  return null;
}
