import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Listener, listen, type ListenLimits } from './server/listen.ts';
import { whenDrained } from '../sse/backpressure.ts';

/** Limits that a slow machine does not reach; a test shortens the one that it waits for. */
const patient: ListenLimits = {
  connections: 8,
  headersMs: 60_000,
  requestMs: 60_000,
  keepAliveMs: 60_000,
  checkMs: 20,
};
const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of opened.splice(0).toReversed()) await end();
});

async function open(limits: Partial<ListenLimits> = {}): Promise<{ listener: Listener; served: string[] }> {
  const served: string[] = [];
  const listener = await listen(
    0,
    (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        served.push(body);
        response.end('ok');
      });
      request.on('error', () => undefined);
    },
    { ...patient, ...limits },
  );
  opened.push(() => {
    listener.cut();
    return listener.close();
  });
  return { listener, served };
}

/** A connection that collects everything received until the other side ends it. */
function knock(port: number, host = '127.0.0.1'): { socket: Socket; ended: Promise<string> } {
  const socket = connect(port, host);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.on('error', () => undefined);
  opened.push(() => socket.destroy());
  return { socket, ended: new Promise((resolve) => socket.once('close', () => resolve(text))) };
}

const drip = (socket: Socket, text: string): void => {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || at >= text.length) clearInterval(timer);
    else socket.write(text[at++] ?? '');
  }, 30);
};

test('an idle connection without a request is closed', async () => {
  const { listener, served } = await open({ headersMs: 150 });
  await knock(listener.port).ended;
  expect(served).toEqual([]);
});

test('headers sent a byte at a time time out', async () => {
  const { listener, served } = await open({ headersMs: 150 });
  const { socket, ended } = knock(listener.port);
  drip(socket, `GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ${'a'.repeat(1_000)}\r\n\r\n`);
  const result = await ended;
  expect(result).toMatch(/^HTTP\/1\.1 408 /);
  expect(result).toContain('"code":"request_timeout"');
  expect(served).toEqual([]);
});

test('a body sent a byte at a time times out', async () => {
  const { listener, served } = await open({ headersMs: 400, requestMs: 400 });
  const { socket, ended } = knock(listener.port);
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n');
  drip(socket, 'b'.repeat(1_000));
  expect(await ended).toMatch(/^HTTP\/1\.1 408 /);
  expect(served).toEqual([]);
});

test('an incomplete request is closed', async () => {
  const { listener, served } = await open({ headersMs: 150 });
  const { socket, ended } = knock(listener.port);
  socket.write('GET / HTTP/1.1\r\nHost: loc');
  await ended;
  expect(served).toEqual([]);
});

test('a half-closed client still gets its response', async () => {
  const { listener } = await open();
  const { socket, ended } = knock(listener.port);
  socket.end('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(await ended).toMatch(/^HTTP\/1\.1 200 /);
});

test('an idle keep-alive connection is closed', async () => {
  const { listener } = await open({ keepAliveMs: 150 });
  const { socket, ended } = knock(listener.port);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(await ended).toMatch(/^HTTP\/1\.1 200 /);
});

test('connections above the limit are dropped until others close', async () => {
  const { listener } = await open({ connections: 3 });
  const holders = [knock(listener.port), knock(listener.port), knock(listener.port)];
  await Promise.all(holders.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
  expect(await knock(listener.port).ended).toBe('');
  const ask = async (): Promise<string> => {
    const { socket, ended } = knock(listener.port);
    socket.end('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    return await ended;
  };
  holders[0]?.socket.destroy();
  await expect.poll(ask).toMatch(/^HTTP\/1\.1 200 /);
});

test('a stalled client is disconnected, a slow one is not', async () => {
  const outcomes: string[] = [];
  const server = createServer((request, response) => {
    const delayMs = request.url === '/stalled' ? 100 : 60_000;
    response.on('error', () => undefined);
    response.once('close', () => outcomes.push(`${request.url ?? ''} ${response.writableFinished ? 'whole' : 'cut'}`));
    let left = 64;
    const more = (): void => {
      while (left > 0) {
        left -= 1;
        if (response.write(Buffer.alloc(1024 * 1024))) continue;
        whenDrained(response, more, delayMs);
        return;
      }
      response.end();
    };
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const stalled = connect(port, '127.0.0.1');
  stalled.on('error', () => undefined);
  stalled.pause();
  stalled.write('GET /stalled HTTP/1.1\r\nHost: localhost\r\n\r\n');
  opened.push(() => stalled.destroy());
  await expect.poll(() => outcomes).toEqual(['/stalled cut']);
  const { socket, ended } = knock(port);
  socket.write('GET /reading HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  await ended;
  expect(outcomes).toEqual(['/stalled cut', '/reading whole']);
});
