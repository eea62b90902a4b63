import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requestText, sendRaw } from './__fixtures__/raw-socket.ts';
import { type SelfSigned, selfSigned } from './__fixtures__/self-signed.ts';
import { message } from './__fixtures__/scripted-upstream.ts';
import { startTestProxy, TEST_KEY } from './__fixtures__/test-proxy.ts';
import { createUpstream } from './upstream/upstream-client.ts';

const HOST = 'api.company.test';
const chat = requestText({
  method: 'POST',
  path: '/v1/chat/completions',
  headers: ['Content-Type: application/json'],
  body: JSON.stringify({ model: 'gpt-4', messages: [{ role: 'user', content: 'Hello' }] }),
});

let certificate: SelfSigned;
let folder: string;
let authorities: string;
let seen: { host: string | undefined; key: string | undefined }[];
const open: { close(): unknown }[] = [];

beforeAll(() => {
  certificate = selfSigned(HOST);
  folder = mkdtempSync(join(tmpdir(), 'dragoman-authorities-'));
  authorities = join(folder, 'authorities.pem');
  writeFileSync(authorities, certificate.cert);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  seen = [];
});
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function listenOn(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  open.push(server);
  // A listening TCP server has an address object.
  return (server.address() as AddressInfo).port;
}

const handleRequest: Parameters<typeof createPlainServer>[1] = (request, response) => {
  seen.push({ host: request.headers.host, key: request.headersDistinct['x-api-key']?.[0] });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(message('Bonjour')));
};

/** A company's CONNECT proxy: connects every request to one server and records it. */
async function startTunnel(target: number): Promise<{ url: string; connectTargets: string[] }> {
  const connectTargets: string[] = [];
  const server = createPlainServer();
  server.on('connect', (request, socket) => {
    connectTargets.push(request.url ?? '');
    const onward = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return { url: `http://127.0.0.1:${String(await listenOn(server))}`, connectTargets };
}

/** One chat through a whole proxy in that environment. */
async function ask(endpoint: string, environment: Record<string, string>): Promise<{ status: number; body: string }> {
  const testProxy = await startTestProxy({
    overrides: { endpoint },
    upstream: createUpstream({ connect: 60_000, headers: 60_000, idle: 60_000 }, environment),
  });
  open.push(testProxy);
  return await sendRaw(testProxy.port, chat);
}

describe('a TLS-intercepting proxy', () => {
  it('works once its CA certificate is known', async () => {
    const server = createServer({ ...certificate }, handleRequest);
    const tunnel = await startTunnel(await listenOn(server));
    const { status, body } = await ask(`https://${HOST}/v1/messages`, {
      HTTPS_PROXY: tunnel.url,
      NODE_EXTRA_CA_CERTS: authorities,
    });
    expect(body).toContain('Bonjour');
    expect(status).toBe(200);
    expect(new Set(tunnel.connectTargets)).toEqual(new Set([`${HOST}:443`]));
    expect(seen.at(-1)).toEqual({ host: HOST, key: TEST_KEY });
  });

  it.each([
    ['an unknown authority', {}],
    ['a file that is not there', { NODE_EXTRA_CA_CERTS: '/nowhere/authorities.pem' }],
  ])('gets no key with %s, and the error names the variable', async (_what, environment) => {
    const server = createServer({ ...certificate }, handleRequest);
    const tunnel = await startTunnel(await listenOn(server));
    const { status, body } = await ask(`https://${HOST}/v1/messages`, { HTTPS_PROXY: tunnel.url, ...environment });
    expect(status).toBe(502);
    expect(body).toContain('NODE_EXTRA_CA_CERTS');
    expect(seen).toEqual([]);
  });

  it('gets no key when the certificate has another host name', async () => {
    const server = createServer({ ...certificate }, handleRequest);
    const tunnel = await startTunnel(await listenOn(server));
    const { status } = await ask('https://api.other.test/v1/messages', {
      HTTPS_PROXY: tunnel.url,
      NODE_EXTRA_CA_CERTS: authorities,
    });
    expect(status).toBe(502);
    expect(seen).toEqual([]);
  });

  it('is bypassed for hosts in NO_PROXY', async () => {
    const tunnel = await startTunnel(1);
    await ask(`https://${HOST}/v1/messages`, { HTTPS_PROXY: tunnel.url, NO_PROXY: `.example,${HOST}` });
    expect(tunnel.connectTargets).toEqual([]);
  });
});

describe('IPv6', () => {
  it('on both sides: clients at [::1], the upstream at [::1]', async () => {
    const upstream = createPlainServer(handleRequest);
    const port = await listenOn(upstream, '::1');
    const testProxy = await startTestProxy({ overrides: { endpoint: `http://[::1]:${String(port)}/v1/messages` } });
    open.push(testProxy);
    const result = await sendRaw(testProxy.port, chat.replace('localhost', `[::1]:${String(testProxy.port)}`), '::1');
    expect(result.status).toBe(200);
    expect(result.body).toContain('Bonjour');
    expect(seen.at(-1)).toEqual({ host: `[::1]:${String(port)}`, key: TEST_KEY });
  });
});
