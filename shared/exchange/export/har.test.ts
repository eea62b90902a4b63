import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import fc from 'fast-check';
import harSchema from 'har-schema/lib/har.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { exchange, side, summary } from '../__fixtures__/exchanges.ts';
import { anyExchange } from '../__fixtures__/any-exchange.ts';
import { exchangeSchema } from '../record.ts';
import { harOf, harFragments } from './har.ts';

const options = { version: '0.1.0', origin: 'http://127.0.0.1:9080' };

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addMetaSchema(draft6);
const schemas = new URL('./', `file://${createRequire(import.meta.url).resolve('har-schema')}`);
for (const file of readdirSync(schemas).filter((name) => name.endsWith('.json'))) {
  ajv.addSchema(JSON.parse(readFileSync(new URL(file, schemas), 'utf8')));
}
const isHar = ajv.getSchema(harSchema.$id);

function problemsOf(archive: unknown): unknown {
  if (isHar === undefined) throw new Error('the HAR schema was not found');
  return isHar(JSON.parse(JSON.stringify(archive))) ? [] : isHar.errors;
}

describe('the HAR export', () => {
  it('holds two entries per exchange, the client’s first', () => {
    const { log } = harOf([exchange()], options);
    expect(log.entries.map(({ request }) => request.url)).toEqual([
      'http://127.0.0.1:9080/v1/chat/completions',
      'https://api.anthropic.com/v1/messages',
    ]);
    const [client, upstream] = log.entries;
    expect(client?.response).toMatchObject({ status: 200, statusText: 'OK' });
    expect(client?.time).toBe(4100);
    expect(upstream?.timings).toMatchObject({ wait: 607.8, receive: 3490 });
    expect(upstream?.startedDateTime).toBe(new Date(1_790_000_000_002.2).toISOString());
    expect(upstream?.request.headers).toContainEqual({ name: 'x-api-key', value: '…f3a9' });
  });

  it('conforms to the HAR 1.2 schema, for any exchange', () => {
    expect(problemsOf({ log: {} })).not.toEqual([]);
    fc.assert(
      fc.property(fc.array(anyExchange, { maxLength: 3 }), (exchanges) => {
        expect(problemsOf(harOf(exchanges, options))).toEqual([]);
      }),
    );
  });

  it('harFragments gives the same archive as harOf', () => {
    fc.assert(
      fc.property(fc.array(anyExchange, { maxLength: 3 }), (exchanges) => {
        const text = [...harFragments(exchanges, options)].join('');
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(harOf(exchanges, options))));
      }),
      { numRuns: 30 },
    );
  });

  it('splits the query into queryString', () => {
    const path = '/v1/models?limit=10&after=a%20b&x';
    const record = exchange({ summary: summary({ path, method: 'GET' }), clientRequest: side({ body: '' }) });
    const [entry] = harOf([record], options).log.entries;
    expect(entry?.request.queryString).toEqual([
      { name: 'limit', value: '10' },
      { name: 'after', value: 'a b' },
      { name: 'x', value: '' },
    ]);
    expect(entry?.request.postData).toBeUndefined();
  });

  it('has a valid startedDateTime for any record', () => {
    const late = exchangeSchema.parse(exchange({ summary: summary({ startedAt: 8.64e15 }) }));
    const timing = { ...late.timing, upstreamSent: 1e300 };
    expect(() => harOf([{ ...late, timing }], options)).not.toThrow();
    expect(exchangeSchema.safeParse(exchange({ summary: summary({ startedAt: 1e300 }) })).success).toBe(false);
  });

  it('has status 0 for an exchange without a response', () => {
    const { entries } = harOf([exchange({ upstreamResponse: null, clientResponse: null })], options).log;
    expect(entries.map(({ response }) => response.status)).toEqual([0, 0]);
  });
});
