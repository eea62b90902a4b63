import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { requestText, sendRaw } from './__fixtures__/raw-socket.ts';
import { json, message, type ScriptedUpstream, startScriptedUpstream } from './__fixtures__/scripted-upstream.ts';
import { startTestProxy, TEST_KEY, type TestProxy } from './__fixtures__/test-proxy.ts';

let upstream: ScriptedUpstream;
let testProxy: TestProxy;
let unexpected: unknown[];

beforeAll(async () => {
  upstream = await startScriptedUpstream((_request, response) => {
    response.writeHead(200, json);
    response.end(JSON.stringify(message('Bonjour')));
  });
  testProxy = await startTestProxy({
    overrides: { endpoint: upstream.endpoint },
    onUnexpected: (error) => unexpected.push(error),
  });
});
beforeEach(() => {
  unexpected = [];
});
afterAll(async () => {
  await testProxy.close();
  await upstream.close();
});

/**
 * Sends the bytes and gives back all that comes until the server closes. Our half is closed after `patience` milliseconds, so that
 * half a request is not waited for; a server takes that for a client that leaves, so a good request needs `Connection: close`.
 */
function sendAll(bytes: string | Buffer, waitMs = 0): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(testProxy.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    // A server that refuses early resets what we still send.
    socket.on('error', () => undefined);
    const leave = setTimeout(() => socket.end(), waitMs);
    socket.on('close', () => {
      clearTimeout(leave);
      resolve(text);
    });
    socket.write(bytes);
  });
}

const statusesIn = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

const body = JSON.stringify({ model: 'gpt-4', messages: [{ role: 'user', content: 'Hello' }] });
const jsonType = 'Content-Type: application/json';
const post = (lines: readonly string[], content: string): string =>
  `${['POST /v1/chat/completions HTTP/1.1', 'Host: localhost', jsonType, ...lines].join('\r\n')}\r\n\r\n${content}`;
const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
/** The smuggled request. */
const hidden = requestText({ method: 'POST', path: '/v1/chat/completions', headers: [jsonType], body });

