/** Arbitrary exchanges for fast-check: anything that the record's schema accepts. */

import fc from 'fast-check';
import type { Exchange, HttpMessage } from '../record.ts';
import { redactHeaders, redactText } from '../redact/redact.ts';
import { summary } from './exchanges.ts';

const nullable = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value, { nil: null });
const milliseconds = nullable(fc.double({ min: 0, max: 1e7, noNaN: true }));
const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.json({ maxDepth: 2 }), fc.constant('```\n</details>|'));
const headerName = fc.stringMatching(/^[a-z][a-z-]{0,15}$/);

const side: fc.Arbitrary<HttpMessage> = fc.record({
  startLine: fc.constantFrom('POST https://api.anthropic.com/v1/messages', '200 OK', '200', 'GET /v1/models?x=1&y', '', 'odd'),
  headers: fc.dictionary(headerName, fc.string({ maxLength: 20 }), { maxKeys: 4, noNullPrototype: true }),
  body: words,
  bytes: fc.nat(),
  truncated: fc.boolean(),
  events: fc.boolean(),
  assembled: nullable(words),
});

export const anyExchange: fc.Arbitrary<Exchange> = fc
  .record({
    summary: fc
      .record({
        id: fc.uuid(),
        startedAt: fc.nat(2_000_000_000_000),
        endpoint: fc.constantFrom('chat.completions', 'responses', 'completions', 'messages', 'models', 'other'),
        method: fc.constantFrom('GET', 'POST', 'DELETE'),
        path: fc.constantFrom('/v1/chat/completions', '/v1/models?limit=1', '', '/%zz?a=%zz', '/odd path'),
        status: nullable(fc.integer({ min: 100, max: 599 })),
        modelUsed: fc.constantFrom(null, 'claude-opus-5-5', 'unheard-of'),
        stream: fc.boolean(),
      })
      .map((changes) => summary(changes)),
    clientRequest: side,
    upstreamRequest: nullable(side),
    upstreamResponse: nullable(side),
    clientResponse: nullable(side),
    notes: fc.array(
      fc.record({
        verb: fc.constantFrom('moved', 'dropped', 'clamped'),
        code: fc.constant('a-note'),
        from: nullable(fc.constantFrom('a', 'b[0].c')),
        to: nullable(fc.constantFrom('x.y')),
        reason: words,
      }),
      { maxLength: 3 },
    ),
    timing: fc.record({
      guarded: milliseconds,
      translated: milliseconds,
      upstreamSent: milliseconds,
      upstreamHeaders: milliseconds,
      firstEvent: milliseconds,
      firstText: milliseconds,
      done: milliseconds,
    }),
    error: nullable(fc.record({ code: fc.constant('odd'), message: words, hint: nullable(words) })),
  })
  .map(storedForm);

/** As the recorder stores it: redacted, so that redacting again changes nothing. */
function storedForm(exchange: Exchange): Exchange {
  const kept = <S extends HttpMessage | null>(one: S): S =>
    one === null
      ? one
      : {
          ...one,
          headers: redactHeaders(one.headers),
          body: redactText(one.body),
          assembled: one.assembled === null ? null : redactText(one.assembled),
        };
  return {
    ...exchange,
    clientRequest: kept(exchange.clientRequest),
    upstreamRequest: kept(exchange.upstreamRequest),
    upstreamResponse: kept(exchange.upstreamResponse),
    clientResponse: kept(exchange.clientResponse),
  };
}
