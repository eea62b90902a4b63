/**
 * An exchange as the proxy has written it down: raw, with the secrets that are to be taken out, ready to be copied to another
 * thread. It lives in memory for moments only and never touches a disk.
 */

import type { Exchange, ExchangeSummary, Timing } from '#shared/exchange/record.ts';

/** How the text of a stream becomes the one message it adds up to; the functions stand in `electron/exchange-log/record/accumulate-streams.ts`. */
export type AssemblyName = 'message' | 'completion' | 'response';

export interface DraftSide {
  readonly startLine: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, or the pieces of a stream. */
  readonly body: string | Uint8Array | readonly string[];
  /** When each piece of a stream came or went, on the clock of `accepted`; empty for a whole body. */
  readonly arrivals: readonly number[];
  readonly bytes: number;
  readonly truncated: boolean;
  readonly events: boolean;
  readonly assembly: AssemblyName | null;
}

export interface ExchangeDraft {
  readonly summary: ExchangeSummary;
  readonly clientRequest: DraftSide;
  readonly upstreamRequest: DraftSide | null;
  readonly upstreamResponse: DraftSide | null;
  readonly clientResponse: DraftSide | null;
  readonly notes: Exchange['notes'];
  readonly timing: Timing;
  readonly error: Exchange['error'];
  /** Monotonic clock, milliseconds: what `arrivals` are counted from. */
  readonly accepted: number;
  /** The counts stand in the upstream's message, which nobody read while it passed. */
  readonly countTokens: boolean;
  /** Taken out of every side, whatever they look like. */
  readonly secrets: readonly string[];
  /** Set: bodies are not to be kept, and why. */
  readonly withheld: Exchange['withheld'];
}

/** An exchange that goes on: what the window is shown before there is a record. */
export interface LiveExchange {
  readonly id: string;
  summary(): ExchangeSummary;
  draft(): ExchangeDraft;
}

/** What a draft takes beside its bodies, and each piece of a stream beside its text. Measured in the heap. */
const BARE_SIZE = 4096;
const PIECE_SIZE = 48;

/** How much memory the draft takes, roughly, with a byte for a character: a measure for queues. */
export function draftSize(draft: ExchangeDraft): number {
  let size = BARE_SIZE;
  for (const side of sidesOf(draft)) size += bodySize(side.body);
  return size;
}

function bodySize(body: DraftSide['body']): number {
  if (typeof body === 'string' || body instanceof Uint8Array) return body.length;
  let size = 0;
  for (const piece of body) size += PIECE_SIZE + piece.length;
  return size;
}

function sidesOf(draft: ExchangeDraft): readonly DraftSide[] {
  const sides = [draft.clientRequest, draft.upstreamRequest, draft.upstreamResponse, draft.clientResponse];
  return sides.filter((side) => side !== null);
}

/** The same without its bodies, for want of time or room; they are let go of at once. */
export function withoutBodies(draft: ExchangeDraft): ExchangeDraft {
  // What was switched off stays off: that hides more than a body.
  return { ...withSides(draft, bareSide), countTokens: false, withheld: draft.withheld ?? 'overload' };
}

function bareSide(side: DraftSide): DraftSide {
  return { ...side, body: '', arrivals: [], truncated: side.bytes > 0 };
}

function withSides(draft: ExchangeDraft, change: (side: DraftSide) => DraftSide): ExchangeDraft {
  const { clientRequest, upstreamRequest, upstreamResponse, clientResponse } = draft;
  return {
    ...draft,
    clientRequest: change(clientRequest),
    upstreamRequest: upstreamRequest === null ? null : change(upstreamRequest),
    upstreamResponse: upstreamResponse === null ? null : change(upstreamResponse),
    clientResponse: clientResponse === null ? null : change(clientResponse),
  };
}

/**
 * The draft as it can be posted: buffers are copied out of the memory they share with others (a copy of a view would be a copy of
 * all that it is a view of), each once, and handed over without a second copy.
 */
export function portable(draft: ExchangeDraft): { readonly draft: ExchangeDraft; readonly transfer: ArrayBuffer[] } {
  const copies = new Map<Uint8Array, Uint8Array<ArrayBuffer>>();
  const copied = (side: DraftSide): DraftSide => {
    const { body } = side;
    if (!(body instanceof Uint8Array)) return side;
    const copy = copies.get(body) ?? Uint8Array.from(body);
    copies.set(body, copy);
    return { ...side, body: copy };
  };
  return { draft: withSides(draft, copied), transfer: [...copies.values()].map((copy) => copy.buffer) };
}
