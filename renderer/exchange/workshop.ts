/**
 * The heavy work on whole exchanges: documents parsed, panes linked. Runs in a worker, so that bodies of
 * megabytes never hold the window up; keeps the exchanges that it was shown last. Pure.
 */

import { linkPanes, type Pane, type PaneLinks } from '#shared/exchange/link.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { formsOf, type Form, type FormName } from './forms.ts';
import { jsonPlaces, type JsonPlaces } from './json-places.ts';
import { followNode, placeNote, type Followed, type PlacedNote } from './follow.ts';
import type { Note } from '#shared/translate/notes.ts';

/** One exchange on the bench; everything is worked out when it is first needed. */
export interface Piece {
  readonly exchange: Exchange;
  readonly settings: Settings;
  links(): PaneLinks;
  /** What a pane shows in one of its forms; the first one when none is named. Null where it shows no JSON. */
  document(pane: Pane, form?: FormName): { readonly form: FormName; readonly places: JsonPlaces } | null;
}

export interface Workshop {
  /** Brings an exchange in; `key` names it from then on. */
  open(key: string, exchange: Exchange, settings: Settings): null;
  /** The node at an offset of the text that a pane shows, and where it went or came from. Null where no node is. */
  follow(key: string, pane: Pane, form: FormName, offset: number): Followed | null;
  /** Both ends of a note. */
  placeNote(key: string, note: Note): PlacedNote;
}

export type JobName = keyof Workshop;

/** How many exchanges stay on the bench. The window counts along, to bring back what was cleared away. */
export const BENCH_SIZE = 4;

export function createWorkshop(): Workshop {
  const bench = new Map<string, Piece>();
  const on = (key: string): Piece => {
    const piece = bench.get(key);
    if (piece === undefined) throw new Error('This exchange is no longer on the bench.');
    return piece;
  };
  return {
    open(key, exchange, settings) {
      bench.set(key, createPiece(exchange, settings));
      for (const oldest of bench.keys()) {
        if (bench.size <= BENCH_SIZE) break;
        bench.delete(oldest);
      }
      return null;
    },
    follow: (key, pane, form, offset) => followNode(on(key), pane, form, offset),
    placeNote: (key, note) => placeNote(on(key), note),
  };
}

function createPiece(exchange: Exchange, settings: Settings): Piece {
  let links: PaneLinks | null = null;
  const forms = new Map<Pane, readonly Form[]>();
  const places = new Map<string, JsonPlaces>();
  return {
    exchange,
    settings,
    links: () => (links ??= linkPanes(exchange, settings)),
    document(pane, wanted) {
      const side = exchange[pane];
      const known = forms.get(pane) ?? (side === null ? [] : formsOf(side));
      forms.set(pane, known);
      const form = wanted === undefined ? known[0] : known.find((candidate) => candidate.form === wanted);
      if (form === undefined || form.form === 'events') return null;
      const key = `${pane} ${form.form}`;
      const parsed = places.get(key) ?? jsonPlaces(form.text);
      places.set(key, parsed);
      return { form: form.form, places: parsed };
    },
  };
}
