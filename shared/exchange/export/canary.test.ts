import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { exchange, side, summary } from '../__fixtures__/exchanges.ts';
import { anyExchange } from '../__fixtures__/any-exchange.ts';
import type { Exchange } from '../record.ts';
import { redactExchange } from '../redact/redact-exchange.ts';
import { bugReportOf } from './bug-report.ts';
import { curlOf } from './curl.ts';
import { harFragments } from './har.ts';
import { toJsonLine } from './jsonl.ts';
import { snippetOf } from './snippets.ts';

const origin = 'http://127.0.0.1:9080';
const versions = { version: '0.1.0', electron: '45.4.1', platform: 'linux' };

/** Every export format. */
function exportsOf(record: Exchange, known: readonly string[] = []): string[] {
  const sides = ['client', 'upstream'] as const;
  const languages = ['typescript', 'python'] as const;
  return [
    ...sides.map((one) => curlOf(record, { side: one, origin, known }) ?? ''),
    ...sides.flatMap((one) =>
      languages.map((language) => snippetOf(record, { side: one, language, origin, known }) ?? ''),
    ),
    [...harFragments([record], { version: '0.1.0', origin, known })].join(''),
    toJsonLine(record, known),
    bugReportOf(record, { ...versions, known }),
  ];
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('');
const secret = fc.string({ unit: fc.constantFrom(...letters), minLength: 24, maxLength: 60 });

/** A secret in every field of a record that may hold one, without redaction. */
const exchangesWith: readonly ((canary: string) => Exchange)[] = [
  (canary) => exchange({ clientRequest: side({ headers: { authorization: `Bearer ${canary}` } }) }),
  (canary) => exchange({ upstreamRequest: side({ headers: { 'x-api-key': canary } }) }),
  (canary) => exchange({ clientResponse: side({ headers: { 'set-cookie': canary, 'x-auth-token': canary } }) }),
  (canary) => exchange({ upstreamRequest: side({ startLine: `POST https://u:${canary}@host/v1/messages` }) }),
  (canary) => exchange({ clientRequest: side({ body: JSON.stringify({ api_key: canary }) }) }),
  (canary) => exchange({ upstreamRequest: side({ body: `{"text":"sk-ant-api03-${canary}"}` }) }),
  (canary) => exchange({ upstreamResponse: side({ assembled: `{"password":"${canary}"}` }) }),
  (canary) => exchange({ error: { code: 'x', message: `sk-${canary}`, hint: `Bearer ${canary}` } }),
  (canary) => exchange({ notes: [{ verb: 'dropped', code: 'x', from: null, to: null, reason: `sk-proj-${canary}` }] }),
  (canary) => exchange({ error: { code: `sk-${canary}`, message: '', hint: null } }),
  (canary) =>
    exchange({
      notes: [{ verb: 'renamed', code: 'x', from: `["sk-${canary}"]`, to: `a["sk-ant-${canary}"]`, reason: '' }],
    }),
  (canary) => {
    const key = `sk-${canary}`;
    return exchange({
      summary: summary({ tool: key, modelAsked: key, modelUsed: key, errorCode: key, calledTools: [key] }),
    });
  },
  (canary) => {
    const record = exchange();
    return { ...record, summary: { ...record.summary, path: `/v1/models?api_key=${canary}` } };
  },
];

describe('secrets in exports', () => {
  it('are redacted in every export, even if the record was not', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...exchangesWith), (canary, exchangeWith) => {
        for (const text of exportsOf(exchangeWith(canary))) expect(text).not.toContain(canary);
      }),
      { numRuns: runs(200) },
    );
  });

  it('of unknown form are redacted when given as known secrets', () => {
    fc.assert(
      fc.property(secret, (canary) => {
        const record = exchange({ clientRequest: side({ body: JSON.stringify({ said: `it is ${canary}.` }) }) });
        for (const text of exportsOf(record, [canary])) expect(text).not.toContain(canary);
      }),
    );
  });

  it('redactExchange is idempotent', () => {
    fc.assert(
      fc.property(anyExchange, (record) => {
        const once = redactExchange(record);
        expect(redactExchange(once)).toEqual(once);
      }),
    );
  });
});
