/** Raw drafts of exchanges for tests of the log, as from the recorder. */

import type { CapturedMessage, RecordedExchange } from '#electron/exchange-log/record/recorded-exchange.ts';
import { summary } from '#shared/exchange/__fixtures__/exchanges.ts';

export function capturedMessage(changes: Partial<CapturedMessage> = {}): CapturedMessage {
  const body = changes.body ?? '{}';
  return {
    startLine: 'POST /v1/chat/completions',
    headers: { 'content-type': 'application/json' },
    body,
    arrivals: [],
    bytes: typeof body === 'string' ? Buffer.byteLength(body) : body.length,
    truncated: false,
    events: false,
    assembly: null,
    ...changes,
  };
}

/** @param changes to the draft, and to its client request */
export function recordedExchange(changes: Partial<RecordedExchange> = {}, request: Partial<CapturedMessage> = {}): RecordedExchange {
  return {
    summary: summary(),
    clientRequest: capturedMessage(request),
    upstreamRequest: null,
    upstreamResponse: null,
    clientResponse: null,
    notes: [],
    timing: {
      guarded: 1,
      translated: 2,
      upstreamSent: 3,
      upstreamHeaders: 4,
      firstEvent: 5,
      firstText: 6,
      done: 7,
    },
    error: null,
    accepted: 0,
    countTokens: false,
    secrets: [],
    withheld: undefined,
    ...changes,
  };
}
