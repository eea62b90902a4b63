/** Turns the proxy's recording into the record: joins and redacts bodies, accumulates streams, derives counts. */

import { accumulateStream, countsIn } from '#electron/exchange-log/record/accumulate-streams.ts';
import { calledToolsIn } from '#shared/exchange/called-tools.ts';
import { isCompaction } from '#shared/exchange/compaction-requests.ts';
import {
  type Exchange,
  exchangeSchema,
  type ExchangeSummary,
  exchangeSummarySchema,
  type HttpMessage,
} from '#shared/exchange/record.ts';
import { redactContent, redactNotes, redactSummary } from '#shared/exchange/redact/redact-exchange.ts';
import { redactHeaders, redactText } from '#shared/exchange/redact/redact.ts';
import { costOf } from '#shared/models/prices.ts';
import { createParser } from 'eventsource-parser';
import type { CapturedMessage, RecordedExchange } from './recorded-exchange.ts';
import { tokenCountsSchema } from '#shared/models/token-counts.ts';

/** The redacted record. Not for the proxy's thread: it parses and searches every body. */
export function finalizeExchange(recorded: RecordedExchange): Exchange {
  const redact = (text: string): string => redactText(text, recorded.secrets);
  const sides = {
    clientRequest: readCaptured(recorded.clientRequest, recorded),
    upstreamRequest: recorded.upstreamRequest === null ? null : readCaptured(recorded.upstreamRequest, recorded),
    upstreamResponse: recorded.upstreamResponse === null ? null : readCaptured(recorded.upstreamResponse, recorded),
    clientResponse: recorded.clientResponse === null ? null : readCaptured(recorded.clientResponse, recorded),
  };
  const finish = (side: HttpMessage): HttpMessage => redactHttpMessage(side, recorded);
  const finishOrNull = (side: HttpMessage | null): HttpMessage | null => (side === null ? null : finish(side));
  return {
    summary: finalizeSummary(recorded, sides),
    clientRequest: finish(sides.clientRequest),
    upstreamRequest: finishOrNull(sides.upstreamRequest),
    upstreamResponse: finishOrNull(sides.upstreamResponse),
    clientResponse: finishOrNull(sides.clientResponse),
    notes: redactNotes([...recorded.notes], recorded.secrets),
    timing: recorded.timing,
    error:
      recorded.error === null
        ? null
        : {
            code: redact(recorded.error.code),
            // Errors often quote content.
            message: recorded.withheld === 'content-off' ? '' : redact(recorded.error.message),
            hint: recorded.error.hint === null ? null : redact(recorded.error.hint),
          },
    ...(recorded.withheld === undefined ? {} : { withheld: recorded.withheld }),
  };
}

/** The validated record. An invalid draft is reduced to its certain fields: it must not fail a batch. */
export function finalizeSafely(recorded: RecordedExchange): Exchange {
  try {
    const { data } = exchangeSchema.safeParse(finalizeExchange(recorded));
    if (data !== undefined) return data;
  } catch {
    // Handled like an invalid record.
  }
  return minimalExchange(recorded);
}

function minimalExchange(recorded: RecordedExchange): Exchange {
  const side = { startLine: '', headers: {}, body: '', bytes: 0, truncated: true, events: false, assembled: null };
  const { id, startedAt, arrival, method, state, status, stream, demo, endpoint } = recorded.summary;
  const certain: ExchangeSummary = {
    id,
    startedAt,
    ...(arrival === undefined ? {} : { arrival }),
    endpoint,
    method,
    path: redactText(recorded.summary.path),
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
    timing: recorded.timing,
    error: null,
    withheld: 'overload',
  };
}

type ReadMessages = Pick<Exchange, 'clientRequest' | 'upstreamResponse' | 'clientResponse'>;

function finalizeSummary(recorded: RecordedExchange, sides: ReadMessages): ExchangeSummary {
  const { summary } = recorded;
  const counted = recorded.countTokens && summary.tokens === null ? messageOf(sides.upstreamResponse) : null;
  // An upstream's counts may have any type.
  const tokens = tokenCountsSchema.safeParse(counted === null ? summary.tokens : countsIn(counted)).data ?? null;
  const message = messageOf(sides.clientResponse);
  const cost = tokens === null || summary.modelUsed === null ? null : costOf(tokens, summary.modelUsed);
  return {
    ...redactSummary(summary, recorded.secrets),
    tokens,
    cost,
    bytes: recorded.clientRequest.bytes + (recorded.clientResponse?.bytes ?? 0),
    calledTools: message === null ? [] : calledToolsIn(message).map((name) => redactText(name, recorded.secrets)),
    ...(isCompaction(summary, sides.clientRequest.body) ? { compaction: true } : {}),
  };
}

function messageOf(side: HttpMessage | null): string | null {
  return side === null ? null : (side.assembled ?? (side.events ? null : side.body));
}

/** Not yet redacted. */
function readCaptured(captured: CapturedMessage, recorded: RecordedExchange): HttpMessage {
  const { startLine, bytes, truncated, events, assembly } = captured;
  const body = textOf(captured.body);
  return {
    startLine,
    headers: { ...captured.headers },
    body,
    bytes,
    truncated,
    events,
    assembled: events && !truncated && assembly !== null ? accumulateStream(assembly, body) : null,
    ...(events && typeof captured.body === 'object' ? { eventTimes: eventTimes(captured, recorded.accepted) } : {}),
  };
}

function textOf(body: CapturedMessage['body']): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : body.join('');
}

/** An event arrives with the chunk that completes it. */
function eventTimes({ body, arrivals }: CapturedMessage, accepted: number): number[] {
  const times: number[] = [];
  if (typeof body === 'string' || body instanceof Uint8Array) return times;
  let at = 0;
  const parser = createParser({ onEvent: () => void times.push(Math.round((at - accepted) * 1000) / 1000) });
  for (const [index, chunk] of body.entries()) {
    at = arrivals[index] ?? at;
    parser.feed(chunk);
  }
  // A last event without its blank line still counts.
  parser.feed('\n\n');
  return times;
}

function redactHttpMessage(side: HttpMessage, { secrets, withheld }: RecordedExchange): HttpMessage {
  const head = { startLine: redactText(side.startLine, secrets), headers: redactHeaders(side.headers, secrets) };
  if (withheld !== undefined) return { ...side, ...head, body: '', assembled: null, truncated: side.bytes > 0 };
  return {
    ...side,
    ...head,
    ...redactContent(side, secrets),
  };
}
