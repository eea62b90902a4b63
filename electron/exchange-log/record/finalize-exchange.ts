/** From what the proxy wrote down to the record: bodies joined and redacted, streams put together, what can be told from them counted. */

import { assemble, countsIn } from '#electron/exchange-log/record/accumulate-streams.ts';
import { calledToolsIn } from '#shared/exchange/called-tools.ts';
import {
  type Exchange,
  exchangeSchema,
  type ExchangeSummary,
  exchangeSummarySchema,
  type HttpMessage,
  tokenCountsSchema,
} from '#shared/exchange/record.ts';
import { redactNotes, redactSummary } from '#shared/exchange/redact/redact-exchange.ts';
import { redactHeaders, redactText } from '#shared/exchange/redact/redact.ts';
import { costOf } from '#shared/models/prices.ts';
import { createParser } from 'eventsource-parser';
import type { DraftSide, ExchangeDraft } from './recorded-exchange.ts';

/** The record, redacted. Not for the thread that answers clients: it reads and searches every body. */
export function completeDraft(draft: ExchangeDraft): Exchange {
  const redact = (text: string): string => redactText(text, draft.secrets);
  const sides = {
    clientRequest: readSide(draft.clientRequest, draft),
    upstreamRequest: draft.upstreamRequest === null ? null : readSide(draft.upstreamRequest, draft),
    upstreamResponse: draft.upstreamResponse === null ? null : readSide(draft.upstreamResponse, draft),
    clientResponse: draft.clientResponse === null ? null : readSide(draft.clientResponse, draft),
  };
  const finish = (side: HttpMessage): HttpMessage => finishSide(side, draft);
  const finishOrNull = (side: HttpMessage | null): HttpMessage | null => (side === null ? null : finish(side));
  return {
    summary: completeSummary(draft, sides),
    clientRequest: finish(sides.clientRequest),
    upstreamRequest: finishOrNull(sides.upstreamRequest),
    upstreamResponse: finishOrNull(sides.upstreamResponse),
    clientResponse: finishOrNull(sides.clientResponse),
    notes: redactNotes([...draft.notes], draft.secrets),
    timing: draft.timing,
    error:
      draft.error === null
        ? null
        : {
            code: redact(draft.error.code),
            // An error often quotes what it is about.
            message: draft.withheld === 'content-off' ? '' : redact(draft.error.message),
            hint: draft.error.hint === null ? null : redact(draft.error.hint),
          },
    ...(draft.withheld === undefined ? {} : { withheld: draft.withheld }),
  };
}

/** The record, checked. A draft that makes no sense becomes what is certain of it: it must not take a batch with it. */
export function completeSafely(draft: ExchangeDraft): Exchange {
  try {
    const { data } = exchangeSchema.safeParse(completeDraft(draft));
    if (data !== undefined) return data;
  } catch {
    // The same as a record that does not hold.
  }
  return bareExchange(draft);
}

function bareExchange(draft: ExchangeDraft): Exchange {
  const side = { startLine: '', headers: {}, body: '', bytes: 0, truncated: true, events: false, assembled: null };
  const { id, startedAt, arrival, method, state, status, stream, demo, endpoint } = draft.summary;
  const certain: ExchangeSummary = {
    id,
    startedAt,
    ...(arrival === undefined ? {} : { arrival }),
    endpoint,
    method,
    path: redactText(draft.summary.path),
    state,
    status,
    tool: null,
    modelAsked: null,
    modelUsed: null,
    stream,
    tokens: null,
    firstTextMs: null,
    totalMs: null,
    notes: 0,
    losses: 0,
    errorCode: null,
    demo,
  };
  return {
    summary: exchangeSummarySchema.parse(certain),
    clientRequest: side,
    upstreamRequest: null,
    upstreamResponse: null,
    clientResponse: null,
    notes: [],
    timing: draft.timing,
    error: null,
    withheld: 'overload',
  };
}

type Sides = Pick<Exchange, 'clientRequest' | 'upstreamResponse' | 'clientResponse'>;

function completeSummary(draft: ExchangeDraft, sides: Sides): ExchangeSummary {
  const { summary } = draft;
  const counted = draft.countTokens && summary.tokens === null ? messageOf(sides.upstreamResponse) : null;
  // What an upstream calls a count may be anything.
  const tokens = tokenCountsSchema.safeParse(counted === null ? summary.tokens : countsIn(counted)).data ?? null;
  const answer = messageOf(sides.clientResponse);
  const cost = tokens === null || summary.modelUsed === null ? null : costOf(tokens, summary.modelUsed);
  return {
    ...redactSummary(summary, draft.secrets),
    tokens,
    cost,
    bytes: draft.clientRequest.bytes + (draft.clientResponse?.bytes ?? 0),
    calledTools: answer === null ? [] : calledToolsIn(answer).map((name) => redactText(name, draft.secrets)),
  };
}

function messageOf(side: HttpMessage | null): string | null {
  return side === null ? null : (side.assembled ?? (side.events ? null : side.body));
}

/** Not yet redacted. */
function readSide(side: DraftSide, draft: ExchangeDraft): HttpMessage {
  const { startLine, bytes, truncated, events, assembly } = side;
  const body = textOf(side.body);
  return {
    startLine,
    headers: { ...side.headers },
    body,
    bytes,
    truncated,
    events,
    assembled: events && !truncated && assembly !== null ? assemble(assembly, body) : null,
    ...(events && typeof side.body === 'object' ? { eventTimes: eventTimes(side, draft.accepted) } : {}),
  };
}

function textOf(body: DraftSide['body']): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : body.join('');
}

/** An event has come when the read came that ends it. */
function eventTimes({ body, arrivals }: DraftSide, accepted: number): number[] {
  const times: number[] = [];
  if (typeof body === 'string' || body instanceof Uint8Array) return times;
  let at = 0;
  const parser = createParser({ onEvent: () => void times.push(Math.round((at - accepted) * 1000) / 1000) });
  for (const [index, piece] of body.entries()) {
    at = arrivals[index] ?? at;
    parser.feed(piece);
  }
  // A last event without its blank line still counts.
  parser.feed('\n\n');
  return times;
}

function finishSide(side: HttpMessage, { secrets, withheld }: ExchangeDraft): HttpMessage {
  const head = { startLine: redactText(side.startLine, secrets), headers: redactHeaders(side.headers, secrets) };
  if (withheld !== undefined) return { ...side, ...head, body: '', assembled: null, truncated: side.bytes > 0 };
  return {
    ...side,
    ...head,
    body: redactText(side.body, secrets),
    assembled: side.assembled === null ? null : redactText(side.assembled, secrets),
  };
}