describe('an ambiguous HTTP request is refused', () => {
  it.each<[what: string, bytes: string]>([
    ['length and chunks', post([`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked'], chunked)],
    ['chunks and length', post(['Transfer-Encoding: chunked', `Content-Length: ${body.length}`], chunked)],
    [
      'a hidden request behind chunks that end early',
      post(['Content-Length: 4', 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`),
    ],
    [
      'a hidden request behind a length that ends early',
      post(['Transfer-Encoding: chunked', 'Content-Length: 0'], hidden),
    ],
    ['an encoding after chunked', post(['Transfer-Encoding: chunked, identity'], chunked)],
    ['an encoding that is almost chunked', post(['Transfer-Encoding: xchunked'], chunked)],
    ['two encodings', post(['Transfer-Encoding: chunked', 'Transfer-Encoding: cow'], chunked)],
    ['two lengths', post([`Content-Length: ${body.length}`, 'Content-Length: 1'], body)],
    ['a list of lengths', post([`Content-Length: ${body.length}, ${body.length}`], body)],
    ['a signed length', post([`Content-Length: +${body.length}`], body)],
    ['a hexadecimal length', post([`Content-Length: 0x${body.length.toString(16)}`], body)],
    ['a negative length', post(['Content-Length: -1'], body)],
    ['a space before a colon', post([`Content-Length : ${body.length}`], body)],
    ['a folded header', post([`X-Folded: a\r\n Content-Length: ${body.length}`, 'Content-Length : 0'], body)],
    ['a bare line feed', post([], '').replaceAll('\r\n', '\n')],
    ['a NUL in a header', post(['X-Nul: a\0b', `Content-Length: ${body.length}`], body)],
    ['a chunk size that is none', post(['Transfer-Encoding: chunked'], `zz\r\n${body}\r\n0\r\n\r\n`)],
    ['a chunk longer than its size', post(['Transfer-Encoding: chunked'], `1\r\n${body}\r\n0\r\n\r\n`)],
    ['HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a version that is none', 'GET /v1/models HTTP/9.9\r\nHost: localhost\r\n\r\n'],
  ])('%s', async (_what, bytes) => {
    const before = upstream.received.length;
    const statuses = statusesIn(await sendAll(bytes));
    expect(statuses).toEqual([400]);
    expect(upstream.received).toHaveLength(before);
  });

  it('a valid chunked request and a pipelined one are served', async () => {
    const before = upstream.received.length;
    const last = hidden.replace('Host:', 'Connection: close\r\nHost:');
    const text = await sendAll(post(['Transfer-Encoding: chunked'], chunked) + last, 60_000);
    expect(statusesIn(text)).toEqual([200, 200]);
    expect(upstream.received).toHaveLength(before + 2);
  });
});

describe('the Host header', () => {
  it.each<[first: string, status: number]>([
    ['Host: LOCALHOST', 200],
    ['host: LocalHost', 200],
    ['Host:\t127.0.0.1 ', 200],
    ['Host: localhost.', 403],
    ['Host: 127.0.0.1.', 403],
    ['Host: me@localhost', 403],
    ['Host: localhost@evil.example', 403],
    ['Host: localhost, evil.example', 403],
    ['Host: localhost\r\nHost: localhost', 403],
    ['Host: evil.example\r\nHost: localhost', 403],
    ['Host: localhost\r\nX-Forwarded-Host: evil.example', 200],
    ['X-Forwarded-Host: localhost', 403],
    ['Host:', 403],
    ['Host: localhost:80', 403],
    ['Host: 127.0.0.1%00.evil.example', 403],
    ['Host: [::ffff:127.0.0.1]', 403],
  ])('%j: %i', async (lines, status) => {
    expect(statusesIn(await sendAll(`GET /health HTTP/1.1\r\n${lines}\r\nConnection: close\r\n\r\n`))).toEqual([
      status,
    ]);
  });

  it.each([
    ['absolute-form', `GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, [400]],
    [
      'absolute-form of this proxy',
      `POST http://127.0.0.1/v1/chat/completions HTTP/1.1\r\nHost: evil.example\r\n\r\n`,
      [400],
    ],
    [
      'a path that begins with two slashes',
      'GET //evil.example/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      [404],
    ],
    [
      'an unknown expectation, which is ignored',
      'GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: the-unexpected\r\nConnection: close\r\n\r\n',
      [200],
    ],
    [
      'an expectation of a stranger',
      'GET /health HTTP/1.1\r\nHost: evil.example\r\nExpect: the-unexpected\r\nConnection: close\r\n\r\n',
      [403],
    ],
    [
      'a body that a stranger asks for first',
      post(['Expect: 100-continue', 'Connection: close', 'Content-Length: 9', 'Origin: https://evil.example'], ''),
      [403],
    ],
    ['HTTP/0.9', 'GET /health\r\n\r\n', [403]],
    ['HTTP/1.0 without a name', 'GET /health HTTP/1.0\r\n\r\n', [403]],
  ])('%s', async (_what, bytes, statuses) => {
    expect(statusesIn(await sendAll(bytes))).toEqual(statuses);
  });

  it('Expect: 100-continue is confirmed, and a pipelined body is read', async () => {
    const requestBytes = (lines: readonly string[]): string =>
      post(['Expect: 100-continue', `Content-Length: ${String(body.length)}`, ...lines], body);
    expect(statusesIn(await sendAll(requestBytes([]) + requestBytes(['Connection: close']), 60_000))).toEqual([
      100, 200, 100, 200,
    ]);
  });

  it('CONNECT gets no tunnel', async () => {
    expect(statusesIn(await sendAll('CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n'))).not.toContain(200);
  });
});

describe('random bytes', () => {
  const ours = /^POST \/v1\/messages(?:\/count_tokens)?$/;
  const secret = ['authorization', 'cookie', 'x-forwarded-for', 'proxy-authorization'];

  /** What went wrong since: the listener does not serve, something broke, or what went upstream is not our call with our key. */
  async function troubleSince(count: number): Promise<unknown[]> {
    const { status } = await sendRaw(testProxy.port, requestText({ path: '/health' }));
    const calls = upstream.received.slice(count);
    return [
      ...(status === 200 ? [] : [`health: ${String(status)}`]),
      ...unexpected,
      ...calls
        .map(({ method, url }) => `${method} ${new URL(url, 'http://upstream').pathname}`)
        .filter((call) => !ours.test(call)),
      ...calls.filter(({ headers }) => headers['x-api-key'] !== TEST_KEY || secret.some((name) => name in headers)),
    ];
  }

  it('are refused or ignored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 600 }), async (bytes) => {
        const before = upstream.received.length;
        for (const status of statusesIn(await sendAll(Buffer.from(bytes)))) expect(status).toBeGreaterThanOrEqual(400);
        expect(upstream.received).toHaveLength(before);
        expect(await troubleSince(before)).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });

  it('a damaged request gets an HTTP response or none', async () => {
    const request = requestText({
      method: 'POST',
      path: '/v1/messages?beta=true',
      headers: [
        'Connection: close',
        jsonType,
        'Authorization: Bearer client',
        'Cookie: a=b',
        'X-Forwarded-For: 1.2.3.4',
      ],
      body,
    });
    const position = fc.nat({ max: request.length });
    const edit = fc.oneof(
      fc.record({ at: position, remove: fc.nat({ max: 40 }), insert: fc.constant('') }),
      fc.record({ at: position, remove: fc.nat({ max: 2 }), insert: fc.string({ maxLength: 8 }) }),
      fc.record({
        at: position,
        remove: fc.constant(0),
        insert: fc.constantFrom('\r\n', '\n', '\r', ' ', ':', '\0', '%', '..', 'Host: evil.example\r\n', request),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        let text = request;
        for (const { at, remove, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + remove);
        const before = upstream.received.length;
        const result = await sendAll(text, 200);
        expect(result === '' || result.startsWith('HTTP/1.1 ')).toBe(true);
        expect(result).not.toContain(TEST_KEY);
        expect(await troubleSince(before)).toEqual([]);
      }),
      { numRuns: runs(250) },
    );
  });

  it('path and query never choose the upstream URL', async () => {
    const target = fc.oneof(
      fc.webPath(),
      fc.string({ maxLength: 40 }).map((text) => `/${text}`),
      fc.constantFrom(
        '/../../v1/complete',
        '/%2e%2e/admin',
        '//evil.example/',
        '/@evil.example',
        '/v1/messages/../models',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        target,
        fc.webQueryParameters(),
        fc.constantFrom('', '/v1/messages', '/v1'),
        async (path, query, base) => {
          const safe = `${base}${path}?${query}`.replaceAll(/[^\x21-\x7e]/g, '_');
          const before = upstream.received.length;
          await sendRaw(
            testProxy.port,
            requestText({ method: 'POST', path: safe, headers: [jsonType, 'Connection: close'], body }),
          );
          expect(await troubleSince(before)).toEqual([]);
        },
      ),
      { numRuns: runs(200) },
    );
  });
});
