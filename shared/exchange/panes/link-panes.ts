/**
 * Links between the four panes: from a JSON node in one to its origin or result in the next, with the reason. Computed by
 * translating the stored bodies again; nothing of it is stored.
 */

import type { Message } from '../../anthropic/types.ts';
import { traceResponse } from '../../translate/response/response-trail.ts';
import type { TrailEntry } from '../../translate/core/trail-recorder.ts';
import { isObject, listOf, member, parseJsonExactly, valueAt } from '../../json/unknown-json.ts';
import { isCompactPath } from '../compaction-requests.ts';
import type { Exchange, HttpMessage } from '../record.ts';
import type { ResponseTarget } from '../retranslate/retranslate.ts';
import { type ReproducedTranslation, reproduceTranslation } from '../retranslate/reproduce-translation.ts';
import type { TranslationInputs } from '../retranslate/translation-inputs.ts';
import { traceResponsesApi } from '../retranslate/responses-api-trail.ts';
import { indexTrail, sameTrail, type TrailTarget, type TrailIndex } from './trail-index.ts';

export const panes = ['clientRequest', 'upstreamRequest', 'upstreamResponse', 'clientResponse'] as const;
export type Pane = (typeof panes)[number];

export interface LinkTarget extends TrailTarget {
  readonly pane: Pane;
}

export interface PaneLinks {
  /**
   * @param path JSON path in the pane's document (`messages[0].content`, '' for the whole)
   * @returns locations in the neighbouring pane
   */
  find(pane: Pane, path: string): readonly LinkTarget[];
  readonly requestTrail: readonly TrailEntry[];
  readonly responseTrail: readonly TrailEntry[];
  /**
   * One sentence when the links do not belong to the bytes that were sent: a refusal, a cut body, other settings. Null when they
   * do.
   */
  readonly caveat: string | null;
}

/** The document that a pane shows: the assembled message of a stream, else the body. */
export function paneText(side: HttpMessage | null): string {
  return side === null ? '' : (side.assembled ?? side.body);
}

/**
 * Linear in the bodies: one or two seconds for 5 MB, so do not call it on every keystroke. Never throws; panes without JSON have no
 * links.
 */
export function linkPanes(
  exchange: Exchange,
  inputs: TranslationInputs,
  reproduced = reproduceTranslation(exchange, inputs),
): PaneLinks {
  const request = linkRequest(exchange, reproduced);
  const linkedResponse = linkResponse(exchange, request.target);
  const neighbour: Readonly<Record<Pane, (path: string) => readonly LinkTarget[]>> = {
    clientRequest: (path) => inPane('upstreamRequest', request.index.forward(path)),
    upstreamRequest: (path) => inPane('clientRequest', request.index.backward(path)),
    upstreamResponse: (path) => inPane('clientResponse', linkedResponse.index.forward(path)),
    clientResponse: (path) => inPane('upstreamResponse', linkedResponse.index.backward(path)),
  };
  return {
    find: (pane, path) => neighbour[pane](path),
    requestTrail: request.trail,
    responseTrail: linkedResponse.trail,
    caveat: request.caveat,
  };
}

function inPane(pane: Pane, landings: readonly TrailTarget[]): readonly LinkTarget[] {
  return landings.map((landing) => ({ pane, ...landing }));
}

interface Linked {
  readonly trail: readonly TrailEntry[];
  readonly index: TrailIndex;
}

function linked(trail: readonly TrailEntry[]): Linked {
  return { trail, index: indexTrail(trail) };
}

const passedOn = 'Passed on unchanged.';
const notWhole =
  'The upstream request was not stored completely. These links show how the request is translated today.';
const otherwiseToday =
  'With today’s settings and knowledge of the model, this request translates differently than it did then. These links show today’s translation.';

function linkRequest(
  exchange: Exchange,
  { translation, isSame }: ReproducedTranslation,
): Linked & { readonly target: ResponseTarget | null; readonly caveat: string | null } {
  const { endpoint } = exchange.summary;
  if (endpoint === 'messages' || endpoint === 'count_tokens') {
    const source = parseJsonExactly(exchange.clientRequest.body);
    return { ...linked(sameTrail(source, passedOn)), target: null, caveat: null };
  }
  if (!translation.ok) return { ...linked([]), target: null, caveat: translation.message };
  return { ...linked(translation.trail), target: translation.target, caveat: translation.missing ?? caveatOf(isSame) };
}

function caveatOf(isSame: ReproducedTranslation['isSame']): string | null {
  if (isSame === null) return notWhole;
  return isSame ? null : otherwiseToday;
}

function linkResponse(exchange: Exchange, target: ResponseTarget | null): Linked {
  const source = parseJsonExactly(paneText(exchange.upstreamResponse));
  if (exchange.summary.endpoint === 'messages') return linked(sameTrail(source, passedOn));
  if (target === null || !isMessage(source)) return linked([]);
  const trail = traceUpstreamResponse(source, target, Math.floor(exchange.summary.startedAt / 1000));
  return linked(isCompactPath(exchange.summary.path) ? asCompacted(trail, exchange.clientResponse) : trail);
}

function traceUpstreamResponse(message: Message, target: ResponseTarget, created: number): readonly TrailEntry[] {
  try {
    if (target.kind === 'responses')
      return traceResponsesApi(message, { ...target.responsesContext, createdAt: created });
    const trail = traceResponse(message, target.responseContext, created);
    return target.kind === 'completions' ? trail.map(asTextCompletion) : trail;
  } catch {
    // The server may not conform to the API: failing to link must not hide the panes.
    return [];
  }
}

/** `/v1/responses/compact` puts the user's messages before the item, and has few of the fields of a response. */
function asCompacted(trail: readonly TrailEntry[], response: HttpMessage | null): readonly TrailEntry[] {
  const sent = parseJsonExactly(paneText(response));
  const item = `output[${listOf(member(sent, 'output')).length - 1}]`;
  return trail.flatMap((entry): readonly TrailEntry[] => {
    const to = entry.to === null ? null : entry.to.replace(/^output\[0\]/, item);
    if (to === null || valueAt(sent, to) !== undefined) return [{ ...entry, to }];
    return entry.from === null
      ? []
      : [{ ...entry, verb: 'dropped', to: null, reason: 'This endpoint has no such field.' }];
  });
}

/** A text completion keeps only the text of the message. */
function asTextCompletion(entry: TrailEntry): TrailEntry {
  if (entry.to === null || !entry.to.startsWith('choices[0].message')) return entry;
  if (entry.to === 'choices[0].message.content') return { ...entry, to: 'choices[0].text' };
  return { ...entry, verb: 'dropped', to: null, reason: 'Text completions have no such field.' };
}

/** Responses are read as the upstream sent them: only what identifies a message is checked, reducers accept any content. */
function isMessage(value: unknown): value is Message {
  return isObject(value) && Array.isArray(value['content']) && value['content'].every(isObject);
}
