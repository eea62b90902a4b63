/** A whole record through redaction once more: what leaves the house is redacted where it leaves, whatever was kept. Idempotent. */

import type { Exchange, ExchangeSummary, HttpMessage } from '../record.ts';
import { redactHeaders, redactText } from './redact.ts';

/** `known` are secrets to take out wherever they stand, whatever their shape. */
export function redactExchange(exchange: Exchange, known: readonly string[] = []): Exchange {
  const side = (one: HttpMessage): HttpMessage => redactSide(one, known);
  const { error, summary } = exchange;
  return {
    ...exchange,
    summary: redactSummary(summary, known),
    clientRequest: side(exchange.clientRequest),
    upstreamRequest: exchange.upstreamRequest && side(exchange.upstreamRequest),
    upstreamResponse: exchange.upstreamResponse && side(exchange.upstreamResponse),
    clientResponse: exchange.clientResponse && side(exchange.clientResponse),
    notes: redactNotes(exchange.notes, known),
    error: error && {
      code: redactText(error.code, known),
      message: redactText(error.message, known),
      hint: error.hint === null ? null : redactText(error.hint, known),
    },
  };
}

/** What a client or an upstream has put into the head of a record: a key may have been entered where a model belongs. */
export function redactSummary(summary: ExchangeSummary, known: readonly string[] = []): ExchangeSummary {
  const redact = (text: string | null): string | null => (text === null ? null : redactText(text, known));
  const { calledTools } = summary;
  return {
    ...summary,
    path: redactText(summary.path, known),
    tool: redact(summary.tool),
    modelAsked: redact(summary.modelAsked),
    modelUsed: redact(summary.modelUsed),
    errorCode: redact(summary.errorCode),
    ...(calledTools === undefined ? {} : { calledTools: calledTools.map((name) => redactText(name, known)) }),
  };
}

/** Paths have names of members in them, which are the client's. */
export function redactNotes(notes: Exchange['notes'], known: readonly string[] = []): Exchange['notes'] {
  const redact = (text: string | null): string | null => (text === null ? null : redactText(text, known));
  return notes.map((note) =>
    Object.assign(
      { ...note },
      { from: redact(note.from), to: redact(note.to), reason: redactText(note.reason, known) },
    ),
  );
}

function redactSide(side: HttpMessage, known: readonly string[]): HttpMessage {
  return {
    ...side,
    startLine: redactText(side.startLine, known),
    headers: redactHeaders(side.headers, known),
    body: redactText(side.body, known),
    assembled: side.assembled === null ? null : redactText(side.assembled, known),
  };
}
