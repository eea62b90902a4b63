/** Redacts a whole record again: every export is redacted when it leaves, whatever the log holds. Idempotent. */

import type { Exchange, ExchangeSummary, HttpMessage } from '../record.ts';
import { redactSplitSecrets } from './redact-event-stream.ts';
import { redactHeaders, redactText } from './redact.ts';

/** `known` are secrets to remove anywhere, whatever their form. */
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

/** Fields of the record's head that come from a client or an upstream: somebody may have entered a key as the model. */
export function redactSummary(summary: ExchangeSummary, known: readonly string[] = []): ExchangeSummary {
  const redact = (text: string | null): string | null => (text === null ? null : redactText(text, known));
  const { calledTools, lane } = summary;
  return {
    ...summary,
    path: redactText(summary.path, known),
    tool: redact(summary.tool),
    modelAsked: redact(summary.modelAsked),
    modelUsed: redact(summary.modelUsed),
    errorCode: redact(summary.errorCode),
    ...(calledTools === undefined ? {} : { calledTools: calledTools.map((name) => redactText(name, known)) }),
    ...(lane === undefined ? {} : { lane: redactText(lane, known) }),
  };
}

/** Paths contain names of members, which the client chose. */
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
    ...redactContent(side, known),
  };
}

/** The body, and the message that a stream adds up to: where that holds a secret, the events of the stream may have it in pieces. */
export function redactContent(
  { body, assembled }: Pick<HttpMessage, 'body' | 'assembled'>,
  known: readonly string[] = [],
): Pick<HttpMessage, 'body' | 'assembled'> {
  if (assembled === null) return { body: redactText(body, known), assembled };
  const redacted = redactText(assembled, known);
  return { body: redactText(redacted === assembled ? body : redactSplitSecrets(body), known), assembled: redacted };
}
