import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '#electron/secrets/token-digest.ts';
import { type RawResponse, requestText, sendRaw } from '../__fixtures__/raw-socket.ts';
import { create, isEnd, openSocket } from '../__fixtures__/socket-client.ts';
import {
  eventStream,
  type ScriptedUpstream,
  startScriptedUpstream,
  textEvents,
} from '../__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy, type TestProxyOptions } from '../__fixtures__/test-proxy.ts';

let upstream: ScriptedUpstream;
let testProxy: TestProxy;
const token: NonNullable<TestProxyOptions['token']> & { value: string | null } = {
  value: null,
  demand() {
    return this.value === null ? null : { digest: digestOf(this.value) };
  },
  onChange: () => () => undefined,
};

beforeAll(async () => {
  upstream = await startScriptedUpstream((_request, response) => {
    response.writeHead(200, eventStream);
    response.end(textEvents(['Bonjour']).join(''));
  });
  testProxy = await startTestProxy({
    overrides: { endpoint: upstream.endpoint, allowedOrigins: ['https://chat.example.org'] },
    token,
  });
});
afterAll(async () => {
  await testProxy.close();
  await upstream.close();
});

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const handshake = (changes: Record<string, string | null> = {}): string[] =>
  Object.entries({
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': KEY,
    ...changes,
  }).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));

const ask = (facts: Parameters<typeof requestText>[0]): Promise<RawResponse> =>
  sendRaw(testProxy.port, requestText({ path: '/v1/responses', ...facts }));
const errorOf = (result: RawResponse): { code: string } => JSON.parse(result.body).error;

describe('an upgrade', () => {
  it.each([
    ['of an unknown path', { path: '/v1/realtime' }, 404, 'not_found'],
    ['of the path without /v1', { path: '/responses' }, 404, 'not_found'],
    ['of another endpoint', { path: '/v1/chat/completions' }, 405, 'method_not_allowed'],
    ['to another protocol', { headers: handshake({ Upgrade: 'h2c' }) }, 426, 'upgrade_required'],
    ['by another version', { headers: handshake({ 'Sec-WebSocket-Version': '8' }) }, 426, 'upgrade_required'],
    ['without a version', { headers: handshake({ 'Sec-WebSocket-Version': null }) }, 426, 'upgrade_required'],
    ['without a key', { headers: handshake({ 'Sec-WebSocket-Key': null }) }, 400, 'malformed_request'],
    ['with a wrong key', { headers: handshake({ 'Sec-WebSocket-Key': 'short==' }) }, 400, 'malformed_request'],
    ['with a protocol twice', { headers: handshake({ 'Sec-WebSocket-Protocol': 'a, a' }) }, 400, 'malformed_request'],
    ['for another host', { host: 'evil.example' }, 403, 'host_not_allowed'],
    ['from a web page', { headers: [...handshake(), 'Origin: https://evil.example'] }, 403, 'origin_not_allowed'],
    ['from another site', { headers: [...handshake(), 'Sec-Fetch-Site: cross-site'] }, 403, 'origin_not_allowed'],
  ])('%s is answered like a request', async (_what, facts, status, code) => {
    const result = await ask({ headers: handshake(), ...facts });
    expect([result.status, errorOf(result).code]).toEqual([status, code]);
    expect(result.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(result.headers['upgrade']).toBe(status === 426 ? 'websocket' : undefined);
  });

  it('of an allowed page opens', async () => {
    const client = await openSocket(testProxy.port, { origin: 'https://chat.example.org' });
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    await client.close();
  });

  it('counts a refused page like its requests', async () => {
    const before = testProxy.proxy.refused.current().total;
    await expect(openSocket(testProxy.port, { origin: 'https://evil.example' })).rejects.toThrow('refused with 403');
    expect(testProxy.proxy.refused.current().total).toBe(before + 1);
  });

  it('asked for with a body is served as a plain request', async () => {
    const body = JSON.stringify({ model: 'gpt-4', stream: true, messages: [{ role: 'user', content: 'Bonjour?' }] });
    const result = await ask({
      method: 'POST',
      path: '/v1/chat/completions',
      // What java.net.http.HttpClient sends with each request.
      headers: [
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAEAAEAA',
        'Content-Type: application/json',
      ],
      body,
    });
    expect(result.status).toBe(200);
    expect(result.body).toContain('[DONE]');
  });

  it('behind another request of the connection waits for its response', async () => {
    const body = JSON.stringify({ model: 'gpt-4', stream: true, messages: [{ role: 'user', content: 'Bonjour?' }] });
    const chat = requestText({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: ['Content-Type: application/json'],
      body,
    });
    const socket = connect(testProxy.port, '127.0.0.1');
    socket.write(chat + requestText({ path: '/v1/responses', headers: handshake() }));
    const text = await new Promise<string>((resolve) => {
      let received = '';
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString();
        if (received.includes('HTTP/1.1 101 ')) resolve(received);
      });
    });
    socket.destroy();
    expect(text.indexOf('[DONE]')).toBeGreaterThan(0);
    expect(text.indexOf('HTTP/1.1 101 ')).toBeGreaterThan(text.indexOf('[DONE]'));
  });
});

describe('a demanded token', () => {
  const secret = 'token-0123456789abcdef';
  const withToken = async (run: () => Promise<void>): Promise<void> => {
    token.value = secret;
    try {
      await run();
    } finally {
      token.value = null;
    }
  };

  it.each([
    ['as bearer', { headers: { authorization: `Bearer ${secret}` } }, ''],
    ['as x-api-key', { headers: { 'x-api-key': secret } }, ''],
    ['as a protocol', { protocols: ['realtime', `openai-insecure-api-key.${secret}`] }, 'realtime'],
    ['as the only protocol', { protocols: [`openai-insecure-api-key.${secret}`] }, `openai-insecure-api-key.${secret}`],
  ])('%s opens the connection and goes neither upstream nor into the log', (_how, options, protocol) =>
    withToken(async () => {
      const client = await openSocket(testProxy.port, options);
      expect(client.socket.protocol).toBe(protocol);
      client.send(create({ input: `My token is ${secret}.` }));
      await client.until(isEnd);
      await client.close();
      const received = upstream.received.at(-1);
      expect(JSON.stringify(received?.headers)).not.toContain(secret);
      const exchange = await testProxy.finished(({ summary }) => summary.endpoint === 'responses');
      expect(JSON.stringify(exchange)).not.toContain(secret);
    }),
  );

  it.each([
    ['no token', {}],
    ['a wrong one', { headers: { authorization: 'Bearer wrong' } }],
    ['a wrong protocol', { protocols: ['openai-insecure-api-key.wrong'] }],
  ])('refuses a handshake with %s', (_what, options) =>
    withToken(async () => {
      await expect(openSocket(testProxy.port, options)).rejects.toThrow('refused with 401');
    }),
  );

  it('that is set later refuses the messages of an open connection', async () => {
    const client = await openSocket(testProxy.port);
    await withToken(async () => {
      client.send(create());
      expect(await client.next()).toMatchObject({ type: 'error', status: 401, error: { code: 'invalid_api_key' } });
    });
    client.send(create());
    expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
    await client.close();
  });
});
