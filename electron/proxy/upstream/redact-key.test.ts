import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyRedactor } from './redact-key.ts';
import {
  eventStream,
  json,
  type ScriptedUpstream,
  startScriptedUpstream,
  textEvents,
} from '../__fixtures__/scripted-upstream.ts';
import { startTestProxy, TEST_KEY, type TestProxy } from '../__fixtures__/test-proxy.ts';

const stars = '*'.repeat(TEST_KEY.length);

function through(key: string, pieces: readonly Buffer[]): Buffer {
  const mask = createKeyRedactor(key);
  const passed = pieces.map((piece) => mask.pass(piece));
  return Buffer.concat([...passed, mask.rest()]);
}

describe('bytes on their way', () => {
  it('have the key masked wherever they are cut, and nothing else changed', () => {
    const part = fc.oneof(fc.constant(TEST_KEY), fc.constantFrom('s', 'sk', 'sk-', TEST_KEY.slice(0, -1)), fc.string());
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat(400)), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        const at = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(through(TEST_KEY, pieces).toString()).toBe(parts.join('').replaceAll(TEST_KEY, stars));
      }),
    );
  });

  it('are not held back but where they may be the start of the key', () => {
    const mask = createKeyRedactor('sk-ant-1');
    expect(mask.pass(Buffer.from('data: yes\n\n')).toString()).toBe('data: yes\n\n');
    expect(mask.pass(Buffer.from('as')).toString()).toBe('a');
    expect(mask.pass(Buffer.from('k-')).toString()).toBe('');
    expect(mask.pass(Buffer.from('ill')).toString()).toBe('sk-ill');
  });
});

describe('an upstream that says the key back', () => {
  let upstream: ScriptedUpstream;
  let testProxy: TestProxy;

  beforeAll(async () => {
    upstream = await startScriptedUpstream((request, response) => {
      const error = { type: 'error', error: { type: 'authentication_error', message: `invalid key ${TEST_KEY}` } };
      if (request.body.includes('in a stream')) {
        response.writeHead(200, eventStream);
        response.end(`${textEvents(['Bonjour']).slice(0, 3).join('')}event: error\ndata: ${JSON.stringify(error)}\n\n`);
      } else if (request.body.includes('in a page')) {
        response.writeHead(502, { 'content-type': 'text/html' });
        response.end(`<html><title>${TEST_KEY}</title></html>`);
      } else {
        response.writeHead(401, { ...json, 'request-id': `req_${TEST_KEY}`, 'anthropic-echo': TEST_KEY });
        response.end(JSON.stringify(error));
      }
    });
    testProxy = await startTestProxy({ overrides: { endpoint: upstream.endpoint } });
  });
  afterAll(async () => {
    await testProxy.close();
    await upstream.close();
  });

  const where = ['in an error', 'in a page', 'in a stream'];
  const paths = ['/v1/chat/completions', '/v1/responses', '/v1/responses/input_tokens', '/v1/messages'];
  it.each(where.flatMap((place) => paths.map((path) => [place, path] as const)))('%s: %s', async (place, path) => {
    const messages = [{ role: 'user', content: place }];
    for (const stream of [false, true]) {
      const response = await fetch(testProxy.origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-stainless-retry-count': '0' },
        body: JSON.stringify({ model: 'claude-sonnet-5-5', max_tokens: 9, messages, input: place, stream }),
      });
      const text = await response.text();
      expect(text + JSON.stringify([...response.headers])).not.toContain(TEST_KEY);
      // What stands around it is told.
      expect(text).toMatch(/invalid key \*+|something that is not|<title>\*+/);
      const exchange = await testProxy.finished(
        (one) => one.summary.id === response.headers.get('x-dragoman-exchange'),
      );
      expect(JSON.stringify(exchange)).not.toContain(TEST_KEY);
    }
  });
});
