/**
 * An exchange as the proxy has written it down: raw, with the secrets that are to be taken out, ready to be copied to another
 * thread. It lives in memory for moments only and never touches a disk.
 */

import type { Exchange, ExchangeSummary, Timing } from '#shared/exchange/record.ts';

/** How the text of a stream becomes the one message it adds up to; the functions stand in `electron/exchange-log/record/accumulate-streams.ts`. */
export type AssemblyName = 'message' | 'completion' | 'response';

export interface CapturedMessage {
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

export interface RecordedExchange {
  readonly summary: ExchangeSummary;
  readonly clientRequest: CapturedMessage;
  readonly upstreamRequest: CapturedMessage | null;
  readonly upstreamResponse: CapturedMessage | null;
  readonly clientResponse: CapturedMessage | null;
  readonly notes: Exchange['notes'];
  readonly timing: Timing;
  readonly error: Exchange['error'];
  /** Monotonic clock, milliseconds: what `arrivals` are counted from. */
  readonly accepted: number;
  /** The counts stand in the upstream's message, which nobody read while it passed. */
  readonly countTokens: boolean;
  /** Redacted from all four messages, whatever their form. */
  readonly secrets: readonly string[];
  /** Set: bodies are not to be kept, and why. */
  readonly withheld: Exchange['withheld'];
}

/** An exchange that goes on: what the window is shown before there is a record. */
export interface LiveExchange {
  readonly id: string;
  summary(): ExchangeSummary;
  snapshot(): RecordedExchange;
}

/** What a draft takes beside its bodies, and each piece of a stream beside its text. Measured in the heap. */
const BARE_SIZE = 4096;
const CHUNK_SIZE = 48;

/** How much memory the draft takes, roughly, with a byte for a character: a measure for queues. */
export function recordedSize(recorded: RecordedExchange): number {
  let size = BARE_SIZE;
  for (const captured of messagesOf(recorded)) size += bodySize(captured.body);
  return size;
}

function bodySize(body: CapturedMessage['body']): number {
  if (typeof body === 'string' || body instanceof Uint8Array) return body.length;
  let size = 0;
  for (const piece of body) size += CHUNK_SIZE + piece.length;
  return size;
}

function messagesOf(recorded: RecordedExchange): readonly CapturedMessage[] {
  const sides = [recorded.clientRequest, recorded.upstreamRequest, recorded.upstreamResponse, recorded.clientResponse];
  return sides.filter((captured) => captured !== null);
}

/** The same without its bodies, for want of time or room; they are let go of at once. */
export function withoutBodies(recorded: RecordedExchange): RecordedExchange {
  // What was switched off stays off: that hides more than a body.
  return { ...mapMessages(recorded, withoutBody), countTokens: false, withheld: recorded.withheld ?? 'overload' };
}

function withoutBody(captured: CapturedMessage): CapturedMessage {
  return { ...captured, body: '', arrivals: [], truncated: captured.bytes > 0 };
}

function mapMessages(
  recorded: RecordedExchange,
  change: (captured: CapturedMessage) => CapturedMessage,
): RecordedExchange {
  const { clientRequest, upstreamRequest, upstreamResponse, clientResponse } = recorded;
  return {
    ...recorded,
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
export function portable(recorded: RecordedExchange): {
  readonly recorded: RecordedExchange;
  readonly transfer: ArrayBuffer[];
} {
  const copies = new Map<Uint8Array, Uint8Array<ArrayBuffer>>();
  const copied = (captured: CapturedMessage): CapturedMessage => {
    const { body } = captured;
    if (!(body instanceof Uint8Array)) return captured;
    const copy = copies.get(body) ?? Uint8Array.from(body);
    copies.set(body, copy);
    return { ...captured, body: copy };
  };
  return { recorded: mapMessages(recorded, copied), transfer: [...copies.values()].map((copy) => copy.buffer) };
}
