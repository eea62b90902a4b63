import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createUpstream, type Upstream } from './upstream-client.ts';
import { UpstreamFailure } from './upstream-failure.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  // A listening TCP server has an address object.
  return (server.address() as AddressInfo).port;
}

function start(environment: Record<string, string> = {}, headers = 60_000): Upstream {
  const upstream = createUpstream({ connect: 60_000, headers, idle: 60_000 }, environment);
  open.push(upstream);
  return upstream;
}

async function failureOf(upstream: Upstream, url: string): Promise<UpstreamFailure> {
  const signal = new AbortController().signal;
  const error: unknown = await upstream
    .send({ method: 'GET', url: new URL(url), headers: {}, body: null, signal })
    .catch((reason: unknown) => reason);
  if (!(error instanceof UpstreamFailure)) throw new Error('It did not fail as expected.');
  return error;
}

/** A CONNECT proxy that records and refuses requests. */
async function startConnectProxy(): Promise<{ url: string; connectTargets: string[] }> {
  const connectTargets: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    connectTargets.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  return { url: `http://127.0.0.1:${String(await listen(server))}`, connectTargets };
}

describe('the upstream client', () => {
  it('uses HTTPS_PROXY', async () => {
    const { url, connectTargets } = await startConnectProxy();
    const upstream = start({ HTTPS_PROXY: url });
    const failure = await failureOf(upstream, 'https://api.anthropic.test/v1/models');
    expect(connectTargets).toEqual(['api.anthropic.test:443']);
    expect(failure).toMatchObject({ code: 'upstream_unreachable', retryable: false });
    expect(failure.message).toContain('HTTPS_PROXY refused to connect to api.anthropic.test (403)');
  });

  it('uses an HTTPS_PROXY without a scheme', async () => {
    const { url, connectTargets } = await startConnectProxy();
    await failureOf(
      start({ HTTPS_PROXY: ` ${url.replace('http://', 'name:secret@')}` }),
      'https://api.anthropic.test/',
    );
    expect(connectTargets).toEqual(['api.anthropic.test:443']);
  });

  it.each(['http://name:canary@[bad', 'http://na%me:canary@127.0.0.1:1', 'ftp://name:canary@127.0.0.1:1', '://canary'])(
    'refuses an invalid proxy URL without quoting it: %s',
    async (url) => {
      const upstream = start({ HTTPS_PROXY: url });
      const failure = await failureOf(upstream, 'https://api.anthropic.test/v1/models');
      expect(failure).toMatchObject({ code: 'upstream_unreachable', retryable: false });
      expect(failure.message).toContain('HTTPS_PROXY');
      expect(failure.message + String(failure.hint)).not.toContain('canary');
      upstream.reset();
      await upstream.close();
    },
  );

  it('names a proxy that does not accept connections', async () => {
    const upstream = start({ HTTPS_PROXY: 'http://name:canary@127.0.0.1:1' });
    const failure = await failureOf(upstream, 'https://api.anthropic.test/v1/models');
    expect(failure.hint).toContain('HTTPS_PROXY');
    expect(failure.message + String(failure.hint)).not.toContain('canary');
  });

  it('bypasses it for NO_PROXY and loopback', async () => {
    const { url, connectTargets } = await startConnectProxy();
    const upstream = start({ HTTPS_PROXY: url, NO_PROXY: 'api.anthropic.invalid' });
    await failureOf(upstream, 'https://api.anthropic.invalid/v1/models');
    const local = createServer((_request, response) => response.end('here'));
    const port = await listen(local);
    const upstreamResponse = await upstream.send({
      method: 'GET',
      url: new URL(`http://127.0.0.1:${String(port)}/`),
      headers: {},
      body: null,
      signal: new AbortController().signal,
    });
    expect(await upstreamResponse.text()).toBe('here');
    expect(connectTargets).toEqual([]);
  });
});

describe('network errors have actionable messages', () => {
  it.each([
    ['https://name.invalid/', 'name could not be resolved'],
    ['http://127.0.0.1:1/', 'Nothing listens there'],
  ])('%s', async (url, hint) => {
    const failure = await failureOf(start(), url);
    expect(failure).toMatchObject({ code: 'upstream_unreachable', retryable: true });
    expect(failure.hint).toContain(hint);
  });

  it('when the server does not use TLS', async () => {
    const port = await listen(createServer((_request, response) => response.end()));
    const failure = await failureOf(start(), `https://127.0.0.1:${String(port)}/`);
    expect(failure.code).toBe('upstream_unreachable');
    expect(failure.hint).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('when there is no common TLS version', async () => {
    const port = await listen(createTlsServer({}));
    expect((await failureOf(start(), `https://127.0.0.1:${String(port)}/`)).code).toBe('upstream_unreachable');
  });

  it('when the response times out', async () => {
    const port = await listen(createServer(() => undefined));
    const failure = await failureOf(start({}, 100), `http://127.0.0.1:${String(port)}/`);
    expect(failure).toMatchObject({ code: 'upstream_timeout', retryable: false });
  });

  it('when the proxy aborted', async () => {
    const port = await listen(createServer(() => undefined));
    const controller = new AbortController();
    const sent = start().send({
      method: 'GET',
      url: new URL(`http://127.0.0.1:${String(port)}/`),
      headers: {},
      body: null,
      signal: controller.signal,
    });
    controller.abort();
    await expect(sent).rejects.toMatchObject({ code: 'aborted', retryable: false });
  });
});

it('new connections after a reset do not end the running call', async () => {
  let finish = (): void => undefined;
  const port = await listen(
    createServer((_request, response) => {
      response.write('one ');
      finish = () => response.end('two');
    }),
  );
  const upstream = start();
  const request = {
    method: 'GET' as const,
    url: new URL(`http://127.0.0.1:${String(port)}/`),
    headers: {},
    body: null,
    signal: new AbortController().signal,
  };
  const upstreamResponse = await upstream.send(request);
  upstream.reset();
  finish();
  expect(await upstreamResponse.text()).toBe('one two');
});
