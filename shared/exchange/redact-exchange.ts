/** A whole record through redaction once more: what leaves the house is redacted where it leaves, whatever was kept. Idempotent. */

import type { Exchange, Side } from './record.ts';
import { redactHeaders, redactText } from './redact.ts';

/** `known` are secrets to take out wherever they stand, whatever their shape. */
export function redactExchange(exchange: Exchange, known: readonly string[] = []): Exchange {
  const side = (one: Side): Side => redactSide(one, known);
  const { error, summary } = exchange;
  return {
    ...exchange,
    summary: { ...summary, path: redactText(summary.path, known) },
    clientRequest: side(exchange.clientRequest),
    upstreamRequest: exchange.upstreamRequest && side(exchange.upstreamRequest),
    upstreamResponse: exchange.upstreamResponse && side(exchange.upstreamResponse),
    clientResponse: exchange.clientResponse && side(exchange.clientResponse),
    notes: exchange.notes.map((note) => Object.assign({ ...note }, { reason: redactText(note.reason, known) })),
    error: error && {
      code: error.code,
      message: redactText(error.message, known),
      hint: error.hint === null ? null : redactText(error.hint, known),
    },
  };
}

function redactSide(side: Side, known: readonly string[]): Side {
  return {
    ...side,
    startLine: redactText(side.startLine, known),
    headers: redactHeaders(side.headers, known),
    body: redactText(side.body, known),
    assembled: side.assembled === null ? null : redactText(side.assembled, known),
  };
}
