import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { askHealth, probeSelf } from './health-probe.ts';

const version = '1.2.3';
const right = JSON.stringify({ name: 'dragoman', version, ok: true });

async function listen(onRequest: RequestListener): Promise<number> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A listening TCP server has an address object.
  return (server.address() as AddressInfo).port;
}

it.each([
  ['this version', 200, right, true],
  ['another version', 200, right.replace('1.2.3', '1.2.4'), false],
  ['an error', 500, right, false],
  ['nothing', 200, '', false],
  ['of more than the expected text', 200, right + ' '.repeat(10_000), false],
])('GET /health with the response %s', async (_what, status, body, serving) => {
  const port = await listen((_request, response) => void response.writeHead(status).end(body));
  expect(await probeSelf(port, version)).toBe(serving);
});

it('an endless health response is read up to its size limit', async () => {
  const port = await listen((_request, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(10_000)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  expect(await askHealth(port, { timeoutMs: 60_000 })).toBe('x'.repeat(1_000));
});

it.each<[what: string, onRequest: RequestListener]>([
  [
    'arrives byte by byte',
    (_request, response) => {
      const timer = setInterval(() => response.write('x'), 5);
      response.once('close', () => clearInterval(timer));
    },
  ],
  ['never arrives', () => undefined],
  ['stops in the middle', (_request, response) => void response.write('{')],
  ['is cut', (_request, response) => response.write('{', () => response.destroy())],
])('the health check ends when its response %s', async (_what, onRequest) => {
  expect(await askHealth(await listen(onRequest), { timeoutMs: 200 })).toBeNull();
});

it('the health check ends when nothing listens', async () => {
  expect(await askHealth(1, { timeoutMs: 60_000 })).toBeNull();
});
