import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { calls } from '#shared/ipc/contract.ts';
import { createTestServices, type TestServices } from './__fixtures__/ipc-services.ts';
import { replayHandlers } from './replay-handlers.ts';

const appInfo = () => ({ version: '1.2.3', platform: 'linux', demo: false, electron: '', dataFolder: '' });
const input = { of: 'first', path: '/v1/messages', body: '{"model":"m"}', betas: 'some-beta' };

let server: Server | null = null;
let services: TestServices | null = null;

type Behaviour = (request: IncomingMessage, response: ServerResponse) => unknown;

async function open(behave: Behaviour): Promise<ReturnType<typeof replayHandlers>['exchange.replay']> {
  server = createServer((request, response) => void behave(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  services = createTestServices(null, (server.address() as AddressInfo).port);
  return replayHandlers({ services, appInfo })['exchange.replay'];
}

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await services?.close();
});

test('the body goes to our own port, and the new exchange is reported before the response is complete', async () => {
  let seen: { method: string | undefined; url: string | undefined; headers: object; body: string } | null = null;
  const replay = await open(async (request, response) => {
    seen = { method: request.method, url: request.url, headers: request.headers, body: await text(request) };
    response.writeHead(200, { 'x-dragoman-exchange': 'second' });
    response.write('the beginning');
  });
  expect(await replay(input)).toEqual({ id: 'second' });
  expect(seen).toMatchObject({
    method: 'POST',
    url: '/v1/messages',
    headers: {
      'x-dragoman-replay-of': 'first',
      'anthropic-beta': 'some-beta',
      'user-agent': 'dragoman-replay/1.2.3',
      'content-type': 'application/json',
    },
    body: '{"model":"m"}',
  });
});

test('a truncated response does not fail the replay', async () => {
  const responses: ServerResponse[] = [];
  const replay = await open((_request, response) => {
    responses.push(response);
    response.writeHead(200, { 'x-dragoman-exchange': 'second', 'content-length': '100' });
    response.write('half');
  });
  expect(await replay(input)).toEqual({ id: 'second' });
  responses[0]?.destroy();
  // When this one has a response, the end of the first has been processed.
  expect(await replay(input)).toEqual({ id: 'second' });
});

test('a refusal before there is an exchange reports why', async () => {
  const replay = await open((_request, response) => {
    response.writeHead(401).end('{"error":{"code":"token_needed","message":"Show the token."}}');
  });
  await expect(replay(input)).rejects.toMatchObject({ code: 'token_needed', message: 'Show the token.' });
});

test('an endless refusal is read up to the size limit of errors', async () => {
  const replay = await open((_request, response) => {
    response.writeHead(500);
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  await expect(replay(input)).rejects.toMatchObject({ code: 'http_500' });
});

test('a stopped proxy is reported at once', async () => {
  const replay = await open(() => undefined);
  await services?.proxy.stop();
  await expect(replay(input)).rejects.toMatchObject({ code: 'proxy_stopped' });
});

test.each(['//evil.example/v1', 'http://evil.example/', '/v1/ x', String.raw`/\evil.example`])(
  'the contract refuses the path %j',
  (path) => {
    expect(calls['exchange.replay'].input.safeParse({ ...input, path }).success).toBe(false);
  },
);
