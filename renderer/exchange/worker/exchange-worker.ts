/**
 * The heavy work on whole exchanges: documents parsed, panes linked, streams laid out. Runs in a worker, so that bodies of
 * megabytes never hold the window up; keeps the exchanges that it was shown last. Pure.
 */

import { linkPanes, panes, type Pane, type PaneLinks } from '#shared/exchange/panes/link-panes.ts';
import type { Exchange, HttpMessage } from '#shared/exchange/record.ts';
import {
  type ReproducedTranslation,
  reproduceTranslation,
} from '#shared/exchange/retranslate/reproduce-translation.ts';
import { buildLanes, type LaneText, type StreamLanes } from '#shared/exchange/panes/stream-timeline.ts';
import { conversationView, type ConversationView } from '#shared/exchange/conversation/conversation-view.ts';
import type { TranslationInputs } from '#shared/exchange/retranslate/translation-inputs.ts';
import { comparePieces, type PieceComparison } from './compare-bodies.ts';
import { formsOf, type Form, type FormName } from '../panes/body-formats.ts';
import { jsonPlaces, type JsonPlaces } from './json-positions.ts';
import { remake, type Remade } from './preview-translation.ts';
import { followNode, followPath, placeNote, type Followed, type PlacedNote } from './follow-link.ts';
import type { Note } from '#shared/translate/core/notes.ts';

/** One exchange on the bench; everything is worked out when it is first needed. */
export interface Piece {
  readonly exchange: Exchange;
  readonly inputs: TranslationInputs;
  links(): PaneLinks;
  lanes(): StreamLanes;
  forms(pane: Pane): readonly Form[];
  /** What a pane shows in one of its forms; the first one when none is named. Null where it shows no JSON. */
  document(pane: Pane, form?: FormName): { readonly form: FormName; readonly places: JsonPlaces } | null;
}

export interface Workshop {
  /** Brings an exchange in; `key` names it from then on. */
  open(key: string, exchange: Exchange, inputs: TranslationInputs): null;
  /** The forms of a side, laid out; the text is null where it is the body itself, which the window has. */
  forms(key: string, pane: Pane): readonly LaidOut[];
  /** Works out ahead what pointing at a node needs. */
  prepare(key: string): null;
  /** The node at an offset of the text that a pane shows, and where it went or came from. Null where no node is. */
  follow(key: string, pane: Pane, form: FormName, offset: number): Followed | null;
  /** The same for the node at a path. */
  followPath(key: string, pane: Pane, path: string): Followed | null;
  /** Both ends of a note. */
  placeNote(key: string, note: Note): PlacedNote;
  /** The two lanes of a streamed answer. */
  lanes(key: string): Omit<StreamLanes, 'messageSoFar'>;
  /** The upstream's message after its events 0..index, laid out as JSON; null before it began. */
  messageSoFar(key: string, index: number): string | null;
  /** Both bodies of the client as a conversation. */
  thread(key: string): ConversationView;
  /** What a client's body would become today on a model. */
  remake(key: string, body: string, model: string | null): Remade;
  /** Two exchanges, pane by pane. */
  compare(key: string, other: string): PieceComparison;
}

export type LaidOut = Omit<Form, 'text'> & { readonly text: string | null };

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
    open(key, exchange, inputs) {
      bench.set(key, createPiece(exchange, inputs));
      for (const oldest of bench.keys()) {
        if (bench.size <= BENCH_SIZE) break;
        bench.delete(oldest);
      }
      return null;
    },
    forms(key, pane) {
      const piece = on(key);
      const body = piece.exchange[pane]?.body;
      return piece
        .forms(pane)
        .map(({ form, language, text }) => ({ form, language, text: text === body ? null : text }));
    },
    prepare(key) {
      const piece = on(key);
      piece.links();
      for (const pane of panes) piece.document(pane);
      return null;
    },
    follow: (key, pane, form, offset) => followNode(on(key), pane, form, offset),
    followPath: (key, pane, path) => followPath(on(key), pane, path),
    placeNote: (key, note) => placeNote(on(key), note),
    lanes(key) {
      const { upstream, client, exact } = on(key).lanes();
      return { upstream, client, exact };
    },
    messageSoFar(key, index) {
      const message = on(key).lanes().messageSoFar(index);
      return message === null ? null : JSON.stringify(message, null, 2);
    },
    thread: (key) => conversationView(on(key).exchange),
    remake(key, body, model) {
      const { exchange, inputs } = on(key);
      return remake(exchange, inputs, body, model);
    },
    compare: (key, other) => comparePieces(on(key), on(other)),
  };
}

function createPiece(exchange: Exchange, inputs: TranslationInputs): Piece {
  let reproduced: ReproducedTranslation | null = null;
  let links: PaneLinks | null = null;
  let lanes: StreamLanes | null = null;
  const known = new Map<Pane, readonly Form[]>();
  const places = new Map<string, JsonPlaces>();
  const formsIn = (pane: Pane): readonly Form[] => {
    const side = exchange[pane];
    const forms = known.get(pane) ?? (side === null ? [] : formsOf(side));
    known.set(pane, forms);
    return forms;
  };
  const reproducedOnce = (): ReproducedTranslation => (reproduced ??= reproduceTranslation(exchange, inputs));
  return {
    exchange,
    inputs,
    links: () => (links ??= linkPanes(exchange, inputs, reproducedOnce())),
    lanes: () => (lanes ??= lanesOf(exchange, reproducedOnce())),
    forms: formsIn,
    document(pane, wanted) {
      const forms = formsIn(pane);
      const form = wanted === undefined ? forms[0] : forms.find((candidate) => candidate.form === wanted);
      if (form === undefined || form.form === 'events') return null;
      const key = `${pane} ${form.form}`;
      const parsed = places.get(key) ?? jsonPlaces(form.text);
      places.set(key, parsed);
      return { form: form.form, places: parsed };
    },
  };
}

function lanesOf(exchange: Exchange, { translation: again }: ReproducedTranslation): StreamLanes {
  const { upstreamResponse, clientResponse, summary } = exchange;
  return buildLanes({
    upstream: laneText(upstreamResponse) ?? { body: '' },
    client: laneText(clientResponse),
    target: again.ok ? again.target : null,
    created: Math.floor(summary.startedAt / 1000),
  });
}

/** Null for a side that was not streamed: an error, or an answer gathered into one. */
function laneText(side: HttpMessage | null): LaneText | null {
  return side?.events === true ? { body: side.body, times: side.eventTimes } : null;
}
