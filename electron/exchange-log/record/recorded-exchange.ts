/**
 * An exchange as recorded by the proxy: raw, with the secrets to redact, ready to be posted to another thread. Never written
 * to disk.
 */

import type { Exchange, ExchangeSummary, Timing } from '#shared/exchange/record.ts';

/** How a stream is accumulated to a message; the functions are in `electron/exchange-log/record/accumulate-streams.ts`. */
export type AssemblyName = 'message' | 'completion' | 'response';

export interface CapturedMessage {
  readonly startLine: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, or the chunks of a stream. */
  readonly body: string | Uint8Array | readonly string[];
  /** Time of each chunk of a stream, by the clock of `accepted`; empty for a whole body. */
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
  /** Monotonic clock, milliseconds: the origin of `arrivals`. */
  readonly accepted: number;
  /** The token counts must be read from the upstream's message, which was forwarded unparsed. */
  readonly countTokens: boolean;
  /** Redacted from all four messages, whatever their form. */
  readonly secrets: readonly string[];
  /** Set: the reason why bodies are not kept. */
  readonly withheld: Exchange['withheld'];
}

/** An exchange in flight, as shown before there is a record. */
export interface LiveExchange {
  readonly id: string;
  summary(): ExchangeSummary;
  snapshot(): RecordedExchange;
}

/** Heap overhead of a draft and of each chunk, measured. */
const BARE_SIZE = 4096;
const CHUNK_SIZE = 48;

/** Estimated memory of the draft, one byte per character, for queue limits. */
export function recordedSize(recorded: RecordedExchange): number {
  let size = BARE_SIZE;
  for (const captured of messagesOf(recorded)) size += bodySize(captured.body);
  return size;
}

function bodySize(body: CapturedMessage['body']): number {
  if (typeof body === 'string' || body instanceof Uint8Array) return body.length;
  let size = 0;
  for (const chunk of body) size += CHUNK_SIZE + chunk.length;
  return size;
}

function messagesOf(recorded: RecordedExchange): readonly CapturedMessage[] {
  const sides = [recorded.clientRequest, recorded.upstreamRequest, recorded.upstreamResponse, recorded.clientResponse];
  return sides.filter((captured) => captured !== null);
}

/** The draft without its bodies, when time or memory is short; releases them at once. */
export function withoutBodies(recorded: RecordedExchange): RecordedExchange {
  // The content setting wins: it hides more than bodies.
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
 * Prepares the draft for `postMessage`: copies each buffer out of its pool once (cloning a view would clone its whole
 * ArrayBuffer) and transfers it.
 */
export function portable(recorded: RecordedExchange): {
  readonly recorded: RecordedExchange;
  readonly transfer: ArrayBuffer[];
} {
  const copies = new Map<Uint8Array, Uint8Array<ArrayBuffer>>();
  const copied = (captured: CapturedMessage): CapturedMessage => {
    const { body } = captured;
    if (!(body instanceof Uint8Array)) return captured;
    const copy = copies.get(body) ?? new Uint8Array(body);
    copies.set(body, copy);
    return { ...captured, body: copy };
  };
  return { recorded: mapMessages(recorded, copied), transfer: [...copies.values()].map((copy) => copy.buffer) };
}
