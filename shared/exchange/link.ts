/**
 * The four panes joined: from a JSON node in one to where it went or came from in its neighbour, with the reason. Worked out from
 * the stored bodies by translating them once more; nothing of it is stored.
 */

import type { Message } from '../anthropic/types.ts';
import type { ModelProfile } from '../models/profile.ts';
import type { Settings } from '../settings/schema.ts';
import { traceReply } from '../translate/trace-reply.ts';
import type { TrailEntry } from '../translate/trace.ts';
import { isObject, parseJson } from './json.ts';
import type { Exchange, Side } from './record.ts';
import { type ReplyFront, retranslateExchange } from './retranslate.ts';
import { traceResponse } from './trace-response.ts';
import { indexTrail, sameTrail, type Landing, type TrailIndex } from './trail-index.ts';

export const panes = ['clientRequest', 'upstreamRequest', 'upstreamResponse', 'clientResponse'] as const;
export type Pane = (typeof panes)[number];

export interface LinkedPlace extends Landing {
  readonly pane: Pane;
}

export interface PaneLinks {
  /** In: a pane and a JSON path in its document (`messages[0].content`, '' for the whole). Out: places in the pane beside it. */
  find(pane: Pane, path: string): readonly LinkedPlace[];
  readonly requestTrail: readonly TrailEntry[];
  readonly replyTrail: readonly TrailEntry[];
  /** One sentence when the links are not those of the bytes that were sent: a refusal, a cut body, other settings. Null when they are. */
  readonly caveat: string | null;
}

/** The text that a pane shows as a document: the message that a stream adds up to, else the body. */
export function paneText(side: Side | null): string {
  return side === null ? '' : (side.assembled ?? side.body);
}

/** Linear in the bodies: a second or two for 5 MB, so not while somebody types. Never throws; panes without JSON have no links. */
export function linkPanes(exchange: Exchange, settings: Settings, profile?: ModelProfile): PaneLinks {
  const request = linkRequest(exchange, settings, profile);
  const reply = linkReply(exchange, request.front);
  const neighbour: Readonly<Record<Pane, (path: string) => readonly LinkedPlace[]>> = {
    clientRequest: (path) => inPane('upstreamRequest', request.index.forward(path)),
    upstreamRequest: (path) => inPane('clientRequest', request.index.backward(path)),
    upstreamResponse: (path) => inPane('clientResponse', reply.index.forward(path)),
    clientResponse: (path) => inPane('upstreamResponse', reply.index.backward(path)),
  };
  return {
    find: (pane, path) => neighbour[pane](path),
    requestTrail: request.trail,
    replyTrail: reply.trail,
    caveat: request.caveat,
  };
}

function inPane(pane: Pane, landings: readonly Landing[]): readonly LinkedPlace[] {
  return landings.map((landing) => ({ pane, ...landing }));
}

interface Linked {
  readonly trail: readonly TrailEntry[];
  readonly index: TrailIndex;
}

function linked(trail: readonly TrailEntry[]): Linked {
  return { trail, index: indexTrail(trail) };
}

const passedOn = 'Passed on as it was.';

function linkRequest(
  exchange: Exchange,
  settings: Settings,
  profile: ModelProfile | undefined,
): Linked & { readonly front: ReplyFront | null; readonly caveat: string | null } {
  const source = parseJson(exchange.clientRequest.body);
  const { endpoint } = exchange.summary;
  if (endpoint === 'messages' || endpoint === 'count_tokens') {
    return { ...linked(sameTrail(source, passedOn)), front: null, caveat: null };
  }
  const again = retranslateExchange(exchange, settings, profile === undefined ? {} : { profile });
  if (!again.ok) return { ...linked([]), front: null, caveat: again.message };
  const sent = exchange.upstreamRequest === null ? undefined : parseJson(exchange.upstreamRequest.body);
  const differs = sent !== undefined && !sameShape(sent, again.body);
  const caveat = differs ? 'With today’s settings this request becomes something else than what was sent then.' : null;
  return { ...linked(again.trail), front: again.front, caveat: again.missing ?? caveat };
}

function linkReply(exchange: Exchange, front: ReplyFront | null): Linked {
  const source = parseJson(paneText(exchange.upstreamResponse));
  if (exchange.summary.endpoint === 'messages') return linked(sameTrail(source, passedOn));
  if (front === null || !isMessage(source)) return linked([]);
  return linked(traceAnswer(source, front, Math.floor(exchange.summary.startedAt / 1000)));
}

function traceAnswer(message: Message, front: ReplyFront, created: number): readonly TrailEntry[] {
  try {
    if (front.kind === 'responses') return traceResponse(message, { ...front.answer, createdAt: created });
    const trail = traceReply(message, front.reply, created);
    return front.kind === 'completions' ? trail.map(asTextCompletion) : trail;
  } catch {
    // Whatever answered here is not known to keep to the API: no links are better than no panes.
    return [];
  }
}

/** A text completion keeps of the message only what it says. */
function asTextCompletion(entry: TrailEntry): TrailEntry {
  if (entry.to === null || !entry.to.startsWith('choices[0].message')) return entry;
  if (entry.to === 'choices[0].message.content') return { ...entry, to: 'choices[0].text' };
  return { ...entry, verb: 'dropped', to: null, reason: 'Text completions have no place for it.' };
}

/** Answers are read as the upstream gave them: only what marks one as a message is checked, reducers take any content. */
function isMessage(value: unknown): value is Message {
  return isObject(value) && Array.isArray(value['content']) && value['content'].every(isObject);
}

/** The same containers with the same keys. Values may differ: the stored ones are redacted. */
function sameShape(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return typeof one === typeof other;
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => sameShape(item, other[index]));
  }
  const members = new Map<string, unknown>(Object.entries(other).filter(([, value]) => value !== undefined));
  const entries = Object.entries(one);
  if (entries.length !== members.size) return false;
  return entries.every(([key, value]) => members.has(key) && sameShape(value, members.get(key)));
}
