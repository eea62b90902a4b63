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
import { buildStreamTimeline, type StreamText, type StreamTimeline } from '#shared/exchange/panes/stream-timeline.ts';
import { conversationView, type ConversationView } from '#shared/exchange/conversation/conversation-view.ts';
import type { TranslationInputs } from '#shared/exchange/retranslate/translation-inputs.ts';
import { compareBodies, type ExchangeComparison } from './compare-bodies.ts';
import { bodyFormats, type BodyFormat, type BodyFormatName } from './body-formats.ts';
import { jsonPositions, type JsonPositions } from './json-positions.ts';
import { previewTranslation, type PreviewedTranslation } from './preview-translation.ts';
import { followNode, followPath, locateNote, type FollowedLink, type LocatedNote } from './follow-link.ts';
import type { Note } from '#shared/notes.ts';
import type { ExchangeAnalysis } from './exchange-analysis.ts';
import { writeJson } from '#shared/json/exact-number.ts';

export interface ExchangeWorker {
  /** Loads an exchange into the cache under `key`. */
  load(key: string, exchange: Exchange, inputs: TranslationInputs): null;
  /** The forms of a side, laid out; the text is null where it is the body itself, which the window has. */
  forms(key: string, pane: Pane): readonly FormattedBody[];
  /** Computes the links in advance. */
  prepare(key: string): null;
  /** The node at an offset of the text that a pane shows, and where it went or came from. Null where no node is. */
  follow(key: string, pane: Pane, form: BodyFormatName, offset: number): FollowedLink | null;
  /** The same for the node at a path. */
  followPath(key: string, pane: Pane, path: string): FollowedLink | null;
  /** Both ends of a note. */
  locateNote(key: string, note: Note): LocatedNote;
  /** The timeline of a streamed response. */
  lanes(key: string): Omit<StreamTimeline, 'messageSoFar'>;
  /** The upstream's message after its events 0..index, laid out as JSON; null before it began. */
  messageSoFar(key: string, index: number): string | null;
  /** Both bodies of the client as a conversation. */
  conversation(key: string): ConversationView;
  /** What a client's body would become today on a model. */
  preview(key: string, body: string, model: string | null): PreviewedTranslation;
  /** Two exchanges, pane by pane. */
  compare(key: string, other: string): ExchangeComparison;
}

export type FormattedBody = Omit<BodyFormat, 'text'> & { readonly text: string | null };

export type JobName = keyof ExchangeWorker;

/** Size of the cache. The window mirrors it, to load evicted exchanges again. */
export const CACHE_SIZE = 4;

export function createExchangeWorker(): ExchangeWorker {
  const cache = new Map<string, ExchangeAnalysis>();
  const analysisOf = (key: string): ExchangeAnalysis => {
    const analysis = cache.get(key);
    if (analysis === undefined) throw new Error('This exchange is no longer loaded.');
    return analysis;
  };
  return {
    load(key, exchange, inputs) {
      cache.set(key, analyseExchange(exchange, inputs));
      for (const oldest of cache.keys()) {
        if (cache.size <= CACHE_SIZE) break;
        cache.delete(oldest);
      }
      return null;
    },
    forms(key, pane) {
      const analysis = analysisOf(key);
      const body = analysis.exchange[pane]?.body;
      return analysis
        .forms(pane)
        .map(({ form, language, text }) => ({ form, language, text: text === body ? null : text }));
    },
    prepare(key) {
      const analysis = analysisOf(key);
      analysis.links();
      for (const pane of panes) analysis.document(pane);
      return null;
    },
    follow: (key, pane, form, offset) => followNode(analysisOf(key), pane, form, offset),
    followPath: (key, pane, path) => followPath(analysisOf(key), pane, path),
    locateNote: (key, note) => locateNote(analysisOf(key), note),
    lanes(key) {
      const { upstream, client, exact } = analysisOf(key).lanes();
      return { upstream, client, exact };
    },
    messageSoFar(key, index) {
      const message = analysisOf(key).lanes().messageSoFar(index);
      return message === null ? null : writeJson(message, 2);
    },
    conversation: (key) => conversationView(analysisOf(key).exchange),
    preview(key, body, model) {
      const { exchange, inputs } = analysisOf(key);
      return previewTranslation(exchange, inputs, body, model);
    },
    compare: (key, other) => compareBodies(analysisOf(key), analysisOf(other)),
  };
}

function analyseExchange(exchange: Exchange, inputs: TranslationInputs): ExchangeAnalysis {
  let reproduced: ReproducedTranslation | null = null;
  let links: PaneLinks | null = null;
  let lanes: StreamTimeline | null = null;
  const known = new Map<Pane, readonly BodyFormat[]>();
  const positions = new Map<string, JsonPositions>();
  const formsIn = (pane: Pane): readonly BodyFormat[] => {
    const side = exchange[pane];
    const forms = known.get(pane) ?? (side === null ? [] : bodyFormats(side));
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
      const parsed = positions.get(key) ?? jsonPositions(form.text);
      positions.set(key, parsed);
      return { form: form.form, positions: parsed };
    },
  };
}

function lanesOf(exchange: Exchange, { translation: again }: ReproducedTranslation): StreamTimeline {
  const { upstreamResponse, clientResponse, summary } = exchange;
  return buildStreamTimeline({
    upstream: streamText(upstreamResponse) ?? { body: '' },
    client: streamText(clientResponse),
    target: again.ok ? again.target : null,
    created: Math.floor(summary.startedAt / 1000),
  });
}

/** Null for a message that was not streamed: an error, or a whole response. */
function streamText(side: HttpMessage | null): StreamText | null {
  return side?.events === true ? { body: side.body, times: side.eventTimes } : null;
}
