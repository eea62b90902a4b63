/** From a node in one pane to the ranges it is linked with, in the texts that the panes show. Pure. */

import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import { parentOf } from '#shared/json/json-path.ts';
import type { Note } from '#shared/notes.ts';
import type { TrailVerb } from '#shared/translate/core/trail-recorder.ts';
import type { BodyFormatName } from './body-formats.ts';
import type { JsonRange } from './json-positions.ts';
import type { ExchangeAnalysis } from './exchange-analysis.ts';

/** A span in a pane that shows a form. */
export interface JsonLocation extends JsonRange {
  readonly pane: Pane;
  readonly form: BodyFormatName;
  readonly path: string;
}

export interface FollowedTarget {
  readonly verb: TrailVerb;
  readonly reason: string;
  readonly pane: Pane;
  /** Null: it went nowhere, or came from nowhere. */
  readonly path: string | null;
  /** Null where the pane shows no such node. */
  readonly location: JsonLocation | null;
}

export interface FollowedLink {
  readonly origin: JsonLocation;
  readonly targets: readonly FollowedTarget[];
  readonly caveat: string | null;
}

export interface LocatedNote {
  readonly from: JsonLocation | null;
  readonly to: JsonLocation | null;
}

/** At most so many ranges are located in the text. */
const MAX_TARGETS = 200;

/** The node at an offset of the text that a pane shows. Null where no node is. */
export function followNode(
  analysis: ExchangeAnalysis,
  pane: Pane,
  form: BodyFormatName,
  offset: number,
): FollowedLink | null {
  const document = analysis.document(pane, form);
  const node = document?.positions.at(offset) ?? null;
  return document === null || node === null ? null : follow(analysis, { pane, form: document.form, ...node });
}

/** The node at a path, or the nearest one around it. */
export function followPath(analysis: ExchangeAnalysis, pane: Pane, path: string): FollowedLink | null {
  const origin = locationAt(analysis, pane, path, true);
  return origin === null ? null : follow(analysis, origin);
}

function follow(analysis: ExchangeAnalysis, origin: JsonLocation): FollowedLink {
  const links = analysis.links();
  const targets = links
    .find(origin.pane, origin.path)
    .slice(0, MAX_TARGETS)
    .map(({ pane, path, verb, reason }): FollowedTarget => {
      const location = path === null ? null : locationAt(analysis, pane, path, false);
      return { pane, path, verb, reason, location };
    });
  return { origin, targets, caveat: links.caveat };
}

/**
 * A note does not have a direction: its source path is looked up in the request, then in the response. A missing node is shown as its closest existing ancestor.
 */
export function locateNote(analysis: ExchangeAnalysis, note: Note): LocatedNote {
  const inResponse = find(analysis, 'upstreamResponse', 'clientResponse', note, true);
  const inRequest = find(analysis, 'clientRequest', 'upstreamRequest', note, true);
  if (score(inRequest) >= score(inResponse) && score(inRequest) > 0) return inRequest;
  if (score(inResponse) > 0) return inResponse;
  return find(analysis, 'clientRequest', 'upstreamRequest', note, false);
}

function find(analysis: ExchangeAnalysis, source: Pane, target: Pane, note: Note, exact: boolean): LocatedNote {
  return {
    from: note.from === null ? null : locationAt(analysis, source, note.from, !exact),
    to: note.to === null ? null : locationAt(analysis, target, note.to, !exact),
  };
}

function score({ from, to }: LocatedNote): number {
  return (from === null ? 0 : 1) + (to === null ? 0 : 1);
}

function locationAt(analysis: ExchangeAnalysis, pane: Pane, path: string, orAround: boolean): JsonLocation | null {
  const document = analysis.document(pane);
  if (document === null) return null;
  for (let at: string | null = path; at !== null; at = orAround ? parentOf(at) : null) {
    const span = document.positions.find(at);
    if (span !== null) return { pane, form: document.form, path: at, ...span };
  }
  return null;
}
